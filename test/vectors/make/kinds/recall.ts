import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import { type KindSpec, unshaped } from '../statement.ts';

export function recall(world: World): KindSpec<'recall'> {
  const ceiba = castOf(world, 'ceiba');
  const maguey = castOf(world, 'maguey');
  return {
    about:
      "The issuer asks one holder's server to erase; no reason. By as many accompaniers as attest demands, never by " +
      'one.',
    statement: {
      issuer: ceiba.id,
      audience: maguey.id,
      deliveries: [id16('delivery'), id16('another delivery')],
      at: inDays(0),
    },
    given: { me: maguey.id },
    enough: ceiba.by('rosa', 'marisol'),
    tooFew: [
      ['one accompanier', ceiba.by('rosa'), 'attest-threshold'],
      ['an accompanier and a steward', ceiba.by('rosa', 'lu'), 'attest-threshold'],
    ],
    tampered: { deliveries: [id16('a third delivery')] },
    rules: [
      {
        name: 'a delivery named twice',
        changes: { deliveries: [id16('delivery'), id16('delivery')] },
        expect: 'statement-rule',
      },
      { name: 'no delivery', envelope: bare(world), expect: 'schema' },
      { name: 'for another collective', given: { me: world.collectives.hawthorn!.id }, expect: 'not-for-me' },
      { name: 'of another collective', changes: { issuer: maguey.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
    ],
  };
}

function bare(world: World) {
  const ceiba = castOf(world, 'ceiba');
  const statement = {
    at: inDays(0),
    audience: world.collectives.maguey!.id,
    deliveries: [],
    issuer: ceiba.id,
    type: 'recall',
  };
  return unshaped('recall', statement, ceiba.by('rosa', 'marisol'));
}
