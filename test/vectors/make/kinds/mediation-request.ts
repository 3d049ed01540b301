import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { inDays } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function mediationRequest(world: World): KindSpec<'mediation-request'> {
  const ceiba = castOf(world, 'ceiba');
  const maguey = castOf(world, 'maguey');
  return {
    about: 'Asks a like-minded collective for help; no names, no story. By one accompanier of either side.',
    statement: {
      issuer: ceiba.id,
      audience: maguey.id,
      need: 'peace_circle',
      region: 'Norte',
      languages: ['es'],
      until: inDays(30),
    },
    given: { me: maguey.id },
    enough: ceiba.by('espe'),
    tooFew: [['a steward', ceiba.by('lu'), 'attest-threshold']],
    tampered: { region: 'Sur' },
    rules: [
      { name: 'that is over', given: { now: inDays(30) }, expect: 'expired' },
      { name: 'on its last day', given: { now: inDays(29) }, expect: 'ok' },
      { name: 'for another collective', given: { me: world.collectives.hawthorn!.id }, expect: 'not-for-me' },
      { name: 'of another collective', changes: { issuer: maguey.id }, expect: 'from-mismatch' },
    ],
  };
}
