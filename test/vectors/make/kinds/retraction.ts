import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function retraction(world: World): KindSpec<'retraction'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about:
      'The issuer takes an alert back, with a note for those who held it. By as many accompaniers as attest demands, ' +
      'never by one.',
    statement: {
      issuer: ceiba.id,
      noticeId: id16('notice'),
      delivery: id16('delivery'),
      kind: 'mistaken',
      note: 'Nombramos a alguien que no estaba.',
      at: inDays(0),
    },
    enough: ceiba.by('rosa', 'marisol'),
    tooFew: [
      ['one accompanier', ceiba.by('rosa'), 'attest-threshold'],
      ['an accompanier and a steward', ceiba.by('rosa', 'lu'), 'attest-threshold'],
      ['accompaniers of processes', ceiba.by('espe', 'nahui'), 'attest-threshold'],
    ],
    tampered: { note: 'Otra cosa.' },
    rules: [
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
      {
        name: 'by two where the newest manifest asks three',
        given: { chain: 'ceiba-attest-3' },
        expect: 'attest-threshold',
      },
    ],
  };
}
