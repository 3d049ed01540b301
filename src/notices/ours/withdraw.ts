import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import type { Header } from '../../../schemas/delivery.ts';
import { ownNode } from '../../collective/store.ts';
import { erasing } from '../../database/database.ts';
import { goneBy } from '../../database/rewrite.ts';
import type { Database } from '../../database/schema.ts';
import { enqueue, type ToDeliver } from '../../deliveries/enqueue.ts';
import { deliveryObject } from '../../deliveries/objects.ts';
import { cancelUnsent, rowsOf } from '../../deliveries/store.ts';
import { peerOf } from '../../peers/store.ts';
import { cipherOf } from '../../protocol/delivery.ts';
import { dateOf, timeOf } from '../../protocol/encoding.ts';
import { dropCommitOf, locatorHash } from '../../protocol/secrets.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { putTombstone, tombstonesById, tombstonesByLocator } from '../tombstone-store.ts';
import { judgeWithdrawal } from './consent.ts';
import { type Consent, consentOf, lockConsent, lockConsentsByLocator, removeConsents } from './consent-store.ts';
import { eraseCopies } from './erase-copies.ts';
import { requirePaused } from './pause.ts';
import { outgoingOf, putOutgoing } from './store.ts';

/**
 * One per delivery under a locator: its token, and the withdrawal sealed for its holder (null when the client could not
 * seal).
 */
export type WithdrawalProof = {
  delivery: string;
  token: string;
  notice: { header: Header; body: string } | null;
};

/** What was withdrawn, the same however often it is asked; by when it is gone from our files, null once it is. */
export type Withdrawn = { withdrawn: { delivery: string; peer: string }[]; goneBy: string | null };

/**
 * Withdraws every consent under a locator, or those of one peer. Erases here, cancels what is unsent, asks every holder
 * to erase, in one transaction; never asks why, and takes no account. What somebody else put under her locator, with a
 * commitment that is not hers, is erased here too and holds nothing up. Refuses words that name nothing
 * (`no-such-consent`), wrong tokens alone (`drop-token`), and proofs that leave a delivery out (`conflict`: look
 * again); then it changes nothing.
 */
export async function withdrawConsent(
  runtime: Runtime,
  locator: string,
  proofs: readonly WithdrawalProof[],
  only?: string,
): Promise<Withdrawn> {
  const now = runtime.clock.now();
  const hash = locatorHash(locator);
  const withdrawn = await erasing(runtime.db, async (tx) => {
    const asked = ({ peer }: { peer: string }) => (only ?? peer) === peer;
    const consents = (await lockConsentsByLocator(tx, hash)).filter(asked);
    const earlier = (await tombstonesByLocator(tx, hash)).filter(asked);
    if (consents.length === 0 && earlier.length === 0) throw new Refusal('no-such-consent');
    const pairs = consents.map((consent) => ({ consent, proof: proofOf(consent, proofs) }));
    if (earlier.length === 0 && !pairs.some(({ consent, proof }) => fits(consent, proof)))
      throw new Refusal('drop-token', 'proofs.token');
    const items: ToDeliver[] = [];
    for (const { consent, proof } of pairs) items.push(...(await withdrawOne(tx, consent, proof, now)));
    await enqueue(tx, items, now);
    for (const { delivery } of consents)
      await record(tx, { actor: 'person', action: 'consent.withdrawn', subject: delivery }, now);
    return [...consents, ...earlier].map(({ delivery, peer }) => ({ delivery, peer }));
  });
  runtime.wake();
  const by = await goneBy(runtime.db, now);
  return { withdrawn: withdrawn.sort((a, b) => (a.delivery < b.delivery ? -1 : 1)), goneBy: by && timeOf(by) };
}

/** The proof of one consent; refuses when it is missing. */
function proofOf(consent: Consent, proofs: readonly WithdrawalProof[]): WithdrawalProof {
  const proof = proofs.find((one) => one.delivery === consent.delivery);
  if (!proof) throw new Refusal('conflict', 'proofs');
  return proof;
}

/** Whether the token is the one that was committed to: a holder erases for no other. */
const fits = ({ drop_commit }: Consent, { token }: WithdrawalProof) => dropCommitOf(token) === drop_commit;

