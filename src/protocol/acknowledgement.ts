import { Refusal } from '../../schemas/codes.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { readSigned, requireDistinct, requireQuorum, rotating, type Signed } from './signers.ts';

/**
 * What enough of a collective's stewards say of another's agreement.
 * @throws as `checkAcknowledgement` and `requireQuorum`.
 */
export function verifyAcknowledgement(envelope: Envelope, chain: Chain, now: Date): Signed<'acknowledgement'> {
  return requireQuorum(checkAcknowledgement(envelope, chain, now), chain, rotating);
}

/**
 * What is said of another's agreement, signed by whichever stewards have so far.
 * @throws as `readSigned`, and `statement-rule`: whoever differs names the clauses, whoever does not names none.
 */
export function checkAcknowledgement(envelope: Envelope, chain: Chain, now: Date): Signed<'acknowledgement'> {
  const read = readSigned('acknowledgement', envelope, chain, rotating, now);
  const { stance, clauses } = read.statement;
  if ((stance === 'differs') !== clauses.length > 0) throw new Refusal('statement-rule', 'clauses');
  requireDistinct(clauses, 'clauses');
  return read;
}
