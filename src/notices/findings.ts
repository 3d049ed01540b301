import type { RefusalCode } from '../../schemas/codes.ts';
import { Refusal } from '../../schemas/codes.ts';
import { peerOf } from '../peers/store.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { eraseIncoming } from './erase.ts';
import { judgeFailed } from './notice.ts';
import { enqueueReceipt } from './receipts.ts';
import { type Incoming, lockIncoming, setIncoming } from './store.ts';

/** Which item a client looked at: `cipher` says which bytes, so that a report never lands on an edition nobody checked. */
export type Looked = { peer: string; delivery: string; cipher: string };

/**
 * Notes that a client opened an item and every check passed. Restores what another client had reported as failed; the
 * issuer learns `opened` once. Refuses what is not here (`not-found`) and another edition (`conflict`).
 */
export async function noteOpened(
  runtime: Runtime,
  member: string,
  looked: Looked,
): Promise<{ state: Incoming['state'] }> {
  const now = runtime.clock.now();
  await runtime.db.transaction().execute(async (tx) => {
    const row = await lockIncoming(tx, looked.peer, looked.delivery);
    const peer = await peerOf(tx, looked.peer);
    if (!row || !peer) throw new Refusal('not-found');
    if (row.cipher !== looked.cipher) throw new Refusal('conflict', 'cipher');
    await setIncoming(tx, row, {
      state: 'verified',
      opened: row.opened ?? now,
      failed_code: null,
      failed_by: null,
      failed: null,
    });
    if (!row.opened)
      await enqueueReceipt(tx, peer, { delivery: row.delivery, cipher: row.cipher, event: 'opened' }, now);
    await record(tx, { actor: member, action: 'notice.opened', subject: row.delivery }, now);
  });
  runtime.wake();
  return { state: 'verified' };
}

/**
 * Notes that a client's check failed, by its code. Hides the item for all at once; a second accompanier's client with the
 * same code purges it; a failure to open at all never erases (PROTOCOL §5).
 */
export async function noteFailed(
  runtime: Runtime,
  member: string,
  looked: Looked & { code: RefusalCode; early: boolean },
): Promise<{ state: Incoming['state'] | 'purged' }> {
  const now = runtime.clock.now();
  const state = await runtime.db.transaction().execute(async (tx) => {
    const row = await lockIncoming(tx, looked.peer, looked.delivery);
    const peer = await peerOf(tx, looked.peer);
    if (!row || !peer) throw new Refusal('not-found');
    if (row.cipher !== looked.cipher) throw new Refusal('conflict', 'cipher');
    const finding = judgeFailed(row, { ...looked, member }, now);
    if (finding.become === 'purged') await eraseIncoming(tx, row, peer, endingOf(looked.code), now);
    else if (finding.become !== 'unchanged')
      await setIncoming(tx, row, {
        state: finding.become,
        failed_code: finding.code,
        failed_by: finding.by,
        failed: finding.since,
      });
    if (finding.become === 'unopenable')
      await enqueueReceipt(tx, peer, { delivery: row.delivery, cipher: row.cipher, event: 'unopenable' }, now);
    await record(tx, { actor: member, action: `notice.failed.${looked.code}`, subject: row.delivery }, now);
    return finding.become === 'unchanged' ? row.state : finding.become;
  });
  runtime.wake();
  return { state };
}

/** A client that opened the person's withdrawal reports that there is no consent any more: that is no failure. */
const endingOf = (code: RefusalCode) => (code === 'no-consent' ? 'withdrawn' : 'failed');
