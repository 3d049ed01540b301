import type { Transaction } from 'kysely';
import type { Header } from '../../schemas/delivery.ts';
import { erasing } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { deliveryObject } from '../deliveries/objects.ts';
import { cancelUnsent, forgetRows, rowsOf } from '../deliveries/store.ts';
import { lockAndCount, peerOf } from '../peers/store.ts';
import { keptFor } from '../platform/kept-for.ts';
import { daysAfter } from '../protocol/calendar.ts';
import { dateOf } from '../protocol/encoding.ts';
import { limits } from '../protocol/item-deadlines.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { endedConsents, forgetWordsSeen, removeConsents } from './ours/consent-store.ts';
import { eraseOldRevisions } from './ours/draft-store.ts';
import { askedDays } from './ours/drafts.ts';
import { eraseCopies } from './ours/erase-copies.ts';
import { eraseOutgoing, outgoingOfKind } from './ours/store.ts';
import { settleItem } from './theirs/hear.ts';
import { itemsOf } from './theirs/item.ts';
import { dueItems, peersWithDue } from './theirs/item-store.ts';
import {
  putTombstone,
  removePending,
  removeTombstones,
  settleTombstone,
  type Tombstone,
  unsettledTombstones,
} from './tombstone-store.ts';

const batch = 100;
const pendingDays = 366;
/**
 * A consent lasts 366 days at most, and one that was signed ahead begins within as many: what came back after two years
 * would be over.
 */
const tombstoneDays = 2 * 366;

/** What one sweep ended. */
export type Swept = { incoming: number; consents: number; settled: number };

/**
 * Ends what is over: peers' items past dropAfter, failed for 14 days or in quarantine for 30, left out of their peer's
 * list for 14, of a peer silent for 90 or with whom trust ended; our consents past dropAfter; what our tombstones still
 * knew once every holder answered; revisions of drafts that were replaced thirty days ago. Runs hourly; running it
 * twice changes nothing more.
 */
export async function sweep(runtime: Runtime): Promise<Swept> {
  const now = runtime.clock.now();
  const inTransactions = async (work: (tx: Transaction<Database>) => Promise<number>): Promise<number> => {
    let all = 0;
    for (;;) {
      const done = await erasing(runtime.db, work);
      all += done;
      if (done < batch) return all;
    }
  };
  let incoming = 0;
  for (const peer of await peersWithDue(runtime.db, limits(now))) incoming += await endIncoming(runtime, peer, now);
  const consents = await inTransactions((tx) => endConsents(tx, now));
  const settled = await erasing(runtime.db, async (tx) => {
    await removePending(tx, daysAfter(now, -pendingDays));
    await removeTombstones(tx, daysAfter(now, -tombstoneDays));
    await forgetWordsSeen(tx, daysAfter(now, -tombstoneDays));
    await endWithdrawals(tx, now);
    await eraseOldRevisions(tx, { replaced: daysAfter(now, -keptFor.revisionDays), asked: daysAfter(now, -askedDays) });
    return settle(tx, now);
  });
  if (incoming > 0) runtime.wake();
  return { incoming, consents, settled };
}

/** Erases what is over of a peer's items, a batch of candidates in each transaction; gives how many editions went. */
async function endIncoming({ db }: Runtime, from: string, now: Date): Promise<number> {
  let ended = 0;
  for (let last: string | undefined = ''; last !== undefined; ) {
    const after: string = last;
    const done = await erasing(db, async (tx) => {
      const peer = await lockAndCount(tx, from);
      if (!peer) throw new Error('an item without its peer');
      let editions = 0;
      const deliveries = await dueItems(tx, from, limits(now), after, batch);
      for (const item of deliveries.length > 0 ? await itemsOf(tx, peer, deliveries) : [])
        editions += item.rows.length - ((await settleItem(tx, peer, item, now))?.rows.length ?? 0);
      return { editions, next: deliveries.length < batch ? undefined : deliveries.at(-1) };
    });
    ended += done.editions;
    last = done.next;
  }
  return ended;
}

async function endConsents(tx: Transaction<Database>, now: Date): Promise<number> {
  const rows = await endedConsents(tx, now, batch);
  for (const { peer, delivery } of rows) {
    await putTombstone(tx, { ...settled, direction: 'out', peer: '', delivery, ending: 'expired', ended: now });
    const recipient = await peerOf(tx, peer);
    if (recipient) await cancelUnsent(tx, deliveryObject(delivery), recipient.actor, now);
  }
  const deliveries = rows.map(({ delivery }) => delivery);
  await eraseCopies(tx, deliveries);
  await removeConsents(tx, deliveries);
  for (const delivery of deliveries)
    await record(tx, { actor: 'node', action: 'consent.ended', subject: delivery }, now);
  return rows.length;
}

const settled = { drop_commit: null, locator_hash: null, drop_after: null } as const;

/** Sealed withdrawals that nobody will take any more. */
async function endWithdrawals(tx: Transaction<Database>, now: Date): Promise<void> {
  const over = (await outgoingOfKind(tx, 'withdrawal')).filter(({ header }) => {
    const { dropAfter } = JSON.parse(header) as Header;
    return dropAfter !== null && dateOf(dropAfter) <= now;
  });
  await eraseOutgoing(
    tx,
    over.map(({ delivery }) => delivery),
  );
}

/** Only when every holder under a locator answered: until then the person can still see who has not. */
async function settle(tx: Transaction<Database>, now: Date): Promise<number> {
  const byLocator = Map.groupBy(await unsettledTombstones(tx), (one) => one.locator_hash);
  let count = 0;
  for (const group of byLocator.values()) {
    const done: boolean[] = [];
    for (const tombstone of group) done.push(await answered(tx, tombstone, now));
    if (!done.every(Boolean)) continue;
    for (const tombstone of group) {
      await settleTombstone(tx, tombstone);
      await forgetRows(tx, deliveryObject(tombstone.delivery));
      count++;
    }
  }
  return count;
}

/** Whether a holder said `deleted`, never got the item, or may no longer hold it. */
async function answered(tx: Transaction<Database>, tombstone: Tombstone, now: Date): Promise<boolean> {
  const rows = await rowsOf(tx, deliveryObject(tombstone.delivery));
  if (tombstone.drop_after && tombstone.drop_after <= now)
    return rows.every(({ state }) => state !== 'due' && state !== 'sending');
  const drops = rows.filter(({ lane }) => lane === 'erase');
  return drops.every(({ acknowledged }) => acknowledged === 'deleted');
}
