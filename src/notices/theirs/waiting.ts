import type { Transaction } from 'kysely';
import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import type { Delivery } from '../../../schemas/delivery.ts';
import type { Database } from '../../database/schema.ts';
import { forgetReceipts } from '../../deliveries/store.ts';
import { receiveManifest } from '../../peers/manifest.ts';
import { receiveOffer } from '../../peers/receive-offer.ts';
import { lastExtended, type Peer } from '../../peers/store.ts';
import { dateOf } from '../../protocol/encoding.ts';
import type { Judgement } from '../../protocol/receiving.ts';
import { keepOnlyPending } from '../tombstone-store.ts';
import { putNewest } from './lists.ts';
import { enqueueReceipt } from './receipts.ts';
import { addIncoming, heldOf, removeItem } from './store.ts';

/*
 * What comes from a collective that we pinned and nobody ever compared: nothing of theirs lies here but what waits
 * until somebody does, of each kind the newest. The record says nothing of it, since it holds what lasts.
 */

type Tx = Transaction<Database>;

type Came = { peer: Peer; delivery: Delivery; now: Date };

/** How long a pushed manifest waits after the last one, in milliseconds; a pull brings what was not taken. */
const oneManifestEveryMs = 3_600_000;

/** Everything but receipts, which are about what we sent. */
export async function keepNewest(
  tx: Tx,
  { peer, delivery, now }: Came,
  judgement: Exclude<Judgement, { outcome: 'receipt' }>,
): Promise<RefusalCode | null> {
  const { header, body } = delivery;
  switch (judgement.outcome) {
    case 'store':
      await storeInPlace(tx, { peer, delivery, now }, judgement.cipher);
      return null;
    case 'repeat':
      await answer(tx, peer, { delivery: header.delivery, cipher: judgement.cipher, event: 'stored' }, now);
      return 'replay';
    case 'erase':
      await removeItem(tx, peer.peer, header.delivery);
      await answer(tx, peer, { delivery: header.delivery, cipher: null, event: 'deleted' }, now);
      return null;
    case 'pending-tombstone':
      await keepOnlyPending(tx, peer.peer, { delivery: header.delivery, drop_commit: judgement.dropCommit }, now);
      await answer(tx, peer, { delivery: header.delivery, cipher: null, event: 'deleted' }, now);
      return null;
    case 'tombstone-again':
      await answer(tx, peer, { delivery: header.delivery, cipher: null, event: 'deleted' }, now);
      return null;
    case 'recall':
      await recallWaiting(tx, peer, judgement.deliveries, now);
      return null;
    case 'live':
      if (typeof body !== 'string') await putNewest(tx, peer, judgement.list, body, now);
      return null;
    case 'manifest':
      if (typeof body === 'string' || (await extendedLately(tx, peer, now))) return null;
      return (await receiveManifest(tx, peer, body, now)).code;
    case 'standing-offer':
      if (typeof body !== 'string') await receiveOffer(tx, peer, body, now);
      return null;
  }
}

async function storeInPlace(tx: Tx, { peer, delivery: { header, body }, now }: Came, cipher: string): Promise<void> {
  if (typeof body !== 'string') throw new Refusal('schema', 'body');
  for (const delivery of await heldOf(tx, peer.peer, header.kind)) await removeItem(tx, peer.peer, delivery);
  await addIncoming(tx, {
    peer: peer.peer,
    delivery: header.delivery,
    edition: header.edition,
    kind: header.kind,
    header: JSON.stringify(header),
    body,
    cipher,
    drop_commit: header.dropCommit,
    drop_after: dateOf(header.dropAfter ?? ''),
    received: now,
  });
  await answer(tx, peer, { delivery: header.delivery, cipher, event: 'stored' }, now);
}

async function recallWaiting(tx: Tx, peer: Peer, deliveries: readonly string[], now: Date): Promise<void> {
  const here = new Set(await heldOf(tx, peer.peer));
  for (const delivery of deliveries) if (here.has(delivery)) await removeItem(tx, peer.peer, delivery);
  const [delivery] = deliveries;
  if (delivery === undefined) return;
  await keepOnlyPending(tx, peer.peer, { delivery, drop_commit: null }, now);
  await answer(tx, peer, { delivery, cipher: null, event: 'deleted' }, now);
}

/** Our word in the place of every earlier one that this peer has not been told yet. */
async function answer(tx: Tx, peer: Peer, noted: Parameters<typeof enqueueReceipt>[2], now: Date): Promise<void> {
  await forgetReceipts(tx, peer.actor);
  await enqueueReceipt(tx, peer, noted, now);
}

async function extendedLately(tx: Tx, { peer }: Peer, now: Date): Promise<boolean> {
  const last = await lastExtended(tx, peer);
  return last !== null && now.getTime() - last.getTime() < oneManifestEveryMs;
}
