import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import { eraseIncoming } from '../notices/erase.ts';
import { enqueueReceipt, type Holder } from '../notices/receipts.ts';
import { lockIncoming, lockIncomingById, putTombstone, tombstonesById } from '../notices/store.ts';
import { peerOf } from '../peers/store.ts';
import { dropCommitOf } from '../protocol/secrets.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';

/** Erases a delivery whose drop its own sender sent with the right token, and answers `deleted`. */
export async function eraseDropped(
  tx: Transaction<Database>,
  from: Holder,
  delivery: string,
  now: Date,
): Promise<void> {
  const row = await lockIncoming(tx, from.peer, delivery);
  if (!row) throw new Error('judged as here');
  await eraseIncoming(tx, row, from, 'withdrawn', now);
  await record(tx, { actor: `peer:${from.peer}`, action: 'notice.dropped', subject: delivery }, now);
}

/** Remembers a drop whose delivery has not come, so that it is erased on arrival. Answers `deleted`: nothing is here. */
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
 * A drop from anyone who holds the token: erases what we hold under that id, whoever sent it, and tells the sender `deleted`.
 * Asks for no account. Refuses a wrong token (`drop-token`) and what we never held (`not-found`).
 */
export async function dropByToken(runtime: Runtime, drop: { delivery: string; token: string }): Promise<void> {
  const now = runtime.clock.now();
  const commit = dropCommitOf(drop.token);
  await runtime.db.transaction().execute(async (tx) => {
    const rows = await lockIncomingById(tx, drop.delivery);
    const matching = rows.filter((row) => row.drop_commit === commit);
    for (const row of matching) {
      const peer = await peerOf(tx, row.peer);
      if (!peer) throw new Error('an item without its peer');
      await eraseIncoming(tx, row, peer, 'withdrawn', now);
    }
    if (matching.length > 0) {
      await record(tx, { actor: 'person', action: 'notice.dropped', subject: drop.delivery }, now);
      return;
    }
    if (rows.length > 0) throw new Refusal('drop-token');
    const erased = (await tombstonesById(tx, 'in', drop.delivery)).some(({ ending }) => ending !== 'pending');
    if (!erased) throw new Refusal('not-found');
  });
  runtime.wake();
}
