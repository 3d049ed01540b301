import type { SealedKind } from '../../schemas/delivery.ts';
import type { Envelope } from './envelope.ts';
import { verifyInquiry, verifyInquiryAnswer } from './inquiry-statements.ts';
import type { Chain } from './manifest.ts';
import { verifyMediationRequest } from './mediation-request.ts';
import { openBundle, type Sealed } from './opening.ts';
import { verifyDispute, verifyReply } from './reply.ts';
import { verifyRetraction } from './retraction.ts';
import type { Signed } from './signers.ts';
import { verifyLevel } from './stated-level.ts';

/** Sealed kinds whose one item a collective's own people sign: no person affected speaks in them. */
export type PlainKind = Exclude<SealedKind, 'alert' | 'process-status' | 'withdrawal' | 'inquiry-answer'>;

type Verify<K extends PlainKind> = (envelope: Envelope, chain: Chain, me: string, now: Date) => Signed<K>;

const verifyOf: { [K in PlainKind]: Verify<K> } = {
  retraction: (envelope, chain, _me, now) => verifyRetraction(envelope, chain, now),
  level: (envelope, chain, _me, now) => verifyLevel(envelope, chain, now),
  reply: (envelope, chain, _me, now) => verifyReply(envelope, chain, now),
  dispute: (envelope, chain, _me, now) => verifyDispute(envelope, chain, now),
  'mediation-request': verifyMediationRequest,
  inquiry: verifyInquiry,
};

/**
 * Opens a kind without consent: checks 5 to 8, then its signers and rules. What it is about, the caller compares with
 * what it holds.
 */
export async function openStatement<K extends PlainKind>(given: Sealed, kind: K): Promise<Signed<K>> {
  const { items, chain } = await openBundle(given, kind);
  return verifyOf[kind](items[0] as Envelope, chain, given.root.own.collective, given.now);
}

/** Opens the answer to one inquiry of ours: checks 5 to 8, its signers, and that it answers that question. */
export async function openAnswer(
  given: Sealed & { asked: { inquiryId: string; month: string } },
): Promise<Signed<'inquiry-answer'>> {
  const { items, chain } = await openBundle(given, 'inquiry-answer');
  return verifyInquiryAnswer(items[0] as Envelope, chain, given.asked, given.now);
}
