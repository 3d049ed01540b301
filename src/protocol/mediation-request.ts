import { Refusal } from '../../schemas/codes.ts';
import { dateOf } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { oneOfEither, readSigned, requireAudience, requireQuorum, type Signed } from './signers.ts';

/**
 * A peer asks us for help.
 * @throws as `readSigned`, `attest-threshold` (signed by none who may), `not-for-me`, and `expired` once it is over.
 */
export function verifyMediationRequest(
  envelope: Envelope,
  chain: Chain,
  me: string,
  now: Date,
): Signed<'mediation-request'> {
  const read = requireQuorum(readSigned('mediation-request', envelope, chain, oneOfEither, now), chain, oneOfEither);
  requireAudience(read.statement, me);
  if (dateOf(read.statement.until) <= now) throw new Refusal('expired', 'until');
  return read;
}
