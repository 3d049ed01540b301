import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { DraftErasuresTable, DraftRevisionsTable, DraftsTable } from '../../database/tables/notices.ts';

/* Every query on drafts and their revisions. All of it is ciphertext; nothing here can read it. */

export type Draft = Selectable<DraftsTable>;
export type DraftRevision = Selectable<DraftRevisionsTable>;
export type DraftErasure = Selectable<DraftErasuresTable>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** Every draft without its ciphertext, newest first. */
export function draftList(db: Db) {
  return db
    .selectFrom('drafts')
    .select(['draft', 'revision', 'updated', 'stored_by'])
    .orderBy('updated', 'desc')
    .execute();
}

/** One draft with its ciphertext, or undefined. */
export function draftOf(db: Db, draft: string): Promise<Draft | undefined> {
  return db.selectFrom('drafts').selectAll().where('draft', '=', draft).executeTakeFirst();
}

/** A draft, locked: what is stored over it and what takes it away come one after the other. */
export function lockDraft(tx: Tx, draft: string): Promise<Draft | undefined> {
  return tx.selectFrom('drafts').selectAll().where('draft', '=', draft).forUpdate().executeTakeFirst();
}

/** How many drafts a member has begun that are still here. */
export async function draftsBegunBy(db: Db, member: string): Promise<number> {
  return (await db.selectFrom('drafts').select('draft').where('made_by', '=', member).execute()).length;
}

/** Adds revision 1 of a draft; false when that id is taken. */
export async function addDraft(
  tx: Tx,
  { draft, ciphertext, member }: { draft: string; ciphertext: string; member: string },
  now: Date,
): Promise<boolean> {
  const row = { draft, revision: 1, ciphertext, updated: now, made_by: member, stored_by: member };
  const added = await tx
    .insertInto('drafts')
    .values({ ...row, worked_on_by: [member] })
    .onConflict((conflict) => conflict.column('draft').doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

/** Puts a revision over the newest one, which stays among the revisions; nobody asks any more to take it away. */
export async function putRevision(
  tx: Tx,
  before: Draft,
  next: Pick<Draft, 'ciphertext' | 'stored_by' | 'worked_on_by'>,
  now: Date,
): Promise<void> {
  const { draft, revision, ciphertext, stored_by, updated } = before;
  await tx
    .insertInto('draft_revisions')
    .values({ draft, revision, ciphertext, stored_by, stored: updated, replaced: now })
    .execute();
  await tx
    .updateTable('drafts')
    .set({ ...next, revision: revision + 1, updated: now })
    .where('draft', '=', draft)
    .execute();
  await tx.deleteFrom('draft_erasures').where('draft', '=', draft).execute();
}

/** Revisions of a draft that others took the place of, without their ciphertext, newest first. */
export function earlierRevisions(db: Db, draft: string): Promise<Omit<DraftRevision, 'ciphertext'>[]> {
  return db
    .selectFrom('draft_revisions')
    .select(['draft', 'revision', 'stored_by', 'stored', 'replaced'])
    .where('draft', '=', draft)
    .orderBy('revision', 'desc')
    .execute();
}

/** One of them with its ciphertext, or undefined. */
export function earlierRevision(db: Db, draft: string, revision: number): Promise<DraftRevision | undefined> {
  return db
    .selectFrom('draft_revisions')
    .selectAll()
    .where('draft', '=', draft)
    .where('revision', '=', revision)
    .executeTakeFirst();
}

/** Notes that a member asks to take a draft away, as it is at that revision. */
export async function putErasure(tx: Tx, erasure: DraftErasure): Promise<void> {
  const { revision, asked } = erasure;
  await tx
    .insertInto('draft_erasures')
    .values(erasure)
    .onConflict((conflict) => conflict.columns(['draft', 'member']).doUpdateSet({ revision, asked }))
    .execute();
}

/** Who has asked since then to take drafts away: one draft, or any. */
export function erasuresAsked(db: Db, since: Date, draft?: string): Promise<DraftErasure[]> {
  const asked = db.selectFrom('draft_erasures').selectAll().where('asked', '>', since);
  return (draft === undefined ? asked : asked.where('draft', '=', draft)).orderBy('asked').orderBy('member').execute();
}

/** Erases drafts with every revision; false when there was none. */
export async function eraseDrafts(tx: Tx, drafts: readonly string[]): Promise<boolean> {
  if (drafts.length === 0) return false;
  const erased = await tx.deleteFrom('drafts').where('draft', 'in', drafts).executeTakeFirst();
  return erased.numDeletedRows > 0n;
}

/** Erases revisions that were replaced before one day, and forgets who asked before another. */
export async function eraseOldRevisions(tx: Tx, { replaced, asked }: { replaced: Date; asked: Date }): Promise<void> {
  await tx.deleteFrom('draft_revisions').where('replaced', '<=', replaced).execute();
  await tx.deleteFrom('draft_erasures').where('asked', '<=', asked).execute();
}
