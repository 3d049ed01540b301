import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { agreementsReadingContract } from '../../../schemas/routes/agreements-reading.ts';
import { membersWhoSigned, readUnverified } from '../../protocol/envelope.ts';
import { type Chain, memberKeys } from '../../protocol/manifest.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';

type Asking = { api: Api; chain: Chain };

/**
 * The version of an agreement of ours that stands, as enough members signed it.
 * @throws `attest-threshold` and `signature` where the node shows something else than they published, and until enough
 * have signed again whose keys were replaced.
 */
export async function standingVersion(
  { api, chain }: Asking,
  series: string,
): Promise<{ statement: Agreement; id: string }> {
  const envelope = await call(api, agreementsReadingContract.ownStatement, { params: { series } });
  const { statement, id } = readUnverified('agreement', envelope);
  // As many as it ever took, also by keys that others have taken the place of: what was published stays.
  const enough = Math.min(...chain.all.map(({ statement: { policy } }) => policy.rotate));
  if (membersWhoSigned(envelope, memberKeys(chain)).size < enough) throw new Refusal('attest-threshold');
  return { statement, id };
}

/**
 * The version that this one follows, by its hash; null for a first one.
 * @throws as `standingVersion`, and `conflict` where another one stands.
 */
export async function versionBefore(asking: Asking, { series, prev }: Agreement): Promise<Agreement | null> {
  if (prev === null) return null;
  const { statement, id } = await standingVersion(asking, series);
  if (id !== prev) throw new Refusal('conflict', 'version');
  return statement;
}
