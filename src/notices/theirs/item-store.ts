import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { IncomingFactsTable, IncomingReportsTable, IncomingTable } from '../../database/tables/notices.ts';
import type { Limits } from '../../protocol/item-deadlines.ts';

/* Every query on the facts by which an item stands. Whoever changes them locks the peer first (`lockAndCount`). */

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

type Facts = Selectable<IncomingFactsTable>;
export type Report = Selectable<IncomingReportsTable>;

/** An edition without its bytes, with what was said of its item. */
export type Row = Omit<Selectable<IncomingTable>, 'body' | 'row_key'> & {
  [Fact in Exclude<keyof Facts, 'peer' | 'delivery'>]: Facts[Fact] | null;
};

/** Which items of a peer; all of them when none are named. */
type Of = { peer: string; deliveries?: readonly string[] };

/** Editions of items with what was said of each item, lowest edition first. */
export function rowsOfItems(db: Db, { peer, deliveries }: Of): Promise<Row[]> {
  return db
    .selectFrom('incoming as i')
    .leftJoin('incoming_facts as f', (join) =>
      join.onRef('f.peer', '=', 'i.peer').onRef('f.delivery', '=', 'i.delivery'),
    )
    .select(['i.peer', 'i.delivery', 'i.edition', 'i.kind', 'i.header', 'i.cipher', 'i.drop_commit', 'i.drop_after'])
    .select(['i.received', 'i.first_received', 'i.opened', 'i.checked_with', 'i.waiting', 'i.unopenable'])
    .select(['f.suspended', 'f.taken_back', 'f.taken_back_by', 'f.taken_back_at', 'f.denied_by', 'f.restored'])
    .where('i.peer', '=', peer)
    .$if(deliveries !== undefined, (query) => query.where('i.delivery', 'in', deliveries ?? []))
    .orderBy('i.edition')
    .execute();
}

/** What clients found wrong with editions of items, first report first. */
export function reportsOf(db: Db, { peer, deliveries }: Of): Promise<Report[]> {
  return db
    .selectFrom('incoming_reports')
    .selectAll()
    .where('peer', '=', peer)
    .$if(deliveries !== undefined, (query) => query.where('delivery', 'in', deliveries ?? []))
    .orderBy('at')
    .orderBy('code')
    .execute();
}

/** Items by peer and id after one, as many as one page shows and one more. */
export async function itemsAfter(
  db: Db,
  after: Pick<Row, 'peer' | 'delivery'>,
  most: number,
): Promise<Pick<Row, 'peer' | 'delivery'>[]> {
  // By the key itself: of the editions of an item the first one stands for all.
  return db
    .selectFrom('incoming')
    .select(['peer', 'delivery'])
    .distinctOn(['peer', 'delivery'])
    .where(sql<boolean>`(peer, delivery) > (${after.peer}, ${after.delivery})`)
    .orderBy('peer')
    .orderBy('delivery')
    .limit(most + 1)
    .execute();
}

type Edition = Pick<Row, 'peer' | 'delivery' | 'edition'>;

/** Keeps what clients' checks made of an edition. */
export async function setEdition(
  tx: Tx,
  { peer, delivery, edition }: Edition,
  set: Pick<Row, 'opened' | 'checked_with' | 'waiting' | 'unopenable'>,
): Promise<void> {
  const rows = tx.updateTable('incoming').set(set).where('peer', '=', peer).where('delivery', '=', delivery);
  await rows.where('edition', '=', edition).execute();
}

/** Keeps a report. */
export async function addReport(tx: Tx, report: Report): Promise<void> {
  await tx.insertInto('incoming_reports').values(report).execute();
}

/** Takes back every report about an edition. */
export async function removeReports(tx: Tx, { peer, delivery, edition }: Edition): Promise<void> {
  const reports = tx.deleteFrom('incoming_reports').where('peer', '=', peer).where('delivery', '=', delivery);
  await reports.where('edition', '=', edition).execute();
}

/** Keeps what was said of an item. */
export async function putFacts(tx: Tx, facts: Insertable<IncomingFactsTable>): Promise<void> {
  const { peer: _peer, delivery: _delivery, ...rest } = facts;
  await tx
    .insertInto('incoming_facts')
    .values(facts)
    .onConflict((conflict) => conflict.columns(['peer', 'delivery']).doUpdateSet(rest))
    .execute();
}

/** Peers of which something may be over. */
export async function peersWithDue(db: Db, limits: Limits): Promise<string[]> {
  return (await due(db, limits).select('i.peer').distinct().orderBy('i.peer').execute()).map(({ peer }) => peer);
}

/** Items of one peer that may be over, in the order of their ids, after one. */
export async function dueItems(tx: Tx, peer: string, limits: Limits, after: string, most: number): Promise<string[]> {
  const items = due(tx, limits).select('i.delivery').distinct().where('i.peer', '=', peer);
  const found = await items.where('i.delivery', '>', after).orderBy('i.delivery').limit(most).execute();
  return found.map(({ delivery }) => delivery);
}

// Only candidates: whether something is over the machine says.
const due = (db: Db, limits: Limits) =>
  db
    .selectFrom('incoming as i')
    .innerJoin('peers as p', 'p.peer', 'i.peer')
    .leftJoin('peer_lists as l', 'l.peer', 'i.peer')
    .leftJoin('incoming_facts as f', (join) =>
      join.onRef('f.peer', '=', 'i.peer').onRef('f.delivery', '=', 'i.delivery'),
    )
    .where(({ or, and, eb, fn, exists, selectFrom }) => {
      const since = fn.coalesce('i.first_received', 'i.received');
      return or([
        eb('i.drop_after', '<=', limits.expired),
        eb('i.waiting', '<=', limits.waiting),
        eb('f.suspended', '<=', limits.suspended),
        eb('f.taken_back_at', '<=', limits.takenBack),
        eb(sql<Date>`p.trust_ended[1]`, '<=', limits.trustEnded),
        and([
          eb('i.drop_commit', 'is not', null),
          eb(since, '<=', limits.silent),
          or([eb('l.issued', 'is', null), eb('l.issued', '<=', limits.silent)]),
        ]),
        exists(
          selectFrom('incoming_reports as r')
            .select('r.code')
            .whereRef('r.peer', '=', 'i.peer')
            .whereRef('r.delivery', '=', 'i.delivery')
            .where('r.at', '<=', limits.failed),
        ),
      ]);
    });
