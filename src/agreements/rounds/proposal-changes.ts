import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { ownNode } from '../../collective/store.ts';
import type { Runtime } from '../../runtime.ts';
import { changesBetween, type ShownChanges } from '../differences/changes.ts';
import { roundProposalPath, textPath } from '../versions/addresses.ts';
import type { ShownAgreement } from '../versions/shown.ts';
import { shownOwn } from '../versions/shown-versions.ts';
import { versionById } from '../versions/store.ts';
import { type Proposed, proposedAgreement } from './proposal.ts';
import { shownProposal } from './shown.ts';
import type { RoundRow } from './store.ts';

type Parts = Pick<Runtime, 'db' | 'origin'>;

/** A text that can be decided on: its words, the hash that a form names them by, and what is different in it; null when it is all new. */
export type Decidable = { agreement: Agreement; wording: string; changes: ShownChanges | null };

/**
 * What is different in a proposal: from the version that stood when it was proposed, or from an earlier proposal of the same round. Refuses
 * `not-found`, also where nothing stood, or what stood was taken back.
 */
export async function changesOfProposal(
  runtime: Parts,
  round: RoundRow,
  number: number,
  since: number | null,
  words: string,
): Promise<ShownChanges> {
  const after = await asShown(runtime, round, number);
  const before =
    since === null
      ? await shownOwn(runtime, round.series, after.agreement.version - 1)
      : await asShown(runtime, round, since);
  if (!before) throw new Refusal('not-found');
  return { before, after, changes: changesBetween(before.agreement, after.agreement, words) };
}

/**
 * What a text would be as an agreement, with what is different from the proposal that stands in its round, or, without a round, from the
 * version that stands. Refuses `not-found`.
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
  const after = unsigned(agreement, textPath(text), at);
  const before =
    round !== null
      ? await asShown(runtime, round, round.proposal)
      : newest && (await shownOwn(runtime, series, newest.version));
  const changes = before && { before, after, changes: changesBetween(before.agreement, agreement, words) };
  return { agreement, wording, changes };
}

async function asShown(runtime: Parts, round: RoundRow, number: number): Promise<ShownAgreement> {
  const { agreement, proposal } = await shownProposal(runtime, round, number);
  return unsigned(agreement, roundProposalPath(round.id, number), proposal.at);
}

/** Words that nobody has signed, in the form that the pages of agreements take. */
function unsigned(agreement: Agreement, href: string, at: Date): ShownAgreement {
  return {
    agreement,
    id: '',
    collective: { name: '', handle: null },
    ours: true,
    signers: 0,
    compared: null,
    published: at,
    versions: [{ version: agreement.version, href, published: at }],
    lineage: [],
    original: null,
  };
}
