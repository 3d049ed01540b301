import { Refusal } from '../../schemas/codes.ts';
import type { ProcessReference, ReferenceRevocations } from '../../schemas/process-reference.ts';
import { daysAfter } from './calendar.ts';
import { keyStrong } from './ed25519.ts';
import { dateOf, fromB64u, timeOf } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import { type Chain, memberKeys } from './manifest.ts';
import { verifySignIn } from './sign-in.ts';
import { attestingProcess, oneOfEither, readSigned, requireDistinct, requireQuorum, type Signed } from './signers.ts';

const longestCard = 90;

/**
 * A card that somebody brings, checked offline against the issuer's chain and the newest revocations seen.
 * @throws as `checkReference` and `requireQuorum`.
 */
export function verifyReference(
  envelope: Envelope,
  chain: Chain,
  revocations: ReferenceRevocations | null,
  now: Date,
): ProcessReference {
  return requireQuorum(checkReference(envelope, chain, revocations, now), chain, attestingProcess).statement;
}

/**
 * A card, signed by whoever has so far.
 * @throws as `readSigned`, `weak-key`, `case-key-is-member`, `statement-rule` (a life beyond 90 days, a step twice),
 * `expired`, `reference-revoked`.
 */
export function checkReference(
  envelope: Envelope,
  chain: Chain,
  revocations: ReferenceRevocations | null,
  now: Date,
): Signed<'process-reference'> {
  const read = readSigned('process-reference', envelope, chain, attestingProcess, now);
  const { holderKey, issuedAt, notAfter, stepsReached, ref } = read.statement;
  if (!keyStrong(fromB64u(holderKey, 32))) throw new Refusal('weak-key', 'holderKey');
  if (memberKeys(chain).some((key) => key.publicKey === holderKey)) throw new Refusal('case-key-is-member');
  if (notAfter > timeOf(daysAfter(dateOf(issuedAt), longestCard))) throw new Refusal('statement-rule', 'notAfter');
  requireDistinct(stepsReached, 'stepsReached');
  if (dateOf(notAfter) <= now) throw new Refusal('expired', 'notAfter');
  if (revocations?.refs.includes(ref)) throw new Refusal('reference-revoked');
  return read;
}

/**
 * Whether who brings a card holds its key: a signature over our own fresh challenge (single use: the caller burns the
 * nonce).
 * @throws as `verifySignIn`.
 */
export function verifyHolder(
  card: ProcessReference,
  answer: Envelope,
  asked: { origin: string; nonce: string },
  now: Date,
): void {
  const { nonce } = verifySignIn(answer, asked.origin, [{ member: card.ref, publicKey: card.holderKey }], now);
  if (nonce !== asked.nonce) throw new Refusal('nonce');
}

/**
 * Which of a collective's cards no longer count.
 * @throws as `readSigned` and `requireQuorum`, and `statement-rule` for one older than `newest`, the newest that we
 * have seen.
 */
export function verifyRevocations(
  envelope: Envelope,
  chain: Chain,
  newest: string | null,
  now: Date,
): ReferenceRevocations {
  const read = readSigned('reference-revocations', envelope, chain, oneOfEither, now);
  const { statement } = requireQuorum(read, chain, oneOfEither);
  if (newest !== null && statement.issuedAt < newest) throw new Refusal('statement-rule', 'issuedAt');
  return statement;
}
