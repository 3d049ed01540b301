import { Refusal } from '../../schemas/codes.ts';
import type { StatementOf } from '../../schemas/statements.ts';
import type { Envelope } from './envelope.ts';
import type { Chain } from './manifest.ts';
import { readSigned, requireQuorum, rotating, type Signed } from './signers.ts';

type Withdrawal = StatementOf<'agreement-withdrawal'>;

/**
 * What enough of a collective's stewards took back.
 * @throws as `checkAgreementWithdrawal` and `requireQuorum`.
 */
export function verifyAgreementWithdrawal(envelope: Envelope, chain: Chain, now: Date): Signed<'agreement-withdrawal'> {
  return requireQuorum(checkAgreementWithdrawal(envelope, chain, now), chain, rotating);
}

/** A withdrawal, signed by whichever stewards have so far. Refuses as `readSigned`. */
export const checkAgreementWithdrawal = (envelope: Envelope, chain: Chain, now: Date): Signed<'agreement-withdrawal'> =>
  readSigned('agreement-withdrawal', envelope, chain, rotating, now);

/**
 * Refuses a withdrawal that does not end this version of an agreement: of another series (`statement-rule`), of a
 * version before it (`agreement-rollback`), of another text under its number (`equivocation`).
 */
export function requireEnds(
  { series, version, agreement }: Pick<Withdrawal, 'series' | 'version' | 'agreement'>,
  ended: { series: string; version: number; id: string },
): void {
  if (series !== ended.series) throw new Refusal('statement-rule', 'series');
  if (version < ended.version) throw new Refusal('agreement-rollback', 'version');
  if (version === ended.version && agreement !== ended.id) throw new Refusal('equivocation', 'agreement');
}
