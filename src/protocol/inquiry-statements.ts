import { Refusal } from '../../schemas/codes.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import {
  readSigned,
  requireAudience,
  requireDistinct,
  requireQuorum,
  type Signed,
  twoAccompaniers,
} from './signers.ts';

/**
 * A peer's blind question, by two of its accompaniers.
 * @throws as `checkInquiry` and `requireQuorum`.
 */
export function verifyInquiry(envelope: Envelope, chain: Chain, me: string, now: Date): Signed<'inquiry'> {
  return requireQuorum(checkInquiry(envelope, chain, me, now), chain, twoAccompaniers);
}

/**
 * A blind question, signed by whoever has so far.
 * @throws as `readSigned`, `not-for-me`, and `statement-rule` for a month that is not the one it was asked in.
 */
export function checkInquiry(envelope: Envelope, chain: Chain, me: string, now: Date): Signed<'inquiry'> {
  const read = readSigned('inquiry', envelope, chain, twoAccompaniers, now);
  requireAudience(read.statement, me);
  if (!read.statement.at.startsWith(read.statement.month)) throw new Refusal('statement-rule', 'month');
  return read;
}

/**
 * The answer to one question of ours, by two of the peer's accompaniers; what is in it, `oprf.ts` checks.
 * @throws as `checkInquiryAnswer` and `requireQuorum`.
 */
export function verifyInquiryAnswer(
  envelope: Envelope,
  chain: Chain,
  asked: { inquiryId: string; month: string },
  now: Date,
): Signed<'inquiry-answer'> {
  return requireQuorum(checkInquiryAnswer(envelope, chain, asked, now), chain, twoAccompaniers);
}

/**
 * The answer to one question, signed by whoever has so far.
 * @throws as `readSigned`, and `statement-rule` for another question's, another month's (ask again), or a list that has
 * a tag twice.
 */
export function checkInquiryAnswer(
  envelope: Envelope,
  chain: Chain,
  asked: { inquiryId: string; month: string },
  now: Date,
): Signed<'inquiry-answer'> {
  const read = readSigned('inquiry-answer', envelope, chain, twoAccompaniers, now);
  const { inquiryId, month, tags } = read.statement;
  if (inquiryId !== asked.inquiryId) throw new Refusal('statement-rule', 'inquiryId');
  if (month !== asked.month) throw new Refusal('statement-rule', 'month');
  requireDistinct(tags, 'tags');
  return read;
}
