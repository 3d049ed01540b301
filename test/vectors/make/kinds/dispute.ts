import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function dispute(world: World): KindSpec<'dispute'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: 'The person named says that it is not so, told by one accompanier of either side.',
    statement: { issuer: ceiba.id, noticeId: id16('notice'), at: inDays(0) },
    enough: ceiba.by('espe'),
    tooFew: [['a steward', ceiba.by('lu'), 'attest-threshold']],
    tampered: { noticeId: id16('another notice') },
    rules: [
      { name: 'by an accompanier of the care team', signers: ceiba.by('rosa'), expect: 'ok' },
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
    ],
  };
}
