import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { DraftsTable, OutgoingTable } from '../../database/tables/notices.ts';

/* Every query on drafts and on what we handed in. Bodies are ciphertext; nothing here can read them. */

export type Draft = Selectable<DraftsTable>;
export type Outgoing = Selectable<OutgoingTable>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** Every draft without its ciphertext, newest first. */
export function draftList(db: Db) {
  return db.selectFrom('drafts').select(['draft', 'revision', 'updated']).orderBy('updated', 'desc').execute();
}

/** One draft with its ciphertext, or undefined. */
export function draftOf(db: Db, draft: string): Promise<Draft | undefined> {
  return db.selectFrom('drafts').selectAll().where('draft', '=', draft).executeTakeFirst();
}

/** Adds revision 1 of a draft; false when that id is taken. */
export async function addDraft(tx: Tx, draft: string, ciphertext: string, now: Date): Promise<boolean> {
  const added = await tx
    .insertInto('drafts')
    .values({ draft, revision: 1, ciphertext, updated: now })
    .onConflict((conflict) => conflict.column('draft').doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

/** Puts a new ciphertext over exactly the expected revision; false when someone else was first. */
export async function replaceDraft(
  tx: Tx,
  draft: string,
  expected: number,
  ciphertext: string,
  now: Date,
): Promise<boolean> {
  const replaced = await tx
    .updateTable('drafts')
    .set({ ciphertext, revision: expected + 1, updated: now })
    .where('draft', '=', draft)
    .where('revision', '=', expected)
    .executeTakeFirst();
  return replaced.numUpdatedRows === 1n;
}

/** Erases drafts; false when there was none. */
export async function eraseDrafts(tx: Tx, drafts: readonly string[]): Promise<boolean> {
  if (drafts.length === 0) return false;
  const erased = await tx.deleteFrom('drafts').where('draft', 'in', drafts).executeTakeFirst();
  return erased.numDeletedRows > 0n;
}

/** What was handed in from a draft, or every sealed item of ours under one delivery id. */
export function outgoingOf(db: Db, by: { draft: string } | { delivery: string }): Promise<Outgoing[]> {
  const rows = db.selectFrom('outgoing').selectAll().orderBy('delivery');
  return ('draft' in by ? rows.where('draft', '=', by.draft) : rows.where('delivery', '=', by.delivery)).execute();
}

/** Stores a sealed item of ours, in place of an earlier edition. */
export async function putOutgoing(tx: Tx, row: Outgoing): Promise<void> {
  const { delivery: _, ...rest } = row;
  await tx
    .insertInto('outgoing')
    .values(row)
    .onConflict((conflict) => conflict.column('delivery').doUpdateSet(rest))
    .execute();
}

/** Erases sealed items of ours. */
export async function eraseOutgoing(tx: Tx, deliveries: readonly string[]): Promise<void> {
  if (deliveries.length > 0) await tx.deleteFrom('outgoing').where('delivery', 'in', deliveries).execute();
}

/** Sealed items of ours of a kind; the sweep looks at their headers. */
export function outgoingOfKind(db: Db, kind: string) {
  return db.selectFrom('outgoing').select(['delivery', 'header']).where('kind', '=', kind).execute();
}
