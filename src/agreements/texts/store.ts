import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { byHand } from '../../database/by-hand.ts';
import type { Database } from '../../database/schema.ts';
import type { TextPartsTable, TextsTable } from '../../database/tables/agreements.ts';
import { keepIn } from '../../members/typed.ts';
import { dropTyped, dropTypedUnder, typedUnder, typistsUnder } from '../../members/typed-store.ts';
import { textPath } from '../versions/addresses.ts';
import type { Typed } from './form-values.ts';
import { contentOf, type Part, storedContent } from './text.ts';

/* Queries on agreements while they are written. Only members read any of it; what is unsaved, only its author. */

export type TextRow = Selectable<TextsTable>;
type PartRow = Selectable<TextPartsTable>;
/** What one member typed into a part and did not save, and the revision that they began from. */
export type Unsaved = { part: string; revision: number; typed: Typed; at: Date };
/** A text as a list shows it: with its front, when a part of it was last saved, and how many clauses it holds. */
type TextHead = TextRow & { front: string | null; saved: Date; clauses: number };

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** A text that is being written, or null. */
export async function textRow(db: Db, id: string): Promise<TextRow | null> {
  return (await db.selectFrom('texts').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** A text, locked: what is saved, added and taken out of one text happens one after the other. */
export async function lockText(tx: Tx, id: string): Promise<TextRow | null> {
  return (await tx.selectFrom('texts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ?? null;
}

/** Every text, the one saved last first. */
export async function listedTexts(db: Db): Promise<TextHead[]> {
  const listed = sql<TextHead & { clauses: string }>`
    with newest as (select distinct on (text, part) text, part, kind, content, at from text_parts order by text, part,
      revision desc)
    select t.id, t.series, t.created, t.created_by,
      (select content from newest where newest.text = t.id and kind = 'front' limit 1) as front,
      coalesce((select max(at) from newest where newest.text = t.id), t.created) as saved,
      (select count(*) from newest where newest.text = t.id and kind = 'clause' and content is not null) as clauses
    from texts t order by saved desc, t.id`;
  return (await byHand(db, [], listed)).map((row) => ({ ...row, clauses: Number(row.clauses) }));
}

/** How many texts a member has begun that are still being written. */
export async function textsBegunBy(db: Db, member: string): Promise<number> {
  return (await db.selectFrom('texts').select('id').where('created_by', '=', member).execute()).length;
}

/** A new text with its first parts. */
export async function insertText(tx: Tx, text: TextRow, parts: readonly Part[]): Promise<void> {
  await tx.insertInto('texts').values(text).execute();
  for (const part of parts) await insertRevision(tx, text.id, part);
}

/** Erases a text with every revision of it and whatever anybody had not saved. */
export async function deleteText(tx: Tx, id: string): Promise<void> {
  await dropTypedUnder(tx, `${textPath(id)}/`);
  await tx.deleteFrom('texts').where('id', '=', id).execute();
}

/** Every part as it stands, those taken out too, in no order. */
export async function newestParts(db: Db, text: string): Promise<Part[]> {
  const rows = await db
    .selectFrom('text_parts')
    .selectAll()
    .distinctOn('part')
    .where('text', '=', text)
    .orderBy('part')
    .orderBy('revision', 'desc')
    .execute();
  return rows.map(partOf);
}

/** A part as it stands, or as it was at a revision; null when there is none. */
export async function partAt(db: Db, text: string, part: string, revision?: number): Promise<Part | null> {
  let found = db.selectFrom('text_parts').selectAll().where('text', '=', text).where('part', '=', part);
  if (revision !== undefined) found = found.where('revision', '=', revision);
  const row = await found.orderBy('revision', 'desc').limit(1).executeTakeFirst();
  return row ? partOf(row) : null;
}

/** When and by whom each revision of a part was saved, newest first, at most `most`. */
export function revisionsOf(
  db: Db,
  text: string,
  part: string,
  most: number,
): Promise<Pick<PartRow, 'revision' | 'member' | 'at'>[]> {
  return db
    .selectFrom('text_parts')
    .select(['revision', 'member', 'at'])
    .where('text', '=', text)
    .where('part', '=', part)
    .orderBy('revision', 'desc')
    .limit(most)
    .execute();
}

/** Adds a revision; call it under the text's lock. */
export async function insertRevision(
  tx: Tx,
  text: string,
  { part, kind, revision, place, content, member, at }: Part,
): Promise<void> {
  await tx
    .insertInto('text_parts')
    .values({ text, part, kind, revision, place, content: content && storedContent(content), member, at })
    .execute();
}

/** Moves a part; its revisions stay as they are, so that nobody who edits it is disturbed. */
export async function setPlace(tx: Tx, text: string, part: string, place: number): Promise<void> {
  await tx.updateTable('text_parts').set({ place }).where('text', '=', text).where('part', '=', part).execute();
}

/** What one member typed in a text and has not saved. Never another's. */
export async function unsavedOf(db: Db, text: string, member: string): Promise<Unsaved[]> {
  const rows = await typedUnder(db, member, partsOf(text));
  return rows.map(({ place, content, at }) => {
    const { revision, ...typed } = JSON.parse(content) as Typed & { revision: number };
    return { part: place.slice(partsOf(text).length), revision, typed, at };
  });
}

/** Whether anybody typed something into a text that they have not saved. */
export async function isUnsaved(db: Db, text: string): Promise<boolean> {
  return (await typistsUnder(db, partsOf(text))).length > 0;
}

/** Makes a text what is to become the next version of a series. */
export async function setSeries(tx: Tx, text: string, series: string): Promise<void> {
  await tx.updateTable('texts').set({ series }).where('id', '=', text).execute();
}

/** Who saved something in a text or typed something into it, beside whoever began it. */
export async function authorsOf(db: Db, text: string): Promise<string[]> {
  const saved = await db.selectFrom('text_parts').select('member').where('text', '=', text).distinct().execute();
  return [...new Set([...saved.map(({ member }) => member), ...(await typistsUnder(db, partsOf(text)))])];
}

/** Notes that a member asks to throw a text away, and gives everybody who has since `since`. */
export async function askToThrowAway(
  tx: Tx,
  row: { text: string; member: string; asked: Date },
  since: Date,
): Promise<string[]> {
  const { text, asked } = row;
  await tx
    .insertInto('text_erasures')
    .values(row)
    .onConflict((conflict) => conflict.columns(['text', 'member']).doUpdateSet({ asked }))
    .execute();
  return erasureAsked(tx, text, since);
}

/** Who has asked since then to throw a text away. */
export async function erasureAsked(db: Db, text: string, since: Date): Promise<string[]> {
  const asked = db.selectFrom('text_erasures').select('member').where('text', '=', text).where('asked', '>', since);
  return (await asked.orderBy('asked').execute()).map(({ member }) => member);
}

/** Keeps what a member types into a part; refuses as {@link keepIn}. */
export async function putUnsaved(
  tx: Tx,
  { text, part, member, revision, typed, at }: Unsaved & { text: string; member: string },
): Promise<void> {
  await keepIn(tx, { place: partsOf(text) + part, member, content: JSON.stringify({ ...typed, revision }), at });
}

export async function dropUnsaved(tx: Tx, text: string, part: string, member: string): Promise<void> {
  await dropTyped(tx, member, partsOf(text) + part);
}

const partsOf = (text: string): string => `${textPath(text)}/parts/`;

function partOf(row: PartRow): Part {
  return { ...row, content: row.content === null ? null : contentOf(row.content) };
}
