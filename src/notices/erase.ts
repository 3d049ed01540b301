import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Ending, Purged } from '../protocol/item-deadlines.ts';
import { enqueueReceipt, type Holder } from './theirs/receipts.ts';
import { removeItem } from './theirs/store.ts';
import { putTombstone, type Tombstone } from './tombstone-store.ts';

/** What a tombstone tells of each ending. */
const told: Record<Ending, Exclude<Tombstone['ending'], 'pending'>> = {
  withdrawn: 'withdrawn',
  retracted: 'withdrawn',
  recalled: 'withdrawn',
  failed: 'failed',
  expired: 'expired',
  suspended: 'expired',
  silent: 'expired',
  'trust-ended': 'expired',
};

/**
 * Erases a peer's item in all its editions, leaves id, ending and since when it is over, and tells the peer `deleted`.
 * Reads nothing of it. `rows`: its editions, lowest first.
 */
export async function eraseIncoming(
  tx: Transaction<Database>,
  from: Holder,
  { delivery, rows }: { delivery: string; rows: readonly { cipher: string }[] },
  { ending, at }: Pick<Purged, 'ending' | 'at'>,
  now: Date,
): Promise<void> {
  await removeItem(tx, from.peer, delivery);
  await leaveTombstone(tx, from.peer, delivery, ending, at);
  await enqueueReceipt(tx, from, { delivery, cipher: rows.at(-1)?.cipher ?? null, event: 'deleted' }, now);
}

/** Leaves id, ending and date of a peer's item, for good: it cannot come back under this id. */
export async function leaveTombstone(
  tx: Transaction<Database>,
  peer: string,
  delivery: string,
  ending: Ending,
  ended: Date,
): Promise<void> {
  const nothing = { drop_commit: null, locator_hash: null, drop_after: null };
  await putTombstone(tx, { direction: 'in', peer, delivery, ending: told[ending], ended, ...nothing });
}
