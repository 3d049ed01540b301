import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { enqueueReceipt, type Holder } from './receipts.ts';
import {
  eraseDrafts,
  eraseOutgoing,
  type Incoming,
  outgoingOf,
  putTombstone,
  removeIncoming,
  type Tombstone,
} from './store.ts';

/** Erases a peer's item, leaves id, ending and date, and tells the peer `deleted`. Reads nothing of it. */
export async function eraseIncoming(
  tx: Transaction<Database>,
  row: Pick<Incoming, 'delivery' | 'cipher'>,
  from: Holder,
  ending: Exclude<Tombstone['ending'], 'pending'>,
  now: Date,
): Promise<void> {
  await removeIncoming(tx, from.peer, row.delivery);
  await leaveTombstone(tx, from.peer, row.delivery, ending, now);
  await enqueueReceipt(tx, from, { delivery: row.delivery, cipher: row.cipher, event: 'deleted' }, now);
}

/** Leaves id, ending and date of a peer's item, for good: it cannot come back under this id. */
export async function leaveTombstone(
  tx: Transaction<Database>,
  peer: string,
  delivery: string,
  ending: Exclude<Tombstone['ending'], 'pending'>,
  now: Date,
): Promise<void> {
  const nothing = { drop_commit: null, locator_hash: null, drop_after: null };
  await putTombstone(tx, { direction: 'in', peer, delivery, ending, ended: now, ...nothing });
}

/** Erases what we hold of our own items: the sealed copies, and each draft that nothing else was handed in from. */
export async function eraseCopies(tx: Transaction<Database>, deliveries: readonly string[]): Promise<void> {
  const drafts = new Set<string>();
  for (const delivery of deliveries)
    for (const { draft } of await outgoingOf(tx, { delivery })) if (draft) drafts.add(draft);
  await eraseOutgoing(tx, deliveries);
  for (const draft of drafts) if ((await outgoingOf(tx, { draft })).length === 0) await eraseDrafts(tx, [draft]);
}
