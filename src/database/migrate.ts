import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../../migrations/index.ts';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from './schema.ts';

const tries = 60;
const waitMs = 1_000;

/**
 * Brings the tables to this version, all migrations or none; several processes may ask at once. Waits at most half a
 * second at a time for a lock, so that it never stalls who is reading, and tries for a minute.
 * @throws `database-newer` for a database that a newer Convive has changed.
 */
export async function migrateToLatest(db: Kysely<Database>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const error = await db.connection().execute(migrateOnce);
    if (!error) return;
    const locked = error instanceof Error && 'code' in error && (error.code === '55P03' || error.code === '40P01');
    if (!locked || attempt === tries) throw error;
    await new Promise((resolve) => setTimeout(resolve, waitMs * Math.random()));
  }
}

async function migrateOnce(db: Kysely<Database>): Promise<unknown> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  await sql`set lock_timeout = '500ms'`.execute(db);
  try {
    const applied = await appliedNames(db);
    if (applied.some((name) => !Object.hasOwn(migrations, name))) throw new Refusal('database-newer');
    const { error } = await migrator.migrateToLatest();
    return error;
  } finally {
    await sql`reset lock_timeout`.execute(db);
  }
}

/** Names of migrations that are still to be applied; empty when the database is at this version. */
export async function pendingMigrations(db: Kysely<Database>): Promise<string[]> {
  const applied = await appliedNames(db);
  return Object.keys(migrations).filter((name) => !applied.includes(name));
}

async function appliedNames(db: Kysely<Database>): Promise<string[]> {
  const found = await sql<{ found: string | null }>`select to_regclass('kysely_migration')::text as found`.execute(db);
  if (!found.rows[0]?.found) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}
