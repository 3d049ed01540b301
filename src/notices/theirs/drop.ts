import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { erasing } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { lockAndCount } from '../../peers/store.ts';
import { dropCommitOf } from '../../protocol/secrets.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { putTombstone } from '../tombstone-store.ts';
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
 * A drop from anyone who holds the token: erases what we hold under that id and token, whoever sent it, and tells the
 * sender `deleted`. Asks for no account.
 * @throws `nothing-here`, one and the same for a wrong token, for what was here and for what never was.
 */
export async function dropByToken(
  runtime: Runtime,
  { delivery, token }: { delivery: string; token: string },
): Promise<void> {
  const now = runtime.clock.now();
  const commit = dropCommitOf(token);
  await erasing(runtime.db, async (tx) => {
    let erased = false;
    // Asked by both at once, so that a wrong token does the same work as an unknown id.
    for (const holder of await peersHeldUnder(tx, delivery, commit)) {
      const peer = await lockAndCount(tx, holder);
      if (!peer) throw new Error('an item without its peer');
      const item = await itemOf(tx, peer, delivery);
      if (!item?.rows.some(({ drop_commit }) => drop_commit === commit)) continue;
      await hear(tx, peer, item, { type: 'drop' }, now);
      erased = true;
    }
    if (!erased) throw new Refusal('nothing-here');
    await record(tx, { actor: 'person', action: 'notice.dropped', subject: delivery }, now);
  });
  runtime.wake();
}
