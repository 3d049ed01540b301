import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { lockAndCount } from '../../peers/store.ts';
import { dropCommitOf } from '../../protocol/secrets.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { putTombstone, tombstonesById } from '../tombstone-store.ts';
import { hear } from './hear.ts';
import { type Item, itemOf } from './item.ts';
import { enqueueReceipt, type Holder } from './receipts.ts';
import { peersHeldUnder } from './store.ts';

/**
 * Erases a delivery whose drop its own sender sent with the right token, and answers `deleted`. Call it with the peer
 * locked.
 */
export async function eraseDropped(tx: Transaction<Database>, from: Holder, item: Item, now: Date): Promise<void> {
  await hear(tx, from, item, { type: 'drop' }, now);
  await record(tx, { actor: `peer:${from.peer}`, action: 'notice.dropped', subject: item.delivery }, now);
}

/**
 * Remembers a drop whose delivery has not come, so that it is erased on arrival. Answers `deleted`: nothing is here.
 */
export async function rememberDrop(
  tx: Transaction<Database>,
  from: Holder,
  delivery: string,
  dropCommit: string,
  now: Date,
): Promise<void> {
  await putTombstone(tx, {
    direction: 'in',
    peer: from.peer,
    delivery,
    ending: 'pending',
    ended: now,
    drop_commit: dropCommit,
    locator_hash: null,
    drop_after: null,
  });
  await enqueueReceipt(tx, from, { delivery, cipher: null, event: 'deleted' }, now);
  await record(tx, { actor: `peer:${from.peer}`, action: 'notice.dropped-unseen', subject: delivery }, now);
}

/**
 * A drop from anyone who holds the token: erases what we hold under that id, whoever sent it, and tells the sender
 * `deleted`. Asks for no account. Refuses a wrong token (`drop-token`) and what we never held (`not-found`).
 */
export async function dropByToken(runtime: Runtime, drop: { delivery: string; token: string }): Promise<void> {
  const now = runtime.clock.now();
  const commit = dropCommitOf(drop.token);
  await transaction(runtime.db, async (tx) => {
    let erasedNow = false;
    let otherToken = false;
    for (const holder of await peersHeldUnder(tx, drop.delivery)) {
      const peer = await lockAndCount(tx, holder);
      if (!peer) throw new Error('an item without its peer');
      const item = await itemOf(tx, peer, drop.delivery);
      if (!item?.rows.some(({ drop_commit }) => drop_commit === commit)) {
        otherToken ||= item !== null;
        continue;
      }
      await hear(tx, peer, item, { type: 'drop' }, now);
      erasedNow = true;
    }
    if (erasedNow) {
      await record(tx, { actor: 'person', action: 'notice.dropped', subject: drop.delivery }, now);
      return;
    }
    if (otherToken) throw new Refusal('drop-token');
    const erased = (await tombstonesById(tx, 'in', drop.delivery)).some(({ ending }) => ending !== 'pending');
    if (!erased) throw new Refusal('not-found');
  });
  runtime.wake();
}
