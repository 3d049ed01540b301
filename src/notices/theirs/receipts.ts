import type { Transaction } from 'kysely';
import type { Receipt } from '../../../schemas/receipt.ts';
import { receiptSigner } from '../../collective/node-keys.ts';
import { ownNode } from '../../collective/store.ts';
import type { Database } from '../../database/schema.ts';
import { enqueue, type ToDeliver } from '../../deliveries/enqueue.ts';
import { acknowledgeRow, rowsOf } from '../../deliveries/store.ts';
import type { Sender } from '../../deliveries/worker.ts';
import { deliveryActivity } from '../../peers/activity.ts';
import { type Peer, peerByActor } from '../../peers/store.ts';
import { b64u, dateOf, timeOf } from '../../protocol/encoding.ts';
import { composeReceipt } from '../../protocol/receipt.ts';
import type { Runtime } from '../../runtime.ts';
import { eraseOutgoing, outgoingOf } from '../store.ts';

/** Where a receipt goes: the collective that sent the item. */
export type Holder = Pick<Peer, 'peer' | 'actor' | 'inbox'>;

type Noted = Pick<Receipt, 'delivery' | 'cipher' | 'event'>;

/** Our server's word about one of a peer's items, as it goes into the ledger. */
export function receiptFor(to: Holder, noted: Noted): ToDeliver {
  return {
    kind: 'receipt',
    item: [noted.event, noted.delivery, noted.cipher ?? '-'].join(' '),
    object: `receipt:${noted.delivery}`,
    recipient: { actor: to.actor, inbox: to.inbox, audience: 'peer' },
  };
}

/** Enqueues our server's word about one of a peer's items; once, while the same word still waits to be sent. */
export async function enqueueReceipt(tx: Transaction<Database>, to: Holder, noted: Noted, now: Date): Promise<void> {
  const receipt = receiptFor(to, noted);
  const waiting = (await rowsOf(tx, receipt.object)).some(
    (row) => row.recipient === to.actor && row.item === receipt.item && row.state === 'due',
  );
  if (!waiting) await enqueue(tx, [receipt], now);
}

/** Builds a receipt from its row and signs it with the node's receipt key. It names a delivery and a day, no person. */
export function receiptSender(runtime: Pick<Runtime, 'keys' | 'origin'>): Sender {
  return async (tx, row) => {
    const [event, delivery, cipher] = row.item.split(' ') as [Receipt['event'], string, string];
    const own = await ownNode(tx);
    const peer = await peerByActor(tx, row.recipient);
    if (!own?.collective || !peer) return { cancel: 'no-peer' };
    const signer = await receiptSigner({ db: tx, keys: runtime.keys, origin: runtime.origin });
    const date = timeOf(row.created).slice(0, 10);
    const statement = { delivery, cipher: cipher === '-' ? null : cipher, event, date };
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

/**
 * Notes a holder's word on the ledger. Takes it only from the recipient of that very row and about the bytes that we last
 * handed in; anything else changes nothing. Once a withdrawal has arrived, its sealed copy is erased here.
 */
export async function receiveReceipt(
  tx: Transaction<Database>,
  from: Holder,
  receipt: Receipt,
  now: Date,
): Promise<boolean> {
  const object = `delivery:${receipt.delivery}`;
  const rows = (await rowsOf(tx, object)).filter((row) => row.recipient === from.actor && row.state !== 'cancelled');
  const [outgoing] = await outgoingOf(tx, { delivery: receipt.delivery });
  if (receipt.event !== 'deleted' && outgoing && outgoing.cipher !== receipt.cipher) return false;
  const withdrawal = rows.some((row) => row.kind === 'withdrawal');
  const erased = receipt.event === 'deleted' && rows.some((row) => row.lane === 'erase');
  const said = dateOf(`${receipt.date}T00:00:00Z`);
  const on = said < now ? said : now;
  const lane = withdrawal || erased ? 'erase' : 'ordinary';
  const noted = await acknowledgeRow(tx, { object, recipient: from.actor, lane }, receipt.event, on);
  if (noted && withdrawal) await eraseOutgoing(tx, [receipt.delivery]);
  return noted;
}
