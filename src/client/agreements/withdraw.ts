import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { type Acknowledged, agreementsContract } from '../../../schemas/routes/agreements.ts';
import { checkAgreementWithdrawal, requireEnds } from '../../protocol/agreement-withdrawal.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf, readUnverified, signEnvelope } from '../../protocol/envelope.ts';
import type { Chain } from '../../protocol/manifest.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { oneNamed } from '../api/named.ts';
import { type Keyring, signingSecret } from '../keyring/keyring.ts';
import { standingVersion } from './standing-version.ts';

/** A withdrawal to sign: read here, and what it ends as its stewards signed it. */
export type CheckedWithdrawal = {
  id: string;
  envelope: Envelope;
  /** The agreement that it takes back, from its own signed words. */
  agreement: Agreement;
  /** The moment that it says. */
  at: string;
  /** Who proposed it and when; null where nobody has yet. */
  proposed: { by: string; at: string } | null;
};

/**
 * The withdrawal of an agreement of ours that waits for stewards, by the first characters of its hash where several
 * stand; a new one where none does. It must end exactly the version that stands, whose signed words are read here.
 * @throws `attest-threshold` and `signature` where the node shows something else than they published, `several`,
 * `not-found` for a hash that nobody proposed, `conflict` and what `requireEnds` refuses.
 */
export async function withdrawalOf(
  { api, chain }: { api: Api; chain: Chain },
  series: string,
  named = '',
): Promise<CheckedWithdrawal> {
  const now = new Date();
  const { statement: agreement, id } = await standingVersion({ api, chain }, series);
  const { withdrawals } = await call(api, agreementsContract.withdrawals);
  const standing = withdrawals.filter(
    (one) => !one.lapsed && readUnverified('agreement-withdrawal', one.envelope).statement.series === series,
  );
  const same = oneNamed(standing, named);
  if (!same && named !== '') throw new Refusal('not-found', 'draft');
  const proposal =
    same?.envelope ??
    draftEnvelope('agreement-withdrawal', {
      type: 'agreement-withdrawal',
      issuer: chain.collective,
      series,
      version: agreement.version,
      agreement: id,
      at: timeOf(now),
    });
  const { statement } = checkAgreementWithdrawal(proposal, chain, now);
  requireEnds(statement, { series, version: agreement.version, id });
  if (statement.version !== agreement.version) throw new Refusal('conflict', 'version');
  const proposed = same ? { by: same.by, at: same.at } : null;
  return { id: idOf(proposal), envelope: proposal, agreement, at: statement.at, proposed };
}

/** Signs exactly that as a steward; the agreement is taken back once enough have. */
export function signWithdrawal(
  { api, keyring }: { api: Api; keyring: Keyring },
  { envelope, agreement: { series } }: CheckedWithdrawal,
): Promise<Acknowledged> {
  const body = { envelope: signEnvelope(envelope, signingSecret(keyring)) };
  return call(api, agreementsContract.withdraw, { params: { series }, body });
}
