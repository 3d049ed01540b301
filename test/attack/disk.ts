import { type Kysely, sql } from 'kysely';
import { rewriteErased } from '../../src/database/rewrite.ts';
import type { Database } from '../../src/database/schema.ts';

type Disk = { rows: Record<string, number>; bytes: number };

/** Rows of every table, and bytes on disk of all together with their indexes. */
export async function diskOf(db: Kysely<Database>): Promise<Disk> {
  const tables = await sql<{ name: string; bytes: string }>`
    select relname::text as name, pg_total_relation_size(oid) as bytes from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`.execute(db);
  const rows: Disk['rows'] = {};
  for (const { name } of tables.rows) {
    const counted = await sql<{ count: string }>`select count(*) as count from ${sql.table(name)}`.execute(db);
    rows[name] = Number(counted.rows[0]?.count);
  }
  return { rows, bytes: tables.rows.reduce((sum, { bytes }) => sum + Number(bytes), 0) };
}

/**
 * How many rows each table has more after a flood than before, and bytes of all; what it was is told. A chore that
 * comes round within a minute has been there.
 */
export async function grownBy(db: Kysely<Database>, flood: () => Promise<unknown>): Promise<Disk> {
  const before = await diskOf(db);
  await flood();
  await rewriteErased(db);
  const after = await diskOf(db);
  const more = Object.entries(after.rows).map(([table, count]) => [table, count - (before.rows[table] ?? 0)] as const);
  const grown = {
    rows: Object.fromEntries(more.filter(([, count]) => count !== 0)),
    bytes: after.bytes - before.bytes,
  };
  console.info(`bytes on disk: ${before.bytes} before, ${after.bytes} after; rows: ${JSON.stringify(grown.rows)}`);
  return grown;
}
