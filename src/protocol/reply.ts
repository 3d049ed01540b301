import { Refusal } from '../../schemas/codes.ts';
import { monthsAfter } from './calendar.ts';
import { dateOf, timeOf } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { oneOfEither, readSigned, requireQuorum, type Signed } from './signers.ts';

const longestDeferral = 6;

/**
 * What the person named answers, told by an accompanier of either side.
 * @throws as `readSigned` and `requireQuorum`, and `statement-rule` unless it is either a text or a deferral of at most
 * six months.
 */
export function verifyReply(envelope: Envelope, chain: Chain, now: Date): Signed<'reply'> {
  const read = requireQuorum(readSigned('reply', envelope, chain, oneOfEither, now), chain, oneOfEither);
  const { text, deferredUntil, at } = read.statement;
  if ((text === null) === (deferredUntil === null)) throw new Refusal('statement-rule', 'text');
  if (deferredUntil !== null) {
    const last = timeOf(monthsAfter(dateOf(at), longestDeferral));
    if (dateOf(deferredUntil) <= dateOf(at) || deferredUntil > last)
      throw new Refusal('statement-rule', 'deferredUntil');
  }
  return read;
}

/**
 * The person named disputes a notice, told by an accompanier of either side.
 * @throws as `readSigned` and `requireQuorum`.
 */
export function verifyDispute(envelope: Envelope, chain: Chain, now: Date): Signed<'dispute'> {
  return requireQuorum(readSigned('dispute', envelope, chain, oneOfEither, now), chain, oneOfEither);
}
