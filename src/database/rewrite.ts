import { type Kysely, sql } from 'kysely';
import { byHand } from './by-hand.ts';
import { reserveOf, transaction } from './database.ts';
import type { Database } from './schema.ts';

/*
 * What was erased of a table lies in its file and in the log until both are written anew. Rewritten is what is small
 * and opens the rest: the keys of rows, and what is kept of sessions. A cast that changes nothing makes a table's new
 * file of what is there now; VACUUM FULL would keep what an earlier transaction could still see.
 */

const rewriting: Readonly<Record<string, string>> = {
  row_keys: `key type bytea using key || ''::bytea`,
  sessions: `kind type text using kind || ''`,
  entries: `member type text using member || ''`,
  node_keys: `public_multibase type text using public_multibase || ''`,
  // Once, after their texts were wrapped, and when a node stops.
  drafts: `made_by type text using made_by || ''`,
  draft_revisions: `stored_by type text using stored_by || ''`,
  outgoing: `header type text using header || ''`,
  incoming: `header type text using header || ''`,
  reseals: `expected type text using expected || ''`,
  box_shares: `recipient type text using recipient || ''`,
  keyrings: `sign_in_key type text using sign_in_key || ''`,
  offered_keyrings: `sign_in_key type text using sign_in_key || ''`,
  manifest_rotations: `envelope type text using envelope || ''`,
};

const minuteMs = 60_000;
/** It comes round twice in a minute. */
export const rewriteEveryMs = minuteMs / 2;
const withinMs = minuteMs;
const worthBytes = 1024 * 1024;

const erasedSince = new WeakSet<Kysely<Database>>();

/** Whether something was erased that this node's files may still hold. */
export async function rewriteDue(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom('rewrites_due').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** By when what was erased is gone from this node's files; null when it is. */
export async function goneBy(db: Kysely<Database>, now: Date): Promise<Date | null> {
  return (await rewriteDue(db)) ? new Date(Math.ceil((now.getTime() + withinMs) / minuteMs) * minuteMs) : null;
}

/**
 * Rewrites every table of which something was erased, and begins a new log where the role may. What could not be done
 * (a lock, a full disk) stays due.
 */
export async function rewriteErased(db: Kysely<Database>): Promise<void> {
  const due = await db.selectFrom('rewrites_due').select(['id', 'name']).orderBy('id').execute();
  if (due.length === 0) return;
  reserveOf(db)?.releaseIfTight();
  for (const name of new Set(due.map((one) => one.name))) await rewrite(db, name);
  erasedSince.add(db);
  await beginLog(db);
  // Of transactions that ended meanwhile nothing was rewritten, whatever their number.
  const ids = due.map(({ id }) => id);
  for (let at = 0; at < ids.length; at += 1_000)
    await db
      .deleteFrom('rewrites_due')
      .where('id', 'in', ids.slice(at, at + 1_000))
      .execute();
}

/** An analysis that PostgreSQL began by itself gives way to whoever waits for a second. */
const lockWait = { whileItRuns: '500ms', atTheEnd: '2500ms' };

async function rewrite(db: Kysely<Database>, name: string, wait = lockWait.whileItRuns): Promise<void> {
  const how = rewriting[name];
  if (how === undefined) throw new Error(`nobody knows how ${name} is rewritten`);
  await transaction(db, async (tx) => {
    await byHand(tx, [], sql`set local lock_timeout = ${sql.lit(wait)}`);
    await byHand(tx, [], sql`alter table ${sql.table(name)} alter column ${sql.raw(how)}`);
  });
}

/** Whether this role may make a checkpoint and switch to a new log file. */
export async function mayBeginLog(db: Kysely<Database>): Promise<boolean> {
  const [may] = await byHand(
    db,
    [],
    sql<{ may: boolean }>`select pg_has_role(current_user, 'pg_checkpoint', 'usage')
      and has_function_privilege('pg_switch_wal()', 'execute') as may`,
  );
  return may?.may ?? false;
}

/** Old files of tables go at a checkpoint, old files of the log at the next one after a switch. */
async function beginLog(db: Kysely<Database>): Promise<void> {
  if (!(await mayBeginLog(db))) return;
  await byHand(db, [], sql`checkpoint`);
  await byHand(db, [], sql`select pg_switch_wal()`);
  await byHand(db, [], sql`checkpoint`);
}

/**
 * Gives back the room of what was erased of the tables of ciphertext since the node opened, where it is worth it; takes
 * seconds, and waits no longer for who reads them meanwhile.
 */
export async function compact(db: Kysely<Database>): Promise<void> {
  if (!erasedSince.has(db)) return;
  for (const table of await largeSealed(db)) await rewrite(db, table, lockWait.atTheEnd);
}

/** Tables whose rows lie under keys, as far as they are large. A server may ask for the size of others, too. */
async function largeSealed(db: Kysely<Database>): Promise<string[]> {
  const found = await byHand(
    db,
    [],
    sql<{ name: string }>`select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'row_key'
        and pg_total_relation_size(to_regclass(format('%I.%I', table_schema, table_name))) > ${worthBytes}`,
  );
  return found.map(({ name }) => name);
}
