import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, id32, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function acknowledgement(world: World): KindSpec<'acknowledgement'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: "What a collective says of another's agreement. By as many stewards as rotate demands.",
    statement: {
      agreement: id32('agreement'),
      issuer: ceiba.id,
      stance: 'differs',
      clauses: [id16('clause')],
      at: inDays(0),
    },
    enough: ceiba.by('rosa', 'lu'),
    tooFew: [
      ['one steward', ceiba.by('rosa'), 'attest-threshold'],
      ['a steward and an accompanier', ceiba.by('rosa', 'itzel'), 'attest-threshold'],
    ],
    tampered: { clauses: [id16('another clause')] },
    rules: [
      { name: 'that it fits', changes: { stance: 'compatible', clauses: [] }, expect: 'ok' },
      { name: 'that differs in nothing', changes: { clauses: [] }, expect: 'statement-rule' },
      { name: 'that fits but for a clause', changes: { stance: 'compatible' }, expect: 'statement-rule' },
      {
        name: 'a clause named twice',
        changes: { clauses: [id16('clause'), id16('clause')] },
        expect: 'statement-rule',
      },
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
    ],
  };
}
