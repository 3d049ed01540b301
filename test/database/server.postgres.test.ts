import { sql } from 'kysely';
import { expect, inject, test, vi } from 'vitest';
import { openDatabase, withRetry } from '../../src/database/database.ts';
import { startLogging } from '../../src/platform/logging.ts';
import { freshDatabase } from '../support/databases.ts';
import { databaseUrl } from '../support/postgres.ts';

const lines: string[] = [];
const log = startLogging({ format: 'text', write: (line) => lines.push(line) });

test.each([
  ['not a URL', 'hunter2', 'config'],
  ['of another kind', 'mysql://name:hunter2@localhost/x', 'config'],
  ['of a server that is not there', 'postgres://name:hunter2@127.0.0.1:1/x', 'database-unreachable'],
  ['of a host that does not exist', 'postgres://name:hunter2@nowhere.invalid/x', 'database-unreachable'],
])('a DATABASE_URL that is %s is refused without repeating it', async (_what, url, code) => {
  const refused = await openDatabase({ url, log }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ name: 'Refusal', code });
  expect(String((refused as Error).stack)).not.toContain('hunter2');
  expect(lines.join('')).not.toContain('hunter2');
});

test('a wrong password and a database that is not there are told from a server that is not there', async () => {
  const { server } = inject('postgres');
  const wrong = new URL(server);
  wrong.password = 'hunter2';
  await expect(openDatabase({ url: wrong.href, log })).rejects.toMatchObject({ code: 'database-denied' });
  await expect(openDatabase({ url: databaseUrl(server, 'nothing_here'), log })).rejects.toMatchObject({
    code: 'database-denied',
  });
});

test('two serializable transactions that cross are both done in the end', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await sql`insert into kv (key, value) values ('a', '1'), ('b', '1')`.execute(db);
  let runs = 0;
  const copy = (from: string, to: string) =>
    withRetry(() =>
      db
        .transaction()
        .setIsolationLevel('serializable')
        .execute(async (tx) => {
          runs++;
          const { rows } = await sql<{ value: string }>`select value from kv where key = ${from}`.execute(tx);
          await new Promise((resolve) => setTimeout(resolve, 50));
          await sql`update kv set value = ${`${rows[0]?.value}${to}`} where key = ${to}`.execute(tx);
        }),
    );
  await Promise.all([copy('a', 'b'), copy('b', 'a')]);
  expect(runs).toBeGreaterThan(2);
  const { rows } = await sql<{ value: string }>`select value from kv order by key`.execute(db);
  expect(rows.map(({ value }) => value).sort((a, b) => a.length - b.length)).toEqual([
    expect.any(String),
    expect.stringMatching(/^1..$/),
  ]);
});

test('a connection that the server closes is replaced, and the log says only that', async () => {
  const { server } = inject('postgres');
  lines.length = 0;
  await using database = await openDatabase({ url: server, log });
  const ended = sql`select pg_terminate_backend(pg_backend_pid()), 'hunter2'`.execute(database.db);
  await expect(ended).rejects.toThrow();
  await vi.waitFor(() => expect(lines).toHaveLength(2));
  expect(lines[1]).toMatch(/ warning database\.connection-lost error=\w+( code=\w+)?\n$/);
  expect((await sql`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
});
