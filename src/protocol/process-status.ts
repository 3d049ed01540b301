import { Refusal } from '../../schemas/codes.ts';
import type { ProcessStatus } from '../../schemas/process-status.ts';
import { monthsAfter } from './calendar.ts';
import { dateOf, timeOf } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { attestingEither, readSigned, requireDistinct, requireQuorum, type Signed } from './signers.ts';

const reviewMonths = 6;

/**
 * Checks 9 and 10 on a process status.
 * @throws as `checkStatus` and `requireQuorum`.
 */
export function verifyStatus(envelope: Envelope, chain: Chain, now: Date): Signed<'process-status'> {
  return requireQuorum(checkStatus(envelope, chain, now), chain, attestingEither);
}

/**
 * Check 9 on a process status, signed by whoever has so far.
 * @throws as `readSigned`, and `notice-rule` for a field that cannot stand beside the others.
 */
export function checkStatus(envelope: Envelope, chain: Chain, now: Date): Signed<'process-status'> {
  const read = readSigned('process-status', envelope, chain, attestingEither, now);
  checkFields(read.statement);
  return read;
}

/**
 * The rules across a process status' fields.
 * @throws `notice-rule` (how it closed, the review) and `statement-rule` (a step twice).
 */
function checkFields({ status, how, stepsReached, reviewBy, at }: ProcessStatus): void {
  if ((status === 'closed') !== (how !== null)) throw new Refusal('notice-rule', 'how');
  const last = timeOf(monthsAfter(dateOf(at), reviewMonths));
  if (dateOf(reviewBy) <= dateOf(at) || reviewBy > last) throw new Refusal('notice-rule', 'reviewBy');
  requireDistinct(stepsReached, 'stepsReached');
}
