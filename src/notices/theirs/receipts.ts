import type { Transaction } from 'kysely';
import type { Receipt } from '../../../schemas/receipt.ts';
import { receiptSigner } from '../../collective/node-keys.ts';
import { ownNode } from '../../collective/store.ts';
import type { Database } from '../../database/schema.ts';
import { enqueue, type ToDeliver } from '../../deliveries/enqueue.ts';
import { receiptObject } from '../../deliveries/objects.ts';
import { removeReceipts, rowsOf } from '../../deliveries/store.ts';
import type { Sender } from '../../deliveries/worker.ts';
import { deliveryActivity } from '../../peers/activity.ts';
import { type Peer, peerByActor } from '../../peers/store.ts';
import { b64u, timeOf } from '../../protocol/encoding.ts';
import { composeReceipt } from '../../protocol/receipt.ts';
import type { Runtime } from '../../runtime.ts';

/** Where a receipt goes: the collective that sent the item. */
export type Holder = Pick<Peer, 'peer' | 'actor' | 'inbox'>;

type Noted = Pick<Receipt, 'delivery' | 'cipher' | 'event'>;

/** Our server's word about one of a peer's items, as it goes into the ledger. */
export function receiptFor(to: Holder, noted: Noted): ToDeliver {
  return {
    kind: 'receipt',
    item: noted.delivery,
    object: receiptObject(noted.delivery),
    recipient: { actor: to.actor, inbox: to.inbox, audience: 'peer' },
    receipt: { event: noted.event, cipher: noted.cipher },
  };
}

/**
 * Enqueues our server's word about one of a peer's items; once, while the same word still waits to be sent, and in the
 * place of the same word that was sent.
 */
export async function enqueueReceipt(tx: Transaction<Database>, to: Holder, noted: Noted, now: Date): Promise<void> {
  const receipt = receiptFor(to, noted);
  const same = (await rowsOf(tx, receipt.object)).filter(
    (row) => row.recipient === to.actor && row.receipt_event === noted.event && row.receipt_cipher === noted.cipher,
  );
  if (same.some(({ state }) => state === 'due')) return;
  await removeReceipts(
    tx,
    same.map(({ id }) => id),
  );
  await enqueue(tx, [receipt], now);
}

/** Builds a receipt from its row and signs it with the node's receipt key. It names a delivery and a day, no person. */
export function receiptSender(runtime: Pick<Runtime, 'keys' | 'origin'>): Sender {
  return async (tx, row) => {
    const { item: delivery, receipt_event: event, receipt_cipher: cipher } = row;
    if (event === null) throw new Error('a receipt that says nothing');
    const own = await ownNode(tx);
    const peer = await peerByActor(tx, row.recipient);
    if (!own?.collective || !peer) return { cancel: 'no-peer' };
    const signer = await receiptSigner({ db: tx, keys: runtime.keys, origin: runtime.origin });
    const date = timeOf(row.created).slice(0, 10);
    const statement = { delivery, cipher, event, date };
    const header = {
      v: 1,
      kind: 'receipt' as const,
      delivery: idOfRow(row.id),
      edition: 1,
      from: own.collective,
      to: peer.peer,
      dropCommit: null,
      dropAfter: null,
    };
    return {
      send: deliveryActivity(runtime.origin, row, {
        header,
        body: await composeReceipt(statement, signer),
      }),
    };
  };
}

/** A delivery id for a clear statement: the 16 bytes of its row, so that a retry is the same message. */
function idOfRow(row: string): string {
  return b64u(Buffer.from(row.replaceAll('-', ''), 'hex'));
}
