import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { byHand } from '../../database/by-hand.ts';
import type { Page } from '../../database/page-of.ts';
import { prepared } from '../../database/prepared.ts';
import type { Database } from '../../database/schema.ts';
import type { AgreementDraftsTable, AgreementsTable } from '../../database/tables/agreements.ts';

/* Queries on our own agreements; what partners published is in received-store.ts. */

export type DraftRow = Selectable<AgreementDraftsTable>;
export type PublishedRow = Selectable<AgreementsTable>;
/** What a list needs of a version beside its words. */
export type PublishedHead = Pick<PublishedRow, 'id' | 'series' | 'version' | 'published'>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** Drafts by id, as many as one page shows and one more. */
export function draftsAfter(db: Db, { after = '', most }: Page): Promise<DraftRow[]> {
  const page = db.selectFrom('agreement_drafts').selectAll().where('id', '>', after);
  return page
    .orderBy('id')
    .limit(most + 1)
    .execute();
}

/** A draft, locked while signatures are added or it is published; or null. */
export async function lockDraft(tx: Tx, id: string): Promise<DraftRow | null> {
  const row = await tx.selectFrom('agreement_drafts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ?? null;
}

/** Locks every draft of a series: whoever replaces one waits for who publishes it. */
export async function lockDrafts(tx: Tx, series: string): Promise<void> {
  await tx.selectFrom('agreement_drafts').select('id').where('series', '=', series).forUpdate().execute();
}

/** Drafts of a series that can still be signed and published. */
export function standingDraftsOf(db: Db, series: string): Promise<DraftRow[]> {
  const found = db.selectFrom('agreement_drafts').selectAll().where('series', '=', series).where('lapsed', 'is', null);
  return found.orderBy('created').orderBy('id').execute();
}

/**
 * Drafts that a member began and that can still be signed and published, the oldest first; `decided` where a round or a
 * meeting made it.
 */
export function standingDraftsBy(
  db: Db,
  member: string,
): Promise<(Pick<DraftRow, 'id' | 'envelope'> & { decided: string | null })[]> {
  return db
    .selectFrom('agreement_drafts')
    .leftJoin('rounds', 'rounds.draft', 'agreement_drafts.id')
    .select(['agreement_drafts.id', 'envelope', 'rounds.id as decided'])
    .where('made_by', '=', member)
    .where('lapsed', 'is', null)
    .orderBy('created')
    .orderBy('agreement_drafts.id')
    .execute();
}

/** Keeps a draft beside any other; the same words again change nothing. */
export async function insertDraft(tx: Tx, draft: DraftRow): Promise<void> {
  await tx
    .insertInto('agreement_drafts')
    .values(draft)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Notes that drafts of a series up to a version can be published no more. */
export async function lapseDrafts(
  tx: Tx,
  { series, version }: Pick<DraftRow, 'series' | 'version'>,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('agreement_drafts')
    .set({ lapsed: now })
    .where('series', '=', series)
    .where('version', '<=', version)
    .where('lapsed', 'is', null)
    .execute();
}

/** Erases drafts that lapsed before. */
export async function pruneLapsed(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('agreement_drafts').where('lapsed', '<=', before).execute();
}

export async function setDraftEnvelope(tx: Tx, id: string, envelope: string): Promise<void> {
  await tx.updateTable('agreement_drafts').set({ envelope }).where('id', '=', id).execute();
}

export async function removeDraft(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('agreement_drafts').where('id', '=', id).execute();
}

/** Every version of a series, newest first, withdrawn ones too: for what must never be numbered twice. */
export function versionsOf(db: Db, series: string): Promise<PublishedRow[]> {
  return db.selectFrom('agreements').selectAll().where('series', '=', series).orderBy('version', 'desc').execute();
}

/** All versions of a series, locked: versions of one series are published and withdrawn one after the other. */
export function lockVersions(tx: Tx, series: string): Promise<PublishedRow[]> {
  return tx
    .selectFrom('agreements')
    .selectAll()
    .where('series', '=', series)
    .orderBy('version', 'desc')
    .forUpdate()
    .execute();
}

/** A published version that was not withdrawn: the newest, or the one with that number; null otherwise. */
export async function publishedVersion(db: Db, series: string, version?: number): Promise<PublishedRow | null> {
  let found = db.selectFrom('agreements').selectAll().where('series', '=', series).where('withdrawn', 'is', null);
  if (version !== undefined) found = found.where('version', '=', version);
  return (await found.orderBy('version', 'desc').limit(1).executeTakeFirst()) ?? null;
}

/** A version by its id, withdrawn or not. */
export async function versionById(db: Db, id: string): Promise<PublishedRow | null> {
  return (await db.selectFrom('agreements').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Whether a version was published and not taken back; reads nothing of what it says. */
export async function stands(db: Db, id: string): Promise<boolean> {
  return (await standing(db, { id })).length > 0;
}

const standing = prepared<{ id: string }, { id: string }>(
  [],
  (value) => sql`select id from agreements where id = ${value('id')} and withdrawn is null`,
);

/** The newest version of each series that stands, newest first, without what it says, which is long. */
export function listedPublished(db: Db): Promise<PublishedHead[]> {
  const newest = db.selectFrom('agreements').where('id', 'in', newestOfEach);
  const listed = newest.select(['id', 'series', 'version', 'published']);
  return listed.orderBy('published', 'desc').orderBy('series').execute();
}

/** The newest version of each series by series, without what it says: as many as one page shows and one more. */
export function newestAfter(db: Db, { after = '', most }: Page): Promise<PublishedHead[]> {
  // Nothing is sorted before it is cut off: the series come one by one, as the index has them.
  const page = sql<PublishedHead>`
    with recursive each as (
      (select series from agreements where series > ${after} order by series limit 1)
      union all
      select next.series from each cross join lateral (
        select a.series from agreements as a where a.series > each.series order by a.series limit 1) as next)
    select newest.* from each cross join lateral (
      select id, series, version, published from agreements as a where a.series = each.series and withdrawn is null
      order by version desc limit 1) as newest
    limit ${most + 1}`;
  return byHand(db, [], page);
}

// One look at the index for each series, however many versions it has.
const newestOfEach = sql<string>`(with recursive each as (
    (select series from agreements order by series limit 1)
    union all
    select (select a.series from agreements as a where a.series > each.series order by a.series limit 1) from each
    where each.series is not null)
  select newest.id from each cross join lateral (
    select a.id from agreements as a where a.series = each.series and a.withdrawn is null
    order by a.version desc limit 1) as newest)`;

/** What versions of ours say, by id. */
export function publishedStatements(db: Db, ids: string[]): Promise<Pick<PublishedRow, 'id' | 'envelope'>[]> {
  return db.selectFrom('agreements').select(['id', 'envelope']).where('id', 'in', ids).execute();
}

/** What a page lists beside one version: so many newer and older ones, and the newest. */
export const listedAround = 10;

/** The versions of a series that can be read, newest first: those around one of them, and the newest. */
export async function versionsAround(
  db: Db,
  series: string,
  version: number,
): Promise<Pick<PublishedRow, 'version' | 'published'>[]> {
  const around = sql`select version, published from agreements where series = ${series} and withdrawn is null`;
  const listed = sql<Pick<PublishedRow, 'version' | 'published'>>`
    (${around} and version > ${version} order by version limit ${listedAround})
    union (${around} and version <= ${version} order by version desc limit ${listedAround + 1})
    union (${around} order by version desc limit 1)
    order by version desc`;
  return byHand(db, [], listed);
}

/** When the series' first version was published. */
export async function firstPublished(db: Db, series: string): Promise<Date | null> {
  const first = await db
    .selectFrom('agreements')
    .select('published')
    .where('series', '=', series)
    .orderBy('version')
    .limit(1)
    .executeTakeFirst();
  return first?.published ?? null;
}

/** A version by its id, withdrawn or not, locked. */
export async function lockVersion(tx: Tx, id: string): Promise<PublishedRow | null> {
  return (await tx.selectFrom('agreements').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ?? null;
}

/** Puts the same statement with other signatures in place. */
export async function setVersionEnvelope(tx: Tx, id: string, envelope: string): Promise<void> {
  await tx.updateTable('agreements').set({ envelope }).where('id', '=', id).execute();
}

export async function insertVersion(tx: Tx, version: Omit<PublishedRow, 'withdrawn'>): Promise<void> {
  await tx.insertInto('agreements').values(version).execute();
}

/** Marks every version of a series withdrawn. */
export async function withdrawVersions(tx: Tx, series: string, now: Date): Promise<void> {
  await tx.updateTable('agreements').set({ withdrawn: now }).where('series', '=', series).execute();
}
