import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { ownNode } from '../../collective/store.ts';
import { memberRows } from '../../members/store.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import type { Runtime } from '../../runtime.ts';
import { askedDays } from '../texts/add-move-remove.ts';
import { textRow } from '../texts/store.ts';
import { versionById } from '../versions/store.ts';
import { type Account, accountOf } from './account.ts';
import { proposedAgreement } from './proposal.ts';
import { type Judged, judgeAdoption, type RoundState } from './round.ts';
import {
  becameOf,
  closingAsked,
  entriesOf,
  type ProposalHead,
  type ProposalRow,
  proposalHeads,
  proposalOf,
  type RoundRow,
  roundRow,
} from './store.ts';

/** A round as its page shows it to one member. */
export type ShownRound = {
  row: RoundRow;
  me: string;
  /** The standing proposal as the agreement that it would be. */
  agreement: Agreement;
  /** Every proposal, in order, without their words. */
  proposals: ProposalHead[];
  /** The version that stood when the standing one was proposed; null for a new agreement. */
  before: number | null;
  account: Account;
  /** Whether the standing proposal can be adopted now. */
  adoption: Judged;
  /** Who has asked within a week to close it without adopting. */
  closing: string[];
  /** What became of the draft; null while there is none. */
  became: { waits: boolean; version: number | null } | null;
  /** The text that can be brought again; null once it is gone. */
  text: string | null;
};

type Parts = Pick<Runtime, 'db' | 'origin'>;

/**
 * A round for its page.
 * @throws `not-found`.
 */
export async function shownRound(
  { db, origin, clock }: Parts & Pick<Runtime, 'clock'>,
  me: string,
  id: string,
): Promise<ShownRound> {
  const row = await roundRow(db, id);
  if (!row) throw new Refusal('not-found');
  const { agreement, version } = await shownProposal({ db, origin }, row, row.proposal);
  const standing: RoundState = { stage: row.stage, proposal: row.proposal, entries: await entriesOf(db, id) };
  const order = [...agreement.clauses, ...agreement.belonging].map((part) => part.id);
  const members = new Set((await memberRows(db)).map(({ member }) => member));
  return {
    row,
    me,
    agreement,
    proposals: await proposalHeads(db, id),
    before: version,
    account: accountOf(standing, order),
    adoption: judgeAdoption(standing, members),
    closing: (await closingAsked(db, id, daysAfter(clock.now(), -askedDays))).map(({ member }) => member),
    became: row.draft === null ? null : await becameOf(db, row.draft),
    text: row.text !== null && (await textRow(db, row.text)) !== null ? row.text : null,
  };
}

/**
 * One wording of a round as the agreement that it would be, and the version that stood before it.
 * @throws `not-found`.
 */
export async function shownProposal(
  { db }: Parts,
  round: RoundRow,
  number: number,
): Promise<{ agreement: Agreement; version: number | null; proposal: ProposalRow }> {
  const proposal = await proposalOf(db, round.id, number);
  const issuer = (await ownNode(db))?.collective;
  if (!proposal || !issuer) throw new Refusal('not-found');
  const newest = proposal.base === null ? null : await versionById(db, proposal.base);
  const agreement = proposedAgreement(proposal, { issuer, series: round.series, newest });
  return { agreement, version: newest?.version ?? null, proposal };
}
