import { Refusal } from '../../schemas/codes.ts';
import { monthsAfter } from './calendar.ts';
import { dateOf, timeOf } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { oneOfEither, readSigned, type Signed } from './signers.ts';

const longestDeferral = 6;

/**
 * What the person named answers, told by an accompanier of either side. Refuses as `readSigned`, and `statement-rule` unless it is either a text or a
 * deferral of at most six months.
 */
export function verifyReply(envelope: Envelope, chain: Chain, now: Date): Signed<'reply'> {
  const read = readSigned('reply', envelope, chain, oneOfEither, now);
  const { text, deferredUntil, at } = read.statement;
  if ((text === null) === (deferredUntil === null)) throw new Refusal('statement-rule', 'text');
  if (deferredUntil !== null) {
    const last = timeOf(monthsAfter(dateOf(at), longestDeferral));
    if (dateOf(deferredUntil) <= dateOf(at) || deferredUntil > last)
      throw new Refusal('statement-rule', 'deferredUntil');
  }
  return read;
}

/** The person named disputes a notice, told by an accompanier of either side. Refuses as `readSigned`. */
export function verifyDispute(envelope: Envelope, chain: Chain, now: Date): Signed<'dispute'> {
  return readSigned('dispute', envelope, chain, oneOfEither, now);
}
