import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Page } from '../../database/page-of.ts';
import { type Opened, opened, wrap } from '../../database/row-keys.ts';
import type { Database } from '../../database/schema.ts';
import type { DraftErasuresTable, DraftRevisionsTable, DraftsTable } from '../../database/tables/notices.ts';

/* Every query on drafts and their revisions. All of it is ciphertext; nothing here can read it. */

export type Draft = Opened<Selectable<DraftsTable>, 'ciphertext'>;
export type DraftRevision = Opened<Selectable<DraftRevisionsTable>, 'ciphertext'>;
export type DraftErasure = Selectable<DraftErasuresTable>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** Drafts by id without their ciphertext, as many as one page shows and one more. */
export function draftsAfter(db: Db, { after, most }: Page) {
  const page = db
    .selectFrom('drafts')
    .select(['draft', 'revision', 'updated', 'stored_by'])
    .where('draft', '>', after ?? '');
  return page
    .orderBy('draft')
    .limit(most + 1)
    .execute();
}

/** One draft with its ciphertext, or undefined. */
export async function draftOf(db: Db, draft: string): Promise<Draft | undefined> {
  const row = await keyedDraft(db, draft).executeTakeFirst();
  return row && opened(row, 'ciphertext');
}

/**
 * A draft, locked: what is stored over it and what takes it away come one after the other. Its key is read after the
 * lock: whoever waited for it would find the new row, and not yet the new key.
 */
export async function lockDraft(tx: Tx, draft: string): Promise<Draft | undefined> {
  await tx.selectFrom('drafts').select('draft').where('draft', '=', draft).forUpdate().execute();
  return draftOf(tx, draft);
}

const keyedDraft = (db: Db, draft: string) =>
  db
    .selectFrom('drafts')
    .innerJoin('row_keys', 'row_keys.id', 'drafts.row_key')
    .selectAll('drafts')
    .select('key')
    .where('draft', '=', draft);

/** How many drafts a member has begun that are still here. */
export async function draftsBegunBy(db: Db, member: string): Promise<number> {
  return (await db.selectFrom('drafts').select('draft').where('made_by', '=', member).execute()).length;
}

/** Adds revision 1 of a draft; false when that id is taken: then the transaction must not be kept. */
export async function addDraft(
  tx: Tx,
  { draft, ciphertext, member }: { draft: string; ciphertext: string; member: string },
  now: Date,
): Promise<boolean> {
  const { row_key, text } = await wrap(tx, ciphertext);
  const row = { draft, revision: 1, ciphertext: text, row_key, updated: now, made_by: member, stored_by: member };
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
  const [earlier, newest] = [await wrap(tx, ciphertext), await wrap(tx, next.ciphertext)];
  const kept = { stored_by, stored: updated, replaced: now };
  await tx
    .insertInto('draft_revisions')
    .values({ draft, revision, ciphertext: earlier.text, row_key: earlier.row_key, ...kept })
    .execute();
  await tx
    .updateTable('drafts')
    .set({ ...next, ciphertext: newest.text, row_key: newest.row_key, revision: revision + 1, updated: now })
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
export async function earlierRevision(db: Db, draft: string, revision: number): Promise<DraftRevision | undefined> {
  const row = await db
    .selectFrom('draft_revisions')
    .innerJoin('row_keys', 'row_keys.id', 'draft_revisions.row_key')
    .selectAll('draft_revisions')
    .select('key')
    .where('draft', '=', draft)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return row && opened(row, 'ciphertext');
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

/** Who has asked since then to take these drafts away. */
export async function erasuresAsked(db: Db, since: Date, drafts: readonly string[]): Promise<DraftErasure[]> {
  if (drafts.length === 0) return [];
  const asked = db.selectFrom('draft_erasures').selectAll().where('draft', 'in', drafts).where('asked', '>', since);
  return asked.orderBy('asked').orderBy('member').execute();
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
