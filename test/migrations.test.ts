import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { unsavedOf } from '../src/agreements/texts/store.ts';
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

test('what somebody typed into a text and had not saved is there after its table became another', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const to = (name: string) =>
    new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateTo(name);
  for (const again of [`drop schema public cascade`, `create schema public`]) await sql.raw(again).execute(db);
  expect((await to('0036-set-up-profile')).error).toBeUndefined();
  for (const row of [
    `members (member, public_key, roles, joined) values ('rosa', 'key', '{}', now())`,
    `texts (id, created, created_by) values ('one', now(), 'rosa')`,
    `text_unsaved (text, part, member, revision, content, at)
      values ('one', 'front', 'rosa', 3, '{"title.es":"Sin guardar"}', now())`,
  ])
    await sql.raw(`insert into ${row}`).execute(db);
  expect((await to('0037-typed')).error).toBeUndefined();
  expect(await unsavedOf(db, 'one', 'rosa')).toMatchObject([
    { part: 'front', revision: 3, typed: { 'title.es': 'Sin guardar' } },
  ]);
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
