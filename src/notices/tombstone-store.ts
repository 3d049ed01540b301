import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { TombstonesTable } from '../database/tables/notices.ts';

/* Every query on what stays of an erased item: ours and those of peers. */

export type Tombstone = Selectable<TombstonesTable>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

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

/** Leaves a pending tombstone in the place of every other of that peer. */
export async function keepOnlyPending(
  tx: Tx,
  peer: string,
  of: Pick<Tombstone, 'delivery' | 'drop_commit'>,
  now: Date,
): Promise<void> {
  await tx
    .deleteFrom('tombstones')
    .where('direction', '=', 'in')
    .where('peer', '=', peer)
    .where('ending', '=', 'pending')
    .where('delivery', '<>', of.delivery)
    .execute();
  const nothing = { locator_hash: null, drop_after: null };
  await putTombstone(tx, { ...of, direction: 'in', peer, ending: 'pending', ended: now, ...nothing });
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
