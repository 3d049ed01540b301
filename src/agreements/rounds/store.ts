import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { RoundEntriesTable, RoundProposalsTable, RoundsTable } from '../../database/tables/agreements.ts';
import type { OpenStage, RoundEntry } from './round.ts';

/* Queries on how texts are decided on. Only members read any of it. */

export type RoundRow = Selectable<RoundsTable>;
export type ProposalRow = Selectable<RoundProposalsTable>;
/** A proposal without its wording, which is long. */
export type ProposalHead = Pick<ProposalRow, 'number' | 'member' | 'at'>;
/** A round as a list shows it: with the title that its standing proposal has in each language. */
type RoundHead = Pick<RoundRow, 'id' | 'stage' | 'outcome' | 'method' | 'body' | 'opened' | 'closed'> & {
  title: Record<string, string>;
};

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

export async function roundRow(db: Db, id: string): Promise<RoundRow | null> {
  return (await db.selectFrom('rounds').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** A round, locked: what is said, moved and decided in one round happens one after the other. */
export async function lockRound(tx: Tx, id: string): Promise<RoundRow | null> {
  return (await tx.selectFrom('rounds').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ?? null;
}

/** The id of the round that is open on a text; or null. */
export async function openRoundOn(db: Db, text: string): Promise<string | null> {
  const found = db.selectFrom('rounds').select('id').where('text', '=', text).where('outcome', 'is', null);
  return (await found.executeTakeFirst())?.id ?? null;
}

/** The newest round in which a text was adopted, as long as what it became waits for signatures; or null. */
export async function waitingRoundOn(db: Db, text: string): Promise<Pick<RoundRow, 'id' | 'decided'> | null> {
  const found = db
    .selectFrom('rounds')
    .innerJoin('agreement_drafts', 'agreement_drafts.id', 'rounds.draft')
    .select(['rounds.id', 'rounds.decided'])
    .where('text', '=', text)
    .where('lapsed', 'is', null)
    .orderBy('rounds.closed', 'desc');
  return (await found.limit(1).executeTakeFirst()) ?? null;
}

/** Every round, open ones first, then the one that closed last. */
export function listedRounds(db: Db): Promise<RoundHead[]> {
  return db
    .selectFrom('rounds')
    .innerJoin('round_proposals', (join) =>
      join.onRef('round_proposals.round', '=', 'rounds.id').onRef('round_proposals.number', '=', 'rounds.proposal'),
    )
    .select(['id', 'stage', 'outcome', 'method', 'body', 'opened', 'closed'])
    .select(sql<Record<string, string>>`content::jsonb -> 'title'`.as('title'))
    .orderBy(sql`coalesce(closed, 'infinity')`, 'desc')
    .orderBy('opened', 'desc')
    .orderBy('id')
    .execute();
}

/** A new round with its first proposal. The transaction holds its text: two of one text are not opened at once. */
export async function insertRound(tx: Tx, row: RoundRow, proposal: Omit<ProposalRow, 'round' | 'number'>) {
  await tx.insertInto('rounds').values(row).execute();
  await insertProposal(tx, { round: row.id, number: row.proposal, ...proposal });
}

/** Adds the wording that stands from now on. */
export async function insertProposal(tx: Tx, row: ProposalRow): Promise<void> {
  await tx.insertInto('round_proposals').values(row).execute();
  await tx.updateTable('rounds').set({ proposal: row.number }).where('id', '=', row.round).execute();
}

export async function proposalOf(db: Db, round: string, number: number): Promise<ProposalRow | null> {
  const found = db.selectFrom('round_proposals').selectAll().where('round', '=', round).where('number', '=', number);
  return (await found.executeTakeFirst()) ?? null;
}

export function proposalHeads(db: Db, round: string): Promise<ProposalHead[]> {
  return db
    .selectFrom('round_proposals')
    .select(['number', 'member', 'at'])
    .where('round', '=', round)
    .orderBy('number')
    .execute();
}

/** What was said in a round, in order. */
export async function entriesOf(db: Db, round: string): Promise<RoundEntry[]> {
  const rows = await db.selectFrom('round_entries').selectAll().where('round', '=', round).orderBy('seq').execute();
  return rows.map(({ round: _, ...entry }) => entry as RoundEntry);
}

/** Adds what was said after the rest of a round that the transaction holds. */
export async function appendEntry(tx: Tx, round: string, entry: Omit<Selectable<RoundEntriesTable>, 'round' | 'seq'>) {
  const { last } = await tx
    .selectFrom('round_entries')
    .select((eb) => eb.fn.coalesce(eb.fn.max('seq'), sql<number>`0`).as('last'))
    .where('round', '=', round)
    .executeTakeFirstOrThrow();
  const seq = last + 1;
  await tx
    .insertInto('round_entries')
    .values({ round, seq, ...entry })
    .execute();
  return seq;
}

export async function setStage(tx: Tx, round: string, stage: OpenStage): Promise<void> {
  await tx.updateTable('rounds').set({ stage }).where('id', '=', round).execute();
}

/** A member who asked to close a round without adopting, and what they wrote down of it. */
export type ClosingAsked = { member: string; minutes: string | null };

/** Notes that a member asks to close a round, and gives everybody who has since `since`. */
export async function askToClose(
  tx: Tx,
  row: ClosingAsked & { round: string; asked: Date },
  since: Date,
): Promise<ClosingAsked[]> {
  const { round, minutes, asked } = row;
  await tx
    .insertInto('round_closings')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['round', 'member']).doUpdateSet({ asked, ...(minutes !== null && { minutes }) }),
    )
    .execute();
  return closingAsked(tx, round, since);
}

/** Who has asked since then to close a round. */
export function closingAsked(db: Db, round: string, since: Date): Promise<ClosingAsked[]> {
  const asked = db.selectFrom('round_closings').select(['member', 'minutes']).where('round', '=', round);
  return asked.where('asked', '>', since).orderBy('asked').execute();
}

/** Closes a round for good. */
export async function closeRound(
  tx: Tx,
  round: string,
  outcome: Pick<RoundRow, 'outcome' | 'minutes' | 'decided' | 'draft' | 'closed'>,
): Promise<void> {
  await tx
    .updateTable('rounds')
    .set({ stage: 'outcome', ...outcome })
    .where('id', '=', round)
    .execute();
}

/** Whether what a round became still waits for signatures, and since when it is published if it is. */
export async function becameOf(db: Db, draft: string): Promise<{ waits: boolean; version: number | null }> {
  const drafted = db.selectFrom('agreement_drafts').select('id').where('id', '=', draft).where('lapsed', 'is', null);
  const waits = await drafted.executeTakeFirst();
  const found = db.selectFrom('agreements').select('version').where('id', '=', draft).where('withdrawn', 'is', null);
  return { waits: waits !== undefined, version: (await found.executeTakeFirst())?.version ?? null };
}

/** The round that made a draft, with the wording that it adopted. */
export async function roundOfDraft(tx: Tx, draft: string) {
  const found = await tx
    .selectFrom('rounds')
    .innerJoin('round_proposals', (join) =>
      join.onRef('round_proposals.round', '=', 'rounds.id').onRef('round_proposals.number', '=', 'rounds.proposal'),
    )
    .select(['text', 'series', 'content'])
    .where('draft', '=', draft)
    .executeTakeFirst();
  return found ?? null;
}

/** Lets rounds know that their text is erased. */
export async function forgetText(tx: Tx, text: string): Promise<void> {
  await tx.updateTable('rounds').set({ text: null }).where('text', '=', text).execute();
}

/** Erases rounds that closed before, with everything said in them. */
export async function pruneRounds(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('rounds').where('closed', '<', before).execute();
}
