import type { Transaction } from 'kysely';
import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import type { Header } from '../../../schemas/delivery.ts';
import { ownNode } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { enqueue } from '../../deliveries/enqueue.ts';
import { deliveryObject } from '../../deliveries/objects.ts';
import { cancelUnsent, rowsOf } from '../../deliveries/store.ts';
import { standingWith } from '../../peers/standing.ts';
import { lockPeer, type Peer, peerChain } from '../../peers/store.ts';
import { cipherOf } from '../../protocol/delivery.ts';
import { dateOf, timeOf } from '../../protocol/encoding.ts';
import { boxOf } from '../../protocol/manifest.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { tombstonesById, tombstonesByLocator } from '../tombstone-store.ts';
import { type HandInFacts, judgeHandIn } from './consent.ts';
import {
  addConsent,
  type Consent,
  consentsByLocator,
  consentsOfDraft,
  dropCommitTaken,
  lockConsent,
  renewConsent,
  wordsSeen,
} from './consent-store.ts';
import { draftOf } from './draft-store.ts';
import { goesOut, sendAfter } from './pause.ts';
import { type Outgoing, outgoingOf, putOutgoing } from './store.ts';

/** What the client hands in: the sealed alert, and all that the server ever learns of the consent. */
export type HandedIn = { header: Header; body: string; locatorHash: string; box: string; draft: string };

/**
 * Takes a sealed alert and its consent's header, and puts it on its way: it goes out a day later. Refuses an unknown
 * or ended peer, missing standing, a used delivery or dropCommit, a past or too near end, another sender than us, a
 * box that is no longer the peer's; the refusal stands in the record. Stores and enqueues in one transaction; the same
 * bytes again change nothing.
 */
export async function handIn(
  runtime: Runtime,
  member: string,
  given: HandedIn,
): Promise<{ delivery: string; edition: number; goesOut: string | null }> {
  const now = runtime.clock.now();
  let goes: Date | null;
  try {
    goes = await transaction(runtime.db, (tx) => storeAndEnqueue(tx, member, given, now));
  } catch (error) {
    if (error instanceof Refusal) await noteRefused(runtime, member, given, error.code, now);
    throw error;
  }
  runtime.wake();
  return { delivery: given.header.delivery, edition: given.header.edition, goesOut: goes && timeOf(goes) };
}

/** Gives when it goes out, where that is still ahead. */
async function storeAndEnqueue(
  tx: Transaction<Database>,
  member: string,
  given: HandedIn,
  now: Date,
): Promise<Date | null> {
  const { header, body } = given;
  // The peer's row orders what is handed in for it: two requests with one delivery id cannot both be new.
  const peer = await lockPeer(tx, header.to);
  const cipher = cipherOf(body);
  const offered = { header, cipher, locatorHash: given.locatorHash, box: given.box };
  const consent = await lockConsent(tx, header.delivery);
  const judged = judgeHandIn(offered, await factsOf(tx, given, { peer, consent }, now), now);
  const object = deliveryObject(header.delivery);
  const opened = (await rowsOf(tx, object)).some(({ acknowledged }) => acknowledged === 'opened');
  const send_after = judged === 'same' && consent ? consent.send_after : sendAfter(consent, opened, now);
  if (judged === 'same') return goesOut({ send_after }, now);
  if (!peer) throw new Error('judged without a peer');
  const outgoing: Outgoing = {
    delivery: header.delivery,
    edition: header.edition,
    kind: header.kind,
    peer: peer.peer,
    header: JSON.stringify(header),
    body,
    cipher,
    box: given.box,
    draft: given.draft,
    handed_in: now,
  };
  await putOutgoing(tx, outgoing);
  const end = dateOf(header.dropAfter ?? '');
  const row = { delivery: header.delivery, header: outgoing.header, drop_after: end, send_after };
  if (judged === 'edition') await renewConsent(tx, row);
  else
    await addConsent(tx, {
      ...row,
      peer: peer.peer,
      locator_hash: given.locatorHash,
      drop_commit: header.dropCommit ?? '',
      state: 'granted',
      granted: now,
    });
  // An earlier edition that still waits would send these same bytes a second time.
  if (judged === 'edition') await cancelUnsent(tx, object, peer.actor, now);
  const recipient = { actor: peer.actor, inbox: peer.inbox, audience: 'peer' as const };
  await enqueue(tx, [{ kind: 'alert', item: header.delivery, object, recipient, due: send_after, giveUp: end }], now);
  await record(tx, { actor: member, action: 'alert.handed-in', subject: header.delivery }, now);
  return goesOut({ send_after }, now);
}

async function factsOf(
  tx: Transaction<Database>,
  { header, draft, locatorHash }: HandedIn,
  { peer, consent }: { peer: Peer | null; consent: Consent | undefined },
  now: Date,
): Promise<HandInFacts> {
  const [earlier] = await outgoingOf(tx, { delivery: header.delivery });
  const ours = await consentsOfDraft(tx, draft);
  const chain = peer && (await peerChain(tx, peer.peer));
  const under = [await consentsByLocator(tx, locatorHash), await tombstonesByLocator(tx, locatorHash)];
  return {
    own: (await ownNode(tx))?.collective ?? null,
    peer: peer?.state ?? null,
    sends: peer ? (await standingWith(tx, peer.peer, now)).sends : [],
    box: chain ? boxOf(chain, now) : null,
    draft: (await draftOf(tx, draft)) === undefined ? null : draft,
    otherLocator: ours.some((one) => one.locator_hash !== locatorHash),
    underLocator: under.flat().length,
    wordsSeen: await wordsSeen(tx, locatorHash),
    tombstone: (await tombstonesById(tx, 'out', header.delivery)).length > 0,
    dropCommitTaken: header.dropCommit !== null && (await dropCommitTaken(tx, header.dropCommit, header.delivery)),
    earlier:
      consent && earlier
        ? {
            header: JSON.parse(earlier.header) as Header,
            edition: earlier.edition,
            cipher: earlier.cipher,
            locatorHash: consent.locator_hash,
            draft: earlier.draft,
          }
        : null,
    deliveryTaken: consent !== undefined || earlier !== undefined,
  };
}

/** A refusal leaves nothing but this: who tried, the code, the draft. */
async function noteRefused(
  runtime: Runtime,
  member: string,
  { draft }: HandedIn,
  code: RefusalCode,
  now: Date,
): Promise<void> {
  await transaction(runtime.db, (tx) =>
    record(tx, { actor: member, action: `alert.refused.${code}`, subject: draft }, now),
  );
}
