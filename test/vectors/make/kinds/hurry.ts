import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function hurry(world: World): KindSpec<'hurry'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: 'Two of our own accompaniers shorten the pause of one edition of a delivery. Local: it never travels.',
    statement: { delivery: id16('delivery'), edition: 2, at: inDays(0) },
    given: { delivery: id16('delivery'), edition: 2 },
    enough: ceiba.by('rosa', 'itzel'),
    tooFew: [
      ['one accompanier', ceiba.by('rosa'), 'attest-threshold'],
      ['an accompanier and a steward', ceiba.by('rosa', 'lu'), 'attest-threshold'],
    ],
    tampered: { at: inDays(-1) },
    rules: [
      {
        name: 'about another delivery',
        given: { delivery: id16('another delivery'), edition: 2 },
        expect: 'consent-delivery',
      },
      { name: 'about the edition before', changes: { edition: 1 }, expect: 'lapsed' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
    ],
  };
}
