import type { Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { enqueue } from '../../deliveries/enqueue.ts';
import type { Peer } from '../../peers/store.ts';
import { pendingPerPeer } from '../../protocol/receiving.ts';
import { record } from '../../record/append.ts';
import { pendingOf } from '../tombstone-store.ts';
import { hear } from './hear.ts';
import { itemsOf } from './item.ts';
import { closeUnseen, knownOf } from './list-store.ts';
import { receiptFor } from './receipts.ts';

/**
 * Erases what a peer recalls and answers `deleted` for each; for what was erased before once a day, so that a recall
 * that comes again and again sends no thousand answers each time. What has not come is remembered, so that it is erased
 * on arrival, as far as there is room: of the rest nothing is said. Call it with the peer locked.
 */
export async function eraseRecalled(
  tx: Transaction<Database>,
  from: Peer,
  deliveries: readonly string[],
  now: Date,
): Promise<void> {
  const actor = `peer:${from.peer}`;
  const { held, gone, answered } = await knownOf(tx, from, deliveries);
  for (const item of held.size > 0 ? await itemsOf(tx, from, [...held]) : []) {
    await hear(tx, from, item, { type: 'recall' }, now);
    await record(tx, { actor, action: 'notice.recalled', subject: item.delivery }, now);
  }
  const room = Math.max(0, pendingPerPeer - (await pendingOf(tx, from.peer)));
  const unseen = deliveries.filter((delivery) => !held.has(delivery) && !gone.has(delivery)).slice(0, room);
  await closeUnseen(tx, from.peer, unseen, now);
  const again = [...gone].filter((delivery) => !held.has(delivery) && !answered.has(delivery));
  const receipts = [...unseen, ...again].map((delivery) =>
    receiptFor(from, { delivery, cipher: null, event: 'deleted' }),
  );
  await enqueue(tx, receipts, now);
  if (unseen.length > 0) await record(tx, { actor, action: 'notice.recalled-unseen', subject: null }, now);
}
