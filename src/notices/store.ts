import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { DraftsTable, OutgoingTable, TombstonesTable } from '../database/tables/notices.ts';

/* With incoming-store.ts the only queries of this room. Bodies are ciphertext; nothing here can read them. */

export type Draft = Selectable<DraftsTable>;
export type Outgoing = Selectable<OutgoingTable>;
export type Tombstone = Selectable<TombstonesTable>;

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

/** What stays of an erased item. */
export function tombstoneOf(
  db: Db,
  direction: 'in' | 'out',
  peer: string,
  delivery: string,
): Promise<Tombstone | undefined> {
  return db
    .selectFrom('tombstones')
    .selectAll()
    .where('direction', '=', direction)
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .executeTakeFirst();
}

/** Every tombstone under one delivery id: whoever sent it. */
export function tombstonesById(db: Db, direction: 'in' | 'out', delivery: string): Promise<Tombstone[]> {
  return db
    .selectFrom('tombstones')
    .selectAll()
    .where('direction', '=', direction)
    .where('delivery', '=', delivery)
    .execute();
}

/** Our tombstones under a locator's hash: what a person with a code may still ask about. */
export function tombstonesByLocator(db: Db, locatorHash: string): Promise<Tombstone[]> {
  return db.selectFrom('tombstones').selectAll().where('locator_hash', '=', locatorHash).orderBy('delivery').execute();
}

/** Our tombstones that still know a locator. */
export function unsettledTombstones(db: Db): Promise<Tombstone[]> {
  return db.selectFrom('tombstones').selectAll().where('locator_hash', 'is not', null).orderBy('delivery').execute();
}

/** Leaves a tombstone, over an earlier one of the same item. */
export async function putTombstone(tx: Tx, tombstone: Tombstone): Promise<void> {
  const { direction: _direction, peer: _peer, delivery: _delivery, ...rest } = tombstone;
  await tx
    .insertInto('tombstones')
    .values(tombstone)
    .onConflict((conflict) => conflict.columns(['direction', 'peer', 'delivery']).doUpdateSet(rest))
    .execute();
}

/** Forgets a tombstone that turned out to name something else. */
export async function removeTombstone(tx: Tx, of: Pick<Tombstone, 'direction' | 'peer' | 'delivery'>): Promise<void> {
  await tx
    .deleteFrom('tombstones')
    .where('direction', '=', of.direction)
    .where('peer', '=', of.peer)
    .where('delivery', '=', of.delivery)
    .execute();
}

/** How many drops of unseen deliveries a peer has left with us. */
export async function pendingOf(db: Db, peer: string): Promise<number> {
  const counted = await db
    .selectFrom('tombstones')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('direction', '=', 'in')
    .where('peer', '=', peer)
    .where('ending', '=', 'pending')
    .executeTakeFirstOrThrow();
  return Number(counted.count);
}

/** Erases drops of unseen deliveries that are older than `before`. */
export async function removePending(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('tombstones').where('ending', '=', 'pending').where('ended', '<=', before).execute();
}

/** Erases tombstones that guard nothing any more: ended before `before`, and nobody's words can ask about them. */
export async function removeTombstones(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('tombstones').where('locator_hash', 'is', null).where('ended', '<=', before).execute();
}

/** Leaves only id, ending and date of our tombstones. */
export async function settleTombstone(tx: Tx, tombstone: Tombstone): Promise<void> {
  await tx
    .updateTable('tombstones')
    .set({ peer: '', locator_hash: null, drop_after: null })
    .where('direction', '=', 'out')
    .where('peer', '=', tombstone.peer)
    .where('delivery', '=', tombstone.delivery)
    .execute();
}
