import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { IncomingTable } from '../../database/tables/notices.ts';

/*
 * Every query on what peers sent. An item is (peer, delivery); of each there lies one edition that a client accepted, one that waits to
 * be looked at, or both. Whoever adds or erases editions takes the peer's turn first (`takeTurn`): nothing can come in between.
 */

export type Incoming = Selectable<IncomingTable>;

/** An edition without its bytes. */
export type Held = Omit<Incoming, 'header' | 'body'>;

/** Which edition, whatever else is known of it. */
type Which = Pick<Incoming, 'peer' | 'delivery' | 'edition'>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

const held = [
  'peer',
  'delivery',
  'edition',
  'kind',
  'cipher',
  'drop_commit',
  'drop_after',
  'state',
  'received',
  'opened',
  'failed_code',
  'failed_by',
  'failed',
  'first_received',
  'suspended',
] as const;

/** What may be shown to anybody: nothing that its peer's newest list leaves out, nothing of a peer with whom trust has ended. */
const visible = (db: Db) =>
  db
    .selectFrom('incoming')
    .where('suspended', 'is', null)
    .where('peer', 'not in', db.selectFrom('peers').select('peers.peer').where('peers.state', '=', 'ended'));

/** Every edition that peers sent and that may be shown, without the bodies, newest first. */
export function incomingList(db: Db) {
  return visible(db)
    .select([...held, 'header'])
    .orderBy('received', 'desc')
    .orderBy('delivery')
    .orderBy('edition', 'desc')
    .execute();
}

/** One edition of a peer's item that may be shown, with its bytes. */
export function incomingOf(db: Db, { peer, delivery, edition }: Which): Promise<Incoming | undefined> {
  return visible(db)
    .selectAll()
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('edition', '=', edition)
    .executeTakeFirst();
}

/** The editions of one item that lie here, lowest first. */
export function editionsHeld(db: Db, peer: string, delivery: string): Promise<Held[]> {
  return db
    .selectFrom('incoming')
    .select(held)
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .orderBy('edition')
    .execute();
}

/** Peers that sent something under this delivery id, in one order: ids are only unique per sender. */
export async function peersHeldUnder(db: Db, delivery: string): Promise<string[]> {
  const found = db.selectFrom('incoming').select('peer').distinct().where('delivery', '=', delivery).orderBy('peer');
  return (await found.execute()).map(({ peer }) => peer);
}

/** Whether we hold that many sealed editions of a peer, or more. */
export async function holdsAtLeast(db: Db, peer: string, count: number): Promise<boolean> {
  const last = db.selectFrom('incoming').select('delivery').where('peer', '=', peer).orderBy('delivery');
  return (
    (await last
      .offset(count - 1)
      .limit(1)
      .executeTakeFirst()) !== undefined
  );
}

/** Adds an edition. What it takes the place of was erased before. */
export async function addIncoming(tx: Tx, row: Insertable<IncomingTable>): Promise<void> {
  await tx.insertInto('incoming').values(row).execute();
}

/** Changes what the clients' checks found about one edition. */
export async function setIncoming(
  tx: Tx,
  { peer, delivery, edition }: Which,
  set: Partial<Pick<Incoming, 'state' | 'opened' | 'failed_code' | 'failed_by' | 'failed'>>,
): Promise<void> {
  await tx
    .updateTable('incoming')
    .set(set)
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('edition', '=', edition)
    .execute();
}

/** Erases one edition. What else lies under its id stays. */
export async function removeEdition(tx: Tx, { peer, delivery, edition }: Which): Promise<void> {
  await editions(tx, peer, delivery).where('edition', '=', edition).execute();
}

/** Erases the editions before one that a client accepted. */
export async function removeEarlier(tx: Tx, { peer, delivery, edition }: Which): Promise<void> {
  await editions(tx, peer, delivery).where('edition', '<', edition).execute();
}

/** Puts the same edition, sealed anew, in place of its bytes. `cipher` stays: it names the bytes as they first came. */
export async function setBody(tx: Tx, { peer, delivery, edition }: Which, body: string): Promise<void> {
  await tx
    .updateTable('incoming')
    .set({ body })
    .where('peer', '=', peer)
    .where('delivery', '=', delivery)
    .where('edition', '=', edition)
    .execute();
}

/** Erases every edition of an item, and who was recused from it. The tombstone is the caller's. */
export async function removeItem(tx: Tx, peer: string, delivery: string): Promise<void> {
  await tx.deleteFrom('recusals').where('peer', '=', peer).where('delivery', '=', delivery).execute();
  await editions(tx, peer, delivery).execute();
}

const editions = (tx: Tx, peer: string, delivery: string) =>
  tx.deleteFrom('incoming').where('peer', '=', peer).where('delivery', '=', delivery);

/** When an edition's time is up: past dropAfter, failed since before `failed`, or said to be not checkable yet since before `waited`. */
export type Ends = { now: Date; failed: Date; waited: Date };

/** Peers of which something has ended. */
export async function peersWithEnded(db: Db, ends: Ends): Promise<string[]> {
  return (await ended(db, ends).select('peer').distinct().orderBy('peer').execute()).map(({ peer }) => peer);
}

/** Editions of one peer whose time is up. */
export function endedIncoming(tx: Tx, peer: string, ends: Ends, limit: number): Promise<Held[]> {
  return ended(tx, ends)
    .select(held)
    .where('peer', '=', peer)
    .orderBy('delivery')
    .orderBy('edition')
    .limit(limit)
    .execute();
}

const ended = (db: Db, { now, failed, waited }: Ends) =>
  db
    .selectFrom('incoming')
    .where(({ or, and, eb }) =>
      or([
        eb('drop_after', '<=', now),
        and([eb('state', '=', 'failed'), eb('failed', '<=', failed)]),
        and([eb('state', '=', 'quarantined'), eb('failed', '<=', waited)]),
      ]),
    );
