import type { Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { type Holding, settle } from '../../protocol/item-deadlines.ts';
import { type Event, next } from '../../protocol/item-state.ts';
import { record } from '../../record/append.ts';
import type { Item } from './item.ts';
import { keep } from './keep-item.ts';
import type { Holder } from './receipts.ts';

/*
 * What becomes of a peer's item is decided by the machine of src/protocol (PROTOCOL §6) and by nothing else: facts are
 * read, one event happens, what it changed is kept. Whoever lets something happen locks the peer first.
 */

type Tx = Transaction<Database>;

/** What is left of an item once what is over by time was erased; null when nothing is. */
export async function settleItem(tx: Tx, from: Holder, item: Item, now: Date): Promise<Item | null> {
  const after = settle(item.holding, now);
  const left = await keep(tx, from, item, { after, event: null }, now);
  if (left?.rows.length === item.rows.length) return left;
  await record(tx, { actor: 'node', action: 'notice.ended', subject: item.delivery }, now);
  return left;
}

/**
 * Lets something happen to an item, and keeps what the machine makes of it: rows are changed or erased, and its peer
 * learns what became of it. What was over by time before is erased first, and then nothing else happens to it.
 */
export async function hear(tx: Tx, from: Holder, item: Item, event: Event, now: Date): Promise<Holding> {
  const settled = await settleItem(tx, from, item, now);
  if (!settled) return settle(item.holding, now);
  const after = next(settled.holding, event, now);
  await keep(tx, from, settled, { after, event }, now);
  return after;
}
