import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/database/database.ts';
import { freshDatabase, freshPlace } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';

afterEach(() => vi.restoreAllMocks());

test('a commit is on the disk before it is acknowledged', async () => {
  await using database = await freshDatabase();
  const { rows } = await sql<{ name: string; setting: string }>`select name, setting from pg_settings
    where name in ('fsync', 'wal_sync_method', 'synchronous_commit', 'full_page_writes', 'shared_buffers')
    order by name`.execute(database.db);
  expect(rows.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
    'fsync=on',
    'full_page_writes=on',
    'shared_buffers=2048',
    'synchronous_commit=on',
    'wal_sync_method=fsync',
  ]);
  const synced = vi.spyOn(fs, 'fsyncSync');
  for (let n = 1; n <= 20; n++) {
    await sql`insert into kv (key, value) values (${`k${n}`}, 'v')`.execute(database.db);
    expect(synced.mock.calls.length).toBeGreaterThanOrEqual(n);
  }
  synced.mockClear();
  await sql`checkpoint`.execute(database.db);
  expect(synced.mock.calls.length).toBeGreaterThan(3);
});

test('a disk that refuses to sync is never taken for a commit', async () => {
  await using place = await freshPlace();
  const database = await openDatabase({ ...place.database, log: quiet });
  vi.spyOn(fs, 'fsyncSync').mockImplementation(() => {
    throw Object.assign(new Error('EIO'), { code: 'EIO' });
  });
  await expect(sql`insert into kv (key, value) values ('k', 'v')`.execute(database.db)).rejects.toThrow();
  vi.restoreAllMocks();
});

test('a query outside the open transaction fails by name after five seconds, and the transaction still commits', async () => {
  await using database = await freshDatabase();
  const began = performance.now();
  await database.db.transaction().execute(async (tx) => {
    await sql`insert into kv (key, value) values ('inside', 'v')`.execute(tx);
    await expect(sql`select 1`.execute(database.db)).rejects.toMatchObject({ name: 'NoFreeConnection' });
  });
  expect(performance.now() - began).toBeLessThan(7_000);
  const { rows } = await sql<{ key: string }>`select key from kv`.execute(database.db);
  expect(rows).toEqual([{ key: 'inside' }]);
});

test('files are for us alone, and a second opening is refused', async () => {
  await using place = await freshPlace();
  await using _database = await openDatabase({ ...place.database, log: quiet });
  await expect(openDatabase({ ...place.database, log: quiet })).rejects.toMatchObject({ code: 'database-in-use' });
  const written = fs.readdirSync(join(place.folder, 'database', 'pg_wal'));
  expect(written.length).toBeGreaterThan(0);
  expect(fs.statSync(join(place.folder, 'lock')).mode & 0o077).toBe(0);
  expect(fs.statSync(place.folder).mode & 0o077).toBe(0);
});

test('a database is made whole, on the disk and for us alone; what an interrupted making left is removed', async () => {
  const folder = fs.mkdtempSync(join(tmpdir(), 'convive-'));
  try {
    fs.mkdirSync(join(folder, 'database.making-left'));
    fs.writeFileSync(join(folder, 'database.making-left', 'PG_VERSION'), '18\n');
    {
      await using database = await openDatabase({ folder, log: quiet });
      await sql`create table kept (one integer)`.execute(database.db);
      expect(fs.readdirSync(folder).filter((name) => name.startsWith('database'))).toEqual(['database']);
      const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
      expect(files.length).toBeGreaterThan(900);
      expect(fs.statSync(join(folder, 'database')).mode & 0o077).toBe(0);
    }
    await using database = await openDatabase({ folder, log: quiet });
    expect((await sql`select * from kept`.execute(database.db)).rows).toEqual([]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a start that was cut short by a loss of power does not stop the next one', async () => {
  await using place = await freshPlace();
  fs.writeFileSync(join(place.folder, 'database', 'postmaster.pid'), '');
  await using database = await openDatabase({ ...place.database, log: quiet });
  expect((await sql`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
});

test('a damaged database is one refusal, and the folder is free again', async () => {
  await using place = await freshPlace();
  fs.rmSync(join(place.folder, 'database', 'global'), { recursive: true });
  await expect(openDatabase({ ...place.database, log: quiet })).rejects.toMatchObject({
    name: 'Refusal',
    code: 'database',
  });
  await expect(openDatabase({ ...place.database, log: quiet })).rejects.toMatchObject({
    name: 'Refusal',
    code: 'database',
  });
});
