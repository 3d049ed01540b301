import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { DeskReleaseDraftsTable, DeskReleasesTable } from '../database/tables/desk.ts';

/* Queries on releases of desks, ours and partners'. */

type Db = Kysely<Database>;
type Tx = Transaction<Database>;
export type ReleaseRow = Selectable<DeskReleasesTable>;
export type ReleaseDraft = Selectable<DeskReleaseDraftsTable>;

/** What is kept of a collective, the newest first. */
export function releasesOf(db: Db, issuer: string): Promise<ReleaseRow[]> {
  const found = db.selectFrom('desk_releases').selectAll().where('issuer', '=', issuer);
  return found.orderBy('version', 'desc').execute();
}

/** Keeps a release, or the signatures that were added to it, and forgets those of earlier versions than are kept. */
export async function putRelease(tx: Tx, row: ReleaseRow, keepFrom: number): Promise<void> {
  const { issuer, envelope } = row;
  await tx.deleteFrom('desk_releases').where('issuer', '=', issuer).where('version', '<', keepFrom).execute();
  await tx
    .insertInto('desk_releases')
    .values(row)
    .onConflict((conflict) => conflict.columns(['issuer', 'version']).doUpdateSet({ envelope }))
    .execute();
}

/** Releases that wait for a second steward, the oldest first. */
export function releaseDrafts(db: Db): Promise<ReleaseDraft[]> {
  return db.selectFrom('desk_release_drafts').selectAll().orderBy('created').orderBy('id').execute();
}

export async function lockReleaseDraft(tx: Tx, id: string): Promise<ReleaseDraft | null> {
  const found = tx.selectFrom('desk_release_drafts').selectAll().where('id', '=', id);
  return (await found.forUpdate().executeTakeFirst()) ?? null;
}

/** Ids of drafts that a steward began. */
export async function releaseDraftsBy(db: Db, member: string): Promise<string[]> {
  const found = db.selectFrom('desk_release_drafts').select('id').where('made_by', '=', member);
  return (await found.execute()).map(({ id }) => id);
}

/** Keeps a draft beside others, or what was added to it. */
export async function putReleaseDraft(tx: Tx, draft: ReleaseDraft): Promise<void> {
  await tx
    .insertInto('desk_release_drafts')
    .values(draft)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ envelope: draft.envelope }))
    .execute();
}

/** Forgets drafts whose number is taken. */
export async function removeReleaseDrafts(tx: Tx, upTo: number): Promise<void> {
  await tx.deleteFrom('desk_release_drafts').where('version', '<=', upTo).execute();
}

/** Forgets drafts that nobody completed. */
export async function pruneReleaseDrafts(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('desk_release_drafts').where('created', '<', before).execute();
}
