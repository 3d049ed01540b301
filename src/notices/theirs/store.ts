import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import { type Opened, opened, wrap } from '../../database/row-keys.ts';
import type { Database } from '../../database/schema.ts';
import type { IncomingTable } from '../../database/tables/notices.ts';

/*
 * Every query on the sealed editions that peers sent. An item is (peer, delivery); of each there lies one edition that
 * a client accepted, one that waits to be looked at, or both. Whoever adds or erases editions locks the peer first
 * (`lockAndCount`): nothing can come in between.
 */

export type Incoming = Opened<Selectable<IncomingTable>, 'body'>;

/** Which edition, whatever else is known of it. */
export type Which = Pick<Incoming, 'peer' | 'delivery' | 'edition'>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** One edition with its bytes, or undefined. */
export async function editionOf(db: Db, { peer, delivery, edition }: Which): Promise<Incoming | undefined> {
  const row = await db
    .selectFrom('incoming')
    .innerJoin('row_keys', 'row_keys.id', 'incoming.row_key')
    .selectAll('incoming')
    .select('key')
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('edition', '=', edition)
    .executeTakeFirst();
  return row && opened(row, 'body');
}

/** Whether anything lies here under a peer's delivery id. */
export async function holds(db: Db, peer: string, delivery: string): Promise<boolean> {
  const found = db.selectFrom('incoming').select('edition').where('peer', '=', peer).where('delivery', '=', delivery);
  return (await found.limit(1).executeTakeFirst()) !== undefined;
}

/** Ids of what lies here of a peer; with `kind`, of that kind. */
export async function heldOf(db: Db, peer: string, kind?: string): Promise<string[]> {
  let found = db.selectFrom('incoming').select('delivery').distinct().where('peer', '=', peer);
  if (kind !== undefined) found = found.where('kind', '=', kind);
  return (await found.orderBy('delivery').execute()).map(({ delivery }) => delivery);
}

/** Peers that sent something under this delivery id and commitment, in one order: ids are only unique per sender. */
export async function peersHeldUnder(db: Db, delivery: string, dropCommit: string): Promise<string[]> {
  const found = db.selectFrom('incoming').select('peer').distinct().where('delivery', '=', delivery);
  const held = await found.where('drop_commit', '=', dropCommit).orderBy('peer').execute();
  return held.map(({ peer }) => peer);
}

/** Whether we hold that many sealed editions of a peer, or more. */
export async function holdsAtLeast(db: Db, peer: string, count: number): Promise<boolean> {
  const last = db.selectFrom('incoming').select('delivery').where('peer', '=', peer).orderBy('delivery');
  const at = last.offset(count - 1).limit(1);
  return (await at.executeTakeFirst()) !== undefined;
}

/** Adds an edition. What it takes the place of was erased before. */
export async function addIncoming(tx: Tx, row: NewIncoming): Promise<void> {
  const { row_key, text: body } = await wrap(tx, row.body);
  await tx
    .insertInto('incoming')
    .values({ ...row, body, row_key })
    .execute();
}

type NewIncoming = Omit<Insertable<IncomingTable>, 'body' | 'row_key'> & { body: string };

/** Erases one edition. What else lies under its id stays. */
export async function removeEdition(tx: Tx, { peer, delivery, edition }: Which): Promise<void> {
  await editions(tx, peer, delivery).where('edition', '=', edition).execute();
}

/** Puts the same edition, sealed anew, in place of its bytes. `cipher` stays: it names the bytes as they first came. */
export async function setBody(tx: Tx, { peer, delivery, edition }: Which, body: string): Promise<void> {
  const { row_key, text } = await wrap(tx, body);
  await tx
    .updateTable('incoming')
    .set({ body: text, row_key })
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('edition', '=', edition)
    .execute();
}

/** Erases every edition of an item, what was said of it, and who was recused from it. The tombstone is the caller's. */
export async function removeItem(tx: Tx, peer: string, delivery: string): Promise<void> {
  for (const table of ['recusals', 'incoming_facts'] as const)
    await tx.deleteFrom(table).where('peer', '=', peer).where('delivery', '=', delivery).execute();
  await editions(tx, peer, delivery).execute();
}

const editions = (tx: Tx, peer: string, delivery: string) =>
  tx.deleteFrom('incoming').where('peer', '=', peer).where('delivery', '=', delivery);
