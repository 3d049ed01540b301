import { Kysely, PostgresDialect, type PostgresPool, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { Refusal } from '../../schemas/codes.ts';
import type { Log } from '../platform/logging.ts';
import { byHand } from './by-hand.ts';
import { openEmbedded } from './embedded.ts';
import { watchWrites } from './page-invalidation.ts';
import { keepPlans } from './prepared.ts';
import { type Reserve, reserveIn } from './reserve.ts';
import type { Database } from './schema.ts';

/** An open database. Disposing it waits for running queries and closes it cleanly. */
export type OpenDatabase = AsyncDisposable & {
  db: Kysely<Database>;
  kind: 'embedded' | 'postgres';
  version(): Promise<string>;
  /**
   * A number that has moved when something that is shown to everybody was written through this database by this
   * process.
   */
  written(): number;
  /** Says of which tables no page for everybody shows anything; until then every table counts as shown. */
  shownNowhere(tables: readonly string[]): void;
};

/** A PostgreSQL server's URL, or the folder of the embedded database. */
export type DatabasePlace = { url: string } | { folder: string };

const oldestServer = 150_000;
const vacuumEveryMs = 6 * 3_600_000;
const tidyEveryMs = 300_000;
/** So much of the log is kept before a checkpoint lets go of it. */
const mostLogBytes = 32 * 1024 * 1024;

/** A query outside the open transaction, or more work than the connections carry; it waited five seconds in vain. */
class NoFreeConnection extends Error {
  override readonly name = 'NoFreeConnection';
}

/**
 * Opens the database. Refuses a malformed URL (`config`), a server that does not answer (`database-unreachable`), lets
 * us not in (`database-denied`) or is older than 15 (`database-too-old`), and a folder in use (`database-in-use`);
 * never repeats the URL, which may hold a password.
 */
export async function openDatabase(place: DatabasePlace & { log: Log }): Promise<OpenDatabase> {
  const { log } = place;
  const kind = 'url' in place ? 'postgres' : 'embedded';
  const opened = 'url' in place ? openServer(place.url, log) : await openEmbedded(place.folder);
  let written = 0;
  let quiet: ReadonlySet<string> = new Set();
  const dialect = watchWrites(
    new PostgresDialect({ pool: named(opened.pool) }),
    (table) => quiet.has(table),
    () => {
      written += 1;
    },
  );
  const db = new Kysely<Database>({ dialect });
  const version = async () => {
    const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db);
    return rows[0]?.server_version ?? 'unknown';
  };
  try {
    if (kind === 'postgres') await checkServer(db);
    log.info('database.opened', { database: kind });
  } catch (error) {
    await db.destroy();
    await opened[Symbol.asyncDispose]();
    throw error;
  }
  const timers: NodeJS.Timeout[] = [];
  if ('folder' in place) {
    const reserve = reserveIn(place.folder);
    reserves.set(db, reserve);
    timers.push(vacuumOnTimer(db, log), tidyOnTimer(db, log, reserve));
  }
  return {
    db,
    kind,
    version,
    written: () => written,
    shownNowhere(tables) {
      quiet = new Set(tables);
    },
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearInterval(timer);
      await db.destroy();
      await opened[Symbol.asyncDispose]();
    },
  };
}

/** Whether an error says that the database cannot be reached or has no connection free, not that a query was wrong. */
export function databaseTrouble(error: unknown): boolean {
  if (error instanceof NoFreeConnection) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // SQLSTATE classes: connection, resources, operator intervention, not accepting; and the socket's own.
  return /^(08|53|57P|55000|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code) || gone.test(messageOf(error));
}

/** What node-postgres says without a code. */
const gone =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** Asks the database for nothing; settles when it answered. */
export async function answers(db: Kysely<Database>): Promise<void> {
  await byHand(db, [], sql`select 1`);
}

/**
 * The one way to a transaction. When the database ends it for somebody else (a deadlock, 40001) it runs again, so
 * `work` does nothing but ask the database: what it tells others or remembers comes after.
 */
export function transaction<T>(
  db: Kysely<Database>,
  work: (tx: Transaction<Database>) => Promise<T>,
  mode: 'read write' | 'read only' = 'read write',
): Promise<T> {
  const begin = () => (mode === 'read only' ? db.transaction().setAccessMode(mode) : db.transaction());
  return withRetry(() => begin().execute(work));
}

const reserves = new WeakMap<Kysely<Database>, Reserve>();

/** The room on the disk that is kept for erasing; undefined on a database server, whose disk is its keeper's. */
export const reserveOf = (db: Kysely<Database>): Reserve | undefined => reserves.get(db);

/** A transaction that erases: a full disk does not stop it for as long as something is in reserve. */
export async function erasing<T>(db: Kysely<Database>, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
  try {
    return await transaction(db, work);
  } catch (error) {
    const full = error instanceof Error && 'code' in error && error.code === '53100';
    if (!full || !reserveOf(db)?.release()) throw error;
    return transaction(db, work);
  }
}

/** Runs a transaction again when the database asks for it (40001, 40P01); five times, a little later each time. */
export async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const again = error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
      if (!again || attempt === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

function openServer(url: string, log: Log): { pool: pg.Pool } & AsyncDisposable {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol))
    throw new Refusal('config', 'DATABASE_URL');
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'convive',
  });
  // A broken connection is replaced by the next query; one without a listener would end the process, idle or in use.
  pool.on('connect', (client) => client.on('error', (error) => log.warn('database.connection-lost', { error })));
  pool.on('error', () => {});
  return { pool, [Symbol.asyncDispose]: () => Promise.resolve() };
}

async function checkServer(db: Kysely<Database>): Promise<void> {
  const asked = sql<{ server_version_num: string }>`show server_version_num`.execute(db);
  const { rows } = await asked.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new Refusal(/^(28|3D)/.test(code) ? 'database-denied' : 'database-unreachable');
  });
  if (Number(rows[0]?.server_version_num) < oldestServer) throw new Refusal('database-too-old');
}

/** The pool says only that it timed out; who reads the log needs to know of what. */
function named(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: () =>
      pool.connect().then(keepPlans, (error: unknown) => {
        const timedOut = error instanceof Error && error.message === 'timeout exceeded when trying to connect';
        throw timedOut && pool.totalCount > 0 ? new NoFreeConnection('no free connection within 5 s') : error;
      }),
  };
}

/** The embedded database has no autovacuum of its own. */
function vacuumOnTimer(db: Kysely<Database>, log: Log): NodeJS.Timeout {
  const vacuum = () =>
    sql`vacuum (analyze)`.execute(db).then(
      () => log.debug('database.vacuumed'),
      (error: unknown) => log.warn('database.vacuum-failed', { error }),
    );
  return setInterval(() => void vacuum(), vacuumEveryMs).unref();
}

/** Nor a checkpoint: without one its log grows for as long as it runs. */
function tidyOnTimer(db: Kysely<Database>, log: Log, reserve: Reserve): NodeJS.Timeout {
  const tidy = () =>
    limitLog(db, mostLogBytes)
      .then(reserve.fill)
      .catch((error: unknown) => log.warn('database.tidy-failed', { error }));
  return setInterval(() => void tidy(), tidyEveryMs).unref();
}

/** Makes a checkpoint when more than so many bytes were logged since the last one. */
async function limitLog(db: Kysely<Database>, most: number): Promise<void> {
  const [log] = await byHand(
    db,
    [],
    sql<{ bytes: string }>`
      select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) as bytes from pg_control_checkpoint()`,
  );
  if (Number(log?.bytes) > most) await byHand(db, [], sql`checkpoint`);
}
