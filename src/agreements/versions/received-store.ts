import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { byHand } from '../../database/by-hand.ts';
import type { Database } from '../../database/schema.ts';
import type { AgreementsReceivedTable } from '../../database/tables/agreements.ts';
import { listedAround } from './store.ts';

/* Queries on what followed collectives published. */

export type ReceivedRow = Selectable<AgreementsReceivedTable>;
/** A received version that was fetched and checked. */
export type ShownRow = ReceivedRow & {
  peer: string;
  series: string;
  version: number;
  statement: string;
  envelope: string;
};

/** What a list needs of one beside its words. */
export type ShownHead = Pick<ShownRow, 'object' | 'peer' | 'series' | 'version' | 'statement'>;

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** Notes an announced version. The same one again changes nothing, unless it was refused: then it is fetched anew. */
export async function insertPending(
  tx: Tx,
  row: Pick<ReceivedRow, 'id' | 'actor' | 'object' | 'url' | 'digest'>,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('agreements_received')
    .values({ ...row, state: 'pending', next_try: now, received: now })
    .onConflict((conflict) =>
      conflict
        .columns(['actor', 'object', 'digest'])
        .doUpdateSet({ state: 'pending', because: null, url: row.url, tries: 0, next_try: now })
        .where('agreements_received.state', '=', 'refused'),
    )
    .execute();
}

/** Erases every version of an object that an actor announced. */
export async function removeObject(tx: Tx, actor: string, object: string): Promise<void> {
  await ofObject(tx, actor, object).execute();
}

/** Erases those of them that are not shown. */
export async function removeWaiting(tx: Tx, actor: string, object: string): Promise<void> {
  await ofObject(tx, actor, object).where('state', '<>', 'shown').execute();
}

const ofObject = (tx: Tx, actor: string, object: string) =>
  tx.deleteFrom('agreements_received').where('actor', '=', actor).where('object', '=', object);

/** Whether an actor announced this object here. */
export async function knowsObject(db: Db, actor: string, object: string): Promise<boolean> {
  const rows = db.selectFrom('agreements_received').select('id');
  const known = rows.where('actor', '=', actor).where('object', '=', object);
  return (await known.limit(1).executeTakeFirst()) !== undefined;
}

/** What is due to be fetched, oldest first, at most `most`. */
export function duePending(db: Db, now: Date, most: number): Promise<ReceivedRow[]> {
  return db
    .selectFrom('agreements_received')
    .selectAll()
    .where('state', '=', 'pending')
    .where('next_try', '<=', now)
    .orderBy('received')
    .orderBy('id')
    .limit(most)
    .execute();
}

