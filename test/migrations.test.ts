import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { migrateToLatest, pendingMigrations } from '../src/database/migrate.ts';
import { freshDatabase } from './support/databases.ts';

test('a migrated database is at this version, and migrating again changes nothing', async () => {
  await using database = await freshDatabase();
  expect(await pendingMigrations(database.db)).toEqual([]);
  await migrateToLatest(database.db);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database.db);
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations));
});

test('migrations are listed in the order in which they are applied', () => {
  expect(Object.keys(migrations)).toEqual(Object.keys(migrations).sort());
  expect(Object.keys(migrations).length).toBeGreaterThan(0);
});

test('several processes that migrate at once apply everything exactly once', async () => {
  await using database = await freshDatabase();
  const tables = await tableNames(database.db);
  await sql.raw(`drop schema public cascade`).execute(database.db);
  await sql.raw(`create schema public`).execute(database.db);
  expect(await pendingMigrations(database.db)).toEqual(Object.keys(migrations));
  await Promise.all([migrateToLatest(database.db), migrateToLatest(database.db), migrateToLatest(database.db)]);
  expect(await tableNames(database.db)).toEqual(tables);
});

test('a database that a newer Convive has changed is refused', async () => {
  await using database = await freshDatabase();
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`.execute(database.db);
  await expect(migrateToLatest(database.db)).rejects.toMatchObject({ code: 'database-newer' });
});

async function tableNames(db: Parameters<typeof migrateToLatest>[0]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(db);
  return rows.map(({ name }) => name);
}
