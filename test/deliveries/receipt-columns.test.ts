import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import { freshDatabase } from '../support/databases.ts';

test('what a receipt said in one string stands in columns after the migration', { timeout: 90_000 }, async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await sql.raw(`drop schema public cascade`).execute(db);
  await sql.raw(`create schema public`).execute(db);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  expect((await migrator.migrateTo('0012-newest-versions')).error).toBeUndefined();
  const kept = (id: string, kind: string, item: string) =>
    sql`
    insert into deliveries (id, host, lane, kind, item, object, recipient, inbox, audience, state, created,
      next_at, give_up)
    values (${id}::uuid, 'h', 'ordinary', ${kind}, ${item}, 'o', 'r', 'i', 'peer', 'due', now(), now(), now())`.execute(
      db,
    );
  const id = (last: number) => `00000000-0000-7000-8000-00000000000${last}`;
  await kept(id(1), 'receipt', 'stored an-id its-bytes');
  await kept(id(2), 'receipt', 'deleted an-id -');
  await kept(id(3), 'alert', 'an-id');
  await migrateToLatest(db);
  const rows = db.selectFrom('deliveries').select(['item', 'receipt_event', 'receipt_cipher']).orderBy('id');
  expect(await rows.execute()).toEqual([
    { item: 'an-id', receipt_event: 'stored', receipt_cipher: 'its-bytes' },
    { item: 'an-id', receipt_event: 'deleted', receipt_cipher: null },
    { item: 'an-id', receipt_event: null, receipt_cipher: null },
  ]);
});