/**
 * Erases our copies of one delivery and gives what has to reach its holder: nothing when it was never attempted, or is
 * not hers.
 */
async function withdrawOne(
  tx: Transaction<Database>,
  consent: Consent,
  proof: WithdrawalProof,
  now: Date,
): Promise<ToDeliver[]> {
  const { delivery, drop_after } = consent;
  const { peer, object, reached } = await endHere(tx, consent, now);
  if (!reached || !fits(consent, proof)) {
    await cancelUnsent(tx, object, peer.actor, now);
    return [];
  }
  const recipient = { actor: peer.actor, inbox: peer.inbox, audience: 'peer' as const };
  const drop: ToDeliver = {
    kind: 'drop',
    item: delivery,
    object,
    recipient,
    lane: 'erase',
    token: proof.token,
    giveUp: drop_after,
  };
  if (!proof.notice) return [drop];
  const until = await keepWithdrawal(tx, consent, proof.notice, now);
  const sealed = proof.notice.header.delivery;
  return [
    drop,
    { kind: 'withdrawal', item: sealed, object: deliveryObject(sealed), recipient, lane: 'erase', giveUp: until },
  ];
}

/** Erases our copies of one delivery and leaves a tombstone; gives whom it was for, and whether it may have arrived. */
async function endHere(tx: Transaction<Database>, consent: Consent, now: Date) {
  const { delivery, drop_after } = consent;
  const peer = await peerOf(tx, consent.peer);
  if (!peer) throw new Error('a consent without its peer');
  const object = deliveryObject(delivery);
  // One attempt is enough: an answer that was lost says nothing about what arrived.
  const reached = (await rowsOf(tx, object)).some((row) => row.recipient === peer.actor && row.attempts > 0);
  await eraseCopies(tx, [delivery]);
  await removeConsents(tx, [delivery]);
  await putTombstone(tx, {
    direction: 'out',
    peer: peer.peer,
    delivery,
    ending: 'withdrawn',
    ended: now,
    drop_commit: null,
    locator_hash: consent.locator_hash,
    drop_after,
  });
  return { peer, object, reached };
}

/**
 * Takes back what still waits, by one press of an accompanier: nothing of it ever left, and nothing stays here. By when
 * it is gone from our files, as in {@link withdrawConsent}.
 * @throws `not-found`, and `pause-over` once it may have left: then only the person's words reach it.
 */
export async function stopAlert(
  runtime: Runtime,
  member: string,
  delivery: string,
): Promise<{ goneBy: string | null }> {
  const now = runtime.clock.now();
  await erasing(runtime.db, async (tx) => {
    const consent = await lockConsent(tx, delivery);
    if (!consent) throw new Refusal('not-found');
    requirePaused(consent, now);
    const { peer, object, reached } = await endHere(tx, consent, now);
    if (reached) throw new Refusal('pause-over');
    await cancelUnsent(tx, object, peer.actor, now);
    await record(tx, { actor: member, action: 'alert.stopped', subject: delivery }, now);
  });
  const by = await goneBy(runtime.db, now);
  return { goneBy: by && timeOf(by) };
}

/** Keeps the sealed withdrawal until it arrived; gives its end. */
async function keepWithdrawal(
  tx: Transaction<Database>,
  consent: Consent,
  notice: NonNullable<WithdrawalProof['notice']>,
  now: Date,
): Promise<Date> {
  const { header, body } = notice;
  const taken =
    (await outgoingOf(tx, header)).length > 0 ||
    (await consentOf(tx, header.delivery)) !== undefined ||
    (await tombstonesById(tx, 'out', header.delivery)).length > 0;
  judgeWithdrawal(header, { own: (await ownNode(tx))?.collective ?? null, peer: consent.peer, taken }, now);
  await putOutgoing(tx, {
    delivery: header.delivery,
    edition: header.edition,
    kind: header.kind,
    peer: consent.peer,
    header: JSON.stringify(header),
    body,
    cipher: cipherOf(body),
    box: '',
    draft: null,
    handed_in: now,
  });
  return dateOf(header.dropAfter ?? '');
}
