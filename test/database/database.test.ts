import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { openDatabase, withRetry } from '../../src/database/database.ts';
import { freshDatabase, freshPlace } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';

test('it says which database it is', async () => {
  await using database = await freshDatabase();
  expect(database.kind).toBe(inject('database'));
  expect(Number.parseInt(await database.version(), 10)).toBeGreaterThanOrEqual(15);
});

test('both databases give the same types', async () => {
  await using database = await freshDatabase();
  const { rows } =
    await sql`select 1::int as int, 1::bigint as bigint, count(*) as count, true as bool, 1.5::numeric as numeric,
    '2031-05-01T12:00:00Z'::timestamptz as at, '\\x00ff'::bytea as bytes, '{"a":1}'::jsonb as json,
    array['a','b'] as list`.execute(database.db);
  const at = new Date('2031-05-01T12:00:00Z');
  const others = { bool: true, numeric: '1.5', at, bytes: Buffer.from([0, 255]), json: { a: 1 }, list: ['a', 'b'] };
  expect(rows).toEqual([{ int: 1, bigint: '1', count: '1', ...others }]);
});

test('an error has the code of Postgres, and a failed transaction leaves nothing', async () => {
  await using database = await freshDatabase();
  const twice = database.db.transaction().execute(async (tx) => {
    for (let n = 0; n < 2; n++) await sql`insert into kv (key, value) values ('k', 'v')`.execute(tx);
  });
  await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'kv_pkey' });
  expect((await sql`select * from kv`.execute(database.db)).rows).toEqual([]);
});

test('serializable means serializable', async () => {
  await using database = await freshDatabase();
  await database.db
    .transaction()
    .setIsolationLevel('serializable')
    .execute(async (tx) => {
      const { rows } = await sql`show transaction_isolation`.execute(tx);
      expect(rows).toEqual([{ transaction_isolation: 'serializable' }]);
    });
});

test('what was written is there after closing and opening again', async () => {
  await using place = await freshPlace();
  for (let n = 0; n < 3; n++) {
    await using database = await openDatabase({ ...place.database, log: quiet });
    expect((await sql`select * from kv`.execute(database.db)).rows).toHaveLength(n);
    await sql`insert into kv (key, value) values (${`k${n}`}, 'v')`.execute(database.db);
  }
});

test('a transaction that the database asks to repeat is repeated, five times at most, anything else is not', async () => {
  let runs = 0;
  const failing = (code: string, times: number) => async () => {
    runs++;
    if (runs <= times) throw Object.assign(new Error('x'), { code });
    return 'done';
  };
  expect(await withRetry(failing('40001', 2))).toBe('done');
  expect(runs).toBe(3);
  runs = 0;
  await expect(withRetry(failing('40P01', 9))).rejects.toMatchObject({ code: '40P01' });
  expect(runs).toBe(5);
  runs = 0;
  await expect(withRetry(failing('23505', 1))).rejects.toMatchObject({ code: '23505' });
  expect(runs).toBe(1);
});