/** How many announcements of an actor wait to be fetched. */
export async function countPending(db: Db, actor: string): Promise<number> {
  const { count } = await db
    .selectFrom('agreements_received')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('actor', '=', actor)
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Puts a fetch off; nothing happens to a row that was erased meanwhile. */
export async function tryAgain(db: Db, id: string, at: Date): Promise<void> {
  await db
    .updateTable('agreements_received')
    .set((eb) => ({ tries: eb('tries', '+', 1), next_try: at }))
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

/** Puts off whatever of this actor waits to be fetched and would be tried sooner. */
export async function putOffPending(db: Db, actor: string, until: Date): Promise<void> {
  await db
    .updateTable('agreements_received')
    .set({ next_try: until })
    .where('actor', '=', actor)
    .where('state', '=', 'pending')
    .where('next_try', '<', until)
    .execute();
}

/** Closes an announcement that is not what it says: its code stays, its content was never stored. */
export async function refuseReceived(db: Db, id: string, because: string): Promise<void> {
  await db
    .updateTable('agreements_received')
    .set({ state: 'refused', because })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

type Checked = Pick<ShownRow, 'peer' | 'series' | 'version' | 'statement' | 'envelope'>;

/** Shows a checked version; false when it was erased or answered meanwhile. */
export async function showReceived(tx: Tx, id: string, checked: Checked, now: Date): Promise<boolean> {
  const shown = await tx
    .updateTable('agreements_received')
    .set({ ...checked, state: 'shown', shown: now })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return shown.numUpdatedRows === 1n;
}

/** Puts a shown version under the signatures that were announced last; nothing where that was erased meanwhile. */
export async function renewShown(
  tx: Tx,
  { id, url, digest }: Pick<ReceivedRow, 'id' | 'url' | 'digest'>,
  { peer, statement, envelope }: Pick<Checked, 'peer' | 'statement' | 'envelope'>,
): Promise<void> {
  const waiting = tx.deleteFrom('agreements_received').where('id', '=', id).where('state', '=', 'pending');
  if ((await waiting.executeTakeFirst()).numDeletedRows === 0n) return;
  const shown = tx.updateTable('agreements_received').set({ url, digest, envelope }).where('state', '=', 'shown');
  await shown.where('peer', '=', peer).where('statement', '=', statement).execute();
}

const shownOfSeries = (db: Db, peer: string, series: string) =>
  db
    .selectFrom('agreements_received')
    .where('peer', '=', peer)
    .where('series', '=', series)
    .where('state', '=', 'shown');

/** Every shown version of a partner's series, without what it says. */
export async function shownVersions(
  db: Db,
  peer: string,
  series: string,
): Promise<Pick<ShownRow, 'object' | 'version' | 'statement'>[]> {
  const rows = await shownOfSeries(db, peer, series).select(['object', 'version', 'statement']).execute();
  return rows as Pick<ShownRow, 'object' | 'version' | 'statement'>[];
}

/** A shown version of a partner's series: the newest, or the one with that number; null otherwise. */
export async function shownVersionOf(db: Db, peer: string, series: string, version?: number): Promise<ShownRow | null> {
  let found = shownOfSeries(db, peer, series).selectAll();
  if (version !== undefined) found = found.where('version', '=', version);
  return ((await found.orderBy('version', 'desc').limit(1).executeTakeFirst()) as ShownRow | undefined) ?? null;
}

/** The shown versions around one of a partner's series, and the newest; newest first. */
export async function shownAround(
  db: Db,
  peer: string,
  series: string,
  version: number,
): Promise<Pick<ShownRow, 'version' | 'statement' | 'envelope'>[]> {
  const shown = sql`select version, statement, envelope from agreements_received
    where peer = ${peer} and series = ${series} and state = 'shown'`;
  const listed = sql<Pick<ShownRow, 'version' | 'statement' | 'envelope'>>`
    (${shown} and version > ${version} order by version limit ${listedAround})
    union (${shown} and version <= ${version} order by version desc limit ${listedAround + 1})
    union (${shown} order by version desc limit 1)
    order by version desc`;
  return byHand(db, [], listed);
}

/** The newest shown version of a partner's series, by the id of its statement; or null. */
export async function newestShown(
  db: Db,
  peer: string,
  series: string,
): Promise<{ id: string; envelope: string } | null> {
  const row = await db
    .selectFrom('agreements_received')
    .select(['statement as id', 'envelope'])
    .where('peer', '=', peer)
    .where('series', '=', series)
    .where('state', '=', 'shown')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row as { id: string; envelope: string } | undefined) ?? null;
}

/** Every shown version that came as one object of an actor. */
export async function shownOfObject(db: Db, actor: string, object: string): Promise<ShownRow[]> {
  const rows = await db
    .selectFrom('agreements_received')
    .selectAll()
    .where('actor', '=', actor)
    .where('object', '=', object)
    .where('state', '=', 'shown')
    .execute();
  return rows as ShownRow[];
}

/** A shown version by the id of its statement, or null. */
export async function shownById(db: Db, statement: string): Promise<ShownRow | null> {
  const row = await db
    .selectFrom('agreements_received')
    .selectAll()
    .where('statement', '=', statement)
    .where('state', '=', 'shown')
    .limit(1)
    .executeTakeFirst();
  return (row as ShownRow | undefined) ?? null;
}

/**
 * The newest shown version of every series of every partner whom an actor in `actors` speaks for, newest first; without
 * what they say, which is long.
 */
export async function listedShown(db: Db, actors: readonly string[]): Promise<ShownHead[]> {
  if (actors.length === 0) return [];
  // One look at the index for each series, however many versions it has.
  const listed = sql<ShownHead>`
    with recursive each as (
      (select peer, series from agreements_received where peer is not null order by peer, series limit 1)
      union all
      select next.peer, next.series from each cross join lateral (
        select r.peer, r.series from agreements_received as r where (r.peer, r.series) > (each.peer, each.series)
        order by r.peer, r.series limit 1) as next)
    select newest.* from each cross join lateral (
      select id, object, peer, series, version, statement, shown from agreements_received as r
      where r.peer = each.peer and r.series = each.series and state = 'shown' and actor = any(${actors}::text[])
      order by version desc limit 1) as newest
    order by shown desc, id`;
  return byHand(db, [], listed);
}

/**
 * The newest shown version of every series of every partner whom we follow and were not refused by, by partner and
 * series, without what they say: as many as one page shows and one more.
 */
export function shownAfter(db: Db, after: Pick<ShownRow, 'peer' | 'series'>, most: number): Promise<ShownHead[]> {
  // As in `newestAfter`, nothing is sorted before it is cut off.
  const page = sql<ShownHead>`
    with recursive each as (
      (select peer, series from agreements_received where (peer, series) > (${after.peer}, ${after.series})
        order by peer, series limit 1)
      union all
      select next.peer, next.series from each cross join lateral (
        select r.peer, r.series from agreements_received as r where (r.peer, r.series) > (each.peer, each.series)
        order by r.peer, r.series limit 1) as next)
    select newest.* from each cross join lateral (
      select object, peer, series, version, statement from agreements_received as r
      where r.peer = each.peer and r.series = each.series and state = 'shown'
        and exists (select from follows as f where f.actor = r.actor and f.refused is null)
      order by version desc limit 1) as newest
    limit ${most + 1}`;
  return byHand(db, [], page);
}

/** What shown versions say, by the ids of their statements. */
export async function shownStatements(db: Db, ids: string[]): Promise<{ id: string; envelope: string }[]> {
  const rows = await db
    .selectFrom('agreements_received')
    .select(['statement as id', 'envelope'])
    .where('state', '=', 'shown')
    .where('statement', 'in', ids)
    .execute();
  return rows as { id: string; envelope: string }[];
}

/** Erases announcements that were refused and came before `before`: the same one again is then judged anew. */
export async function pruneRefused(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('agreements_received').where('state', '=', 'refused').where('received', '<', before).execute();
}

/** What followed collectives announced that was refused or still waits; for members. */
export function notShown(
  db: Db,
  most: number,
): Promise<Pick<ReceivedRow, 'actor' | 'object' | 'state' | 'because' | 'tries' | 'received'>[]> {
  return db
    .selectFrom('agreements_received')
    .select(['actor', 'object', 'state', 'because', 'tries', 'received'])
    .where('state', '<>', 'shown')
    .orderBy('received', 'desc')
    .limit(most)
    .execute();
}
