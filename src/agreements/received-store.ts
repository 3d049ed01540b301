import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AgreementsReceivedTable, Database } from '../database/schema.ts';

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

/** Erases every version of an object that an actor announced; true when there was one. */
export async function removeObject(tx: Tx, actor: string, object: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('agreements_received')
    .where('actor', '=', actor)
    .where('object', '=', object)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** Whether an actor announced this object here. */
export async function knowsObject(db: Db, actor: string, object: string): Promise<boolean> {
  const known = db
    .selectFrom('agreements_received')
    .select('id')
    .where('actor', '=', actor)
    .where('object', '=', object);
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

/** Closes an announcement that is not what it says: its code stays, its content was never stored. */
export async function refuseReceived(db: Db, id: string, because: string): Promise<void> {
  await db
    .updateTable('agreements_received')
    .set({ state: 'refused', because })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

/** Shows a checked version; false when it was erased or answered meanwhile. */
export async function showReceived(
  tx: Tx,
  id: string,
  checked: Pick<ShownRow, 'peer' | 'series' | 'version' | 'statement' | 'envelope'>,
  now: Date,
): Promise<boolean> {
  const shown = await tx
    .updateTable('agreements_received')
    .set({ ...checked, state: 'shown', shown: now })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return shown.numUpdatedRows === 1n;
}

/** Every shown version of a partner's series, newest first. */
export async function shownVersions(db: Db, peer: string, series: string): Promise<ShownRow[]> {
  const rows = await db
    .selectFrom('agreements_received')
    .selectAll()
    .where('peer', '=', peer)
    .where('series', '=', series)
    .where('state', '=', 'shown')
    .orderBy('version', 'desc')
    .execute();
  return rows as ShownRow[];
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

/** The newest shown version of every series of every partner whom an actor in `actors` speaks for, newest first; without what they say, which is long. */
export async function listedShown(db: Db, actors: readonly string[]): Promise<ShownHead[]> {
  if (actors.length === 0) return [];
  const rows = await db
    .selectFrom((from) =>
      from
        .selectFrom('agreements_received')
        .select(['id', 'object', 'peer', 'series', 'version', 'statement', 'shown'])
        .distinctOn(['peer', 'series'])
        .where('state', '=', 'shown')
        .where('actor', 'in', actors)
        .orderBy('peer')
        .orderBy('series')
        .orderBy('version', 'desc')
        .as('newest'),
    )
    .selectAll()
    .orderBy('shown', 'desc')
    .orderBy('id')
    .execute();
  return rows as ShownHead[];
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
