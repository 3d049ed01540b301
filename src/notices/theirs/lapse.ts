import type { Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { limits } from '../../protocol/item-deadlines.ts';
import { record } from '../../record/append.ts';
import { eraseIncoming } from '../erase.ts';
import { lapsed } from './list-store.ts';
import type { Holder } from './receipts.ts';

/**
 * Erases a peer's items that its lists have left out for too long, that none has renewed, or with whom trust has ended; gives how many, at most `most`. Call it in the
 * peer's turn, and before a list is heard: what was over before cannot be restored by it.
 */
export async function endLapsed(tx: Transaction<Database>, from: Holder, now: Date, most: number): Promise<number> {
  const deliveries = await lapsed(tx, from.peer, limits(now), most);
  for (const delivery of deliveries) {
    await eraseIncoming(tx, from, delivery, 'expired', now);
    await record(tx, { actor: 'node', action: 'notice.ended', subject: delivery }, now);
  }
  return deliveries.length;
}
