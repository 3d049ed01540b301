import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { ownNode } from '../../collective/store.ts';
import type { Runtime } from '../../runtime.ts';
import { type AgreementAt, changesBetween, type ShownChanges } from '../differences/changes.ts';
import { ownPath, roundProposalPath, textPath } from '../versions/addresses.ts';
import { statementOf } from '../versions/statements.ts';
import { publishedVersion, versionById } from '../versions/store.ts';
import { type Proposed, proposedAgreement } from './proposal.ts';
import { shownProposal } from './shown.ts';
import type { RoundRow } from './store.ts';

type Parts = Pick<Runtime, 'db' | 'origin'>;

/**
 * A text that can be decided on: its words, the hash that a form names them by, and what is different in it; null when
 * it is all new.
 */
export type Decidable = { agreement: Agreement; wording: string; changes: ShownChanges | null };

/**
 * What is different in a proposal: from the version that stood when it was proposed, or from an earlier proposal of the
 * same round.
 * @throws `not-found`, also where nothing stood, or what stood was taken back.
 */
export async function changesOfProposal(
  runtime: Parts,
  round: RoundRow,
  number: number,
  since: number | null,
  words: string,
): Promise<ShownChanges> {
  const after = await proposalSide(runtime, round, number);
  const before =
    since === null
      ? await versionSide(runtime, round.series, after.agreement.version - 1)
      : await proposalSide(runtime, round, since);
  if (!before) throw new Refusal('not-found');
  return { before, after, changes: changesBetween(before.agreement, after.agreement, words) };
}

/**
 * What a text would be as an agreement, with what is different from the proposal that stands in its round, or, without
 * a round, from the version that stands.
 * @throws `not-found`.
 */
export async function decidable(
  runtime: Parts,
  { text, series, base, content, wording }: Proposed,
  round: RoundRow | null,
  words: string,
): Promise<Decidable> {
  const issuer = (await ownNode(runtime.db))?.collective;
  if (!issuer) throw new Refusal('not-found');
  const newest = base === null ? null : await versionById(runtime.db, base);
  const at = new Date(0);
  const agreement = proposedAgreement({ content, at }, { issuer, series, newest });
  const after = { agreement, href: textPath(text) };
  const before =
    round !== null
      ? await proposalSide(runtime, round, round.proposal)
      : newest && (await versionSide(runtime, series, newest.version));
  const changes = before && { before, after, changes: changesBetween(before.agreement, agreement, words) };
  return { agreement, wording, changes };
}

async function proposalSide(runtime: Parts, round: RoundRow, number: number): Promise<AgreementAt> {
  const { agreement } = await shownProposal(runtime, round, number);
  return { agreement, href: roundProposalPath(round.id, number) };
}

/** A version of ours that is shown; null where there is none, or it was taken back. */
async function versionSide({ db }: Parts, series: string, version: number): Promise<AgreementAt | null> {
  const row = await publishedVersion(db, series, version);
  return row && { agreement: statementOf(row), href: ownPath(series, version) };
}
