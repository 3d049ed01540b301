import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { enqueueReceipt, type Holder } from './theirs/receipts.ts';
import { editionsHeld, type Held, removeEdition, removeItem } from './theirs/store.ts';
import { putTombstone, type Tombstone } from './tombstone-store.ts';

type Ending = Exclude<Tombstone['ending'], 'pending'>;

/** Erases a peer's item in all its editions, leaves id, ending and date, and tells the peer `deleted`. Reads nothing of it. */
export async function eraseIncoming(
  tx: Transaction<Database>,
  from: Holder,
  delivery: string,
  ending: Ending,
  now: Date,
): Promise<void> {
  const newest = (await editionsHeld(tx, from.peer, delivery)).at(-1);
  await removeItem(tx, from.peer, delivery);
  await leaveTombstone(tx, from.peer, delivery, ending, now);
  await enqueueReceipt(tx, from, { delivery, cipher: newest?.cipher ?? null, event: 'deleted' }, now);
}

/**
 * Erases one edition for a reason of its own; with the last one the item ends. `deleted` is never said while another lies here: it
 * ends what the sender asks for. Of bytes that failed their check the sender learns `unopenable`, so that it seals again.
 */
export async function eraseEdition(
  tx: Transaction<Database>,
  from: Holder,
  row: Held,
  ending: Ending,
  now: Date,
): Promise<void> {
  const { delivery, cipher } = row;
  if ((await editionsHeld(tx, from.peer, delivery)).length < 2) return eraseIncoming(tx, from, delivery, ending, now);
  await removeEdition(tx, row);
  if (ending === 'failed') await enqueueReceipt(tx, from, { delivery, cipher, event: 'unopenable' }, now);
}

/** Leaves id, ending and date of a peer's item, for good: it cannot come back under this id. */
export async function leaveTombstone(
  tx: Transaction<Database>,
  peer: string,
  delivery: string,
  ending: Ending,
  now: Date,
): Promise<void> {
  const nothing = { drop_commit: null, locator_hash: null, drop_after: null };
  await putTombstone(tx, { direction: 'in', peer, delivery, ending, ended: now, ...nothing });
}
