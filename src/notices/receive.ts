import type { Transaction } from 'kysely';
import { Refusal, type RefusalCode } from '../../schemas/codes.ts';
import type { Delivery, Header } from '../../schemas/delivery.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import { ownNode } from '../collective/store.ts';
import { erasing, transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { deliveryObject } from '../deliveries/objects.ts';
import { rowsOf } from '../deliveries/store.ts';
import { firstTime, signatureKey } from '../federation/received.ts';
import { leftBy } from '../peers/left-store.ts';
import { receiveManifest } from '../peers/manifest.ts';
import { receiveOffer } from '../peers/receive-offer.ts';
import { goesIn, requireRoomFor } from '../peers/room-for.ts';
import { everCompared, standingWith } from '../peers/standing.ts';
import { lockAndCount, type Peer, peerChain } from '../peers/store.ts';
import { kindsNeedingStanding } from '../protocol/delivery.ts';
import { dateOf } from '../protocol/encoding.ts';
import { type Facts, type Judgement, judgeDelivery } from '../protocol/receiving.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { statusOf } from '../web/refusals.ts';
import { leaveTombstone } from './erase.ts';
import { type HowOften, howOften } from './how-often.ts';
import { receiveReceipt } from './ours/receipts.ts';
import { type Arrived, mostHeld, oneByOne, storeAtOnce } from './theirs/arrive.ts';
import { eraseDropped, rememberDrop } from './theirs/drop.ts';
import { hear, settleItem } from './theirs/hear.ts';
import { comparedWith, type Item, itemOf } from './theirs/item.ts';
import { receiveList } from './theirs/lists.ts';
import { eraseRecalled } from './theirs/recall.ts';
import { enqueueReceipt } from './theirs/receipts.ts';
import { addIncoming, holdsAtLeast } from './theirs/store.ts';
import { keepNewest } from './theirs/waiting.ts';
import { pendingOf, removeTombstone, type Tombstone, tombstoneOf } from './tombstone-store.ts';

/** What the sender is told: an HTTP status and a code, or null when it was simply taken. */
export type Answer = { status: number; code: RefusalCode | null };

/**
 * Takes a peer's delivery: checks 0 to 4, then everything that follows from it in one transaction, so that a repeat
 * changes nothing and only sends the receipt again. What is new and plain is stored by the quick way, with the same
 * outcome. Reads no sealed word; a clear statement goes to the room that it concerns.
 */
export async function receiveDelivery(runtime: Runtime, arrived: Arrived): Promise<Answer> {
  try {
    return await oneByOne(runtime.db, arrived.peer, async () => {
      if (await storeAtOnce(runtime, arrived)) return { status: 202, code: null };
      const run = arrived.delivery.header.kind === 'drop' ? erasing : transaction;
      const code = await run(runtime.db, (tx) => take(tx, arrived, howOften(runtime.db), runtime.clock.now()));
      runtime.wake();
      return { status: code === null ? 202 : statusOf[code], code };
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: statusOf[error.code], code: error.code };
  }
}

/**
 * Gives the code of what changed something and is refused all the same; throws the others, so that nothing is kept of
 * them.
 */
async function take(
  tx: Transaction<Database>,
  arrived: Arrived,
  often: HowOften,
  now: Date,
): Promise<RefusalCode | null> {
  const { delivery } = arrived;
  const { header } = delivery;
  const peer = await lockAndCount(tx, arrived.peer);
  if (!peer) throw new Refusal('unknown-issuer');
  if (peer.actor !== arrived.actor) throw new Refusal('from-mismatch', 'actor');
  // One after the other per peer: between looking and storing nothing of theirs can come in between.
  const held = await itemOf(tx, peer, header.delivery);
  const item = held && (await settleItem(tx, peer, held, now));
  const row = item && comparedWith(item, header.edition);
  const tombstone = (await tombstoneOf(tx, 'in', peer.peer, header.delivery)) ?? null;
  const facts: Facts = {
    me: (await ownNode(tx))?.collective ?? '',
    peer: await peerChain(tx, peer.peer),
    accepts: kindsNeedingStanding[header.kind] === null ? [] : (await standingWith(tx, peer.peer, now)).accepts,
    row: row && {
      kind: row.kind as Header['kind'],
      edition: row.edition,
      cipher: row.cipher,
      dropCommit: row.drop_commit,
    },
    tombstone: tombstone && { pending: tombstone.ending === 'pending', dropCommit: tombstone.drop_commit },
    pendingTombstones: header.kind === 'drop' ? await pendingOf(tx, peer.peer) : 0,
  };
  const compared = await everCompared(tx, peer);
  const limited = compared ? limitOf(header.kind, often) : often.uncompared;
  if (limited && !limited(peer.peer, now)) throw new Refusal('too-many', 'peer');
  const taken: Taken = { peer, delivery, activity: arrived.activity, item, tombstone, compared, often, now };
  try {
    return await act(tx, taken, judgeDelivery(delivery, facts, now));
  } catch (error) {
    if (error instanceof Refusal) return await actOnRefused(tx, taken, error);
    throw error;
  }
}

/** What is counted of a compared peer. */
function limitOf(kind: Header['kind'], often: HowOften): HowOften[keyof HowOften] | null {
  if (kind === 'manifest') return often.manifests;
  return kind === 'live' || kind === 'standing-offer' ? often.replaced : null;
}

type Taken = {
  peer: Peer;
  delivery: Delivery;
  activity: string;
  /** What lies here under its id. */
  item: Item | null;
  tombstone: Tombstone | null;
  /** Of a peer that nobody ever compared, only what concerns something here is kept, and the newest of each kind. */
  compared: boolean;
  often: HowOften;
  now: Date;
};

/** Said before anyone looked at a statement: whose it is, for whom, in which version. */
const ofTheHeader: readonly RefusalCode[] = ['unknown-issuer', 'from-mismatch', 'not-for-me', 'version'];

/**
 * The refusals from which something follows all the same; the others are thrown on, so that nothing is kept of them.
 */
async function actOnRefused(tx: Transaction<Database>, taken: Taken, refusal: Refusal): Promise<RefusalCode | null> {
  const { peer, delivery, tombstone, compared, now } = taken;
  const { header, body } = delivery;
  // Without room for good the pending one stays, and closes the id as well.
  const closes = compared && refusal.code === 'tombstone' && tombstone?.ending === 'pending';
  if (closes && goesIn(await leftBy(tx, peer), 0)) {
    await closePending(tx, peer, header.delivery, now);
    return 'tombstone';
  }
  // A chain that ours does not explain pauses the peer.
  if (header.kind === 'manifest' && typeof body !== 'string' && !ofTheHeader.includes(refusal.code))
    return (await receiveManifest(tx, peer, body, now)).code;
  throw refusal;
}

async function act(tx: Transaction<Database>, taken: Taken, judgement: Judgement): Promise<RefusalCode | null> {
  const { peer, delivery, now } = taken;
  const { header, body } = delivery;
  const saysAgain = () => taken.often.again(peer.peer, now);
  await requireRoom(tx, taken, judgement);
  if (judgement.outcome === 'receipt') {
    await takeReceipt(tx, taken, judgement.receipt);
    return null;
  }
  if (!taken.compared) return keepNewest(tx, taken, judgement);
  const noted = { delivery: header.delivery, cipher: null };
  switch (judgement.outcome) {
    case 'store':
      await store(tx, taken, judgement.cipher);
      return null;
    case 'repeat':
      if (saysAgain()) await enqueueReceipt(tx, peer, { ...noted, cipher: judgement.cipher, event: 'stored' }, now);
      return 'replay';
    case 'erase':
      if (taken.item) await eraseDropped(tx, peer, taken.item, now);
      return null;
    case 'pending-tombstone':
      await rememberDrop(tx, peer, header.delivery, judgement.dropCommit, now);
      return null;
    case 'tombstone-again':
      if (saysAgain()) await enqueueReceipt(tx, peer, { ...noted, event: 'deleted' }, now);
      return null;
    case 'recall':
      await eraseRecalled(tx, peer, judgement.deliveries, now);
      return null;
    case 'live':
      if (typeof body !== 'string') await receiveList(tx, peer, judgement.list, body, now);
      return null;
    case 'manifest':
      return typeof body === 'string' ? null : (await receiveManifest(tx, peer, body, now)).code;
    case 'standing-offer':
      if (typeof body !== 'string') await receiveOffer(tx, peer, body, now);
      return null;
  }
}

/**
 * What erases is always taken; a sealed withdrawal as far as its own reserve goes, since nobody sees what it concerns.
 * A list takes the place of the one before.
 */
async function requireRoom(tx: Transaction<Database>, { peer, delivery }: Taken, judgement: Judgement): Promise<void> {
  const { header, body } = delivery;
  const { outcome } = judgement;
  const grows = outcome === 'store' || outcome === 'manifest' || outcome === 'standing-offer';
  const says = outcome === 'receipt' && judgement.receipt.event !== 'deleted';
  if (!grows && !says) return;
  const bytes = grows ? JSON.stringify(header).length + JSON.stringify(body).length : 0;
  await requireRoomFor(tx, peer, bytes, header.kind === 'withdrawal' ? 'withdrawal' : 'other');
}

/** What a holder says of a delivery that went to them; of anything else nothing is kept. */
async function takeReceipt(tx: Transaction<Database>, { peer, activity, now }: Taken, receipt: Receipt): Promise<void> {
  const rows = await rowsOf(tx, deliveryObject(receipt.delivery));
  if (!rows.some(({ recipient }) => recipient === peer.actor)) return;
  // As long as the signature is good that it came with; after that nobody can send it again.
  if (await firstTime(tx, peer.actor, signatureKey(activity), now)) await receiveReceipt(tx, peer, receipt, now);
}

async function store(
  tx: Transaction<Database>,
  { peer, delivery, item, tombstone, now }: Taken,
  cipher: string,
): Promise<void> {
  const { header, body } = delivery;
  if (typeof body !== 'string') throw new Error('a sealed kind with a clear body');
  const { edition } = header;
  const dropAfter = dateOf(header.dropAfter ?? '');
  const after = item && (await hear(tx, peer, item, { type: 'stored', edition, cipher, dropAfter }, now));
  const copies = after?.held ? after.copies : [];
  if (item && !copies.some((copy) => copy.edition === edition && copy.cipher === cipher))
    throw new Error('what was judged to be stored is not');
  const grows = !item || copies.length > item.rows.length;
  if (grows && header.kind !== 'withdrawal' && (await holdsAtLeast(tx, peer.peer, mostHeld)))
    throw new Refusal('too-many', 'header.delivery');
  // A drop that committed to another token was about something else: only its own token may close this id.
  if (tombstone) await removeTombstone(tx, tombstone);
  await addIncoming(tx, {
    peer: peer.peer,
    delivery: header.delivery,
    edition,
    kind: header.kind,
    header: JSON.stringify(header),
    body,
    cipher,
    drop_commit: header.dropCommit,
    drop_after: dropAfter,
    received: now,
    first_received: item?.holding.since ?? null,
  });
  await enqueueReceipt(tx, peer, { delivery: header.delivery, cipher, event: 'stored' }, now);
  await record(tx, { actor: `peer:${peer.peer}`, action: 'notice.stored', subject: header.delivery }, now);
}

/**
 * Erases on arrival what was dropped before it came: the tombstone stands for good, and the sender learns `deleted`.
 */
async function closePending(tx: Transaction<Database>, peer: Peer, delivery: string, now: Date): Promise<void> {
  await leaveTombstone(tx, peer.peer, delivery, 'withdrawn', now);
  await enqueueReceipt(tx, peer, { delivery, cipher: null, event: 'deleted' }, now);
  await record(tx, { actor: `peer:${peer.peer}`, action: 'notice.dropped', subject: delivery }, now);
}
