import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, id32, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function receipt(world: World): KindSpec<'receipt'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: "A server's word about one delivery. By a receipt key of the newest manifest; never by a person.",
    statement: { delivery: id16('delivery'), cipher: id32('cipher'), event: 'stored', date: '2026-11-22' },
    enough: ceiba.asReceipts,
    tooFew: [["two members, by nobody's node", ceiba.by('rosa', 'lu'), 'signature']],
    tampered: { event: 'deleted' },
    rules: [
      { name: 'of a drop that it had never seen', changes: { cipher: null, event: 'deleted' }, expect: 'ok' },
      { name: "by another collective's node", signers: castOf(world, 'maguey').asReceipts, expect: 'signature' },
    ],
  };
}

export function recordHead(world: World): KindSpec<'record-head'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: 'Where a node says that its record stands. By a receipt key of the newest manifest.',
    statement: { count: 7, hash: id32('row'), at: inDays(0) },
    enough: ceiba.asReceipts,
    tooFew: [["two members, by nobody's node", ceiba.by('rosa', 'lu'), 'signature']],
    tampered: { count: 6 },
    rules: [{ name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' }],
  };
}
