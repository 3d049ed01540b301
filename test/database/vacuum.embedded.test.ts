import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/database/database.ts';
import { freshPlace } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';
import { eventually } from '../support/world.ts';

const sixHours = 6 * 3_600_000;
afterEach(() => void vi.useRealTimers());

test('the embedded database gives back the room of erased rows, every six hours', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await using place = await freshPlace();
  const logged: string[] = [];
  await using opened = await openDatabase({
    ...place.database,
    log: { ...quiet, debug: (event) => void logged.push(event) },
  });
  const { db } = opened;
  const insert = () =>
    sql`insert into received_activities (actor, activity, received)
      select repeat('x', 100), n::text, now() from generate_series(1, 5000) as n`.execute(db);
  const size = async () => {
    const { rows } = await sql<{ size: string }>`select pg_relation_size('received_activities') as size`.execute(db);
    return Number(rows[0]?.size);
  };
  await insert();
  expect(await size()).toBeGreaterThan(500_000);
  await db.deleteFrom('received_activities').execute();
  vi.advanceTimersByTime(sixHours - 1);
  expect(await size()).toBeGreaterThan(500_000);
  vi.advanceTimersByTime(1);
  // What is empty at its end, the table gives back.
  await eventually(
    async () => [logged, await size()] as const,
    ([, left]) => left === 0,
  );
  expect(logged).toEqual(['database.vacuumed']);
});

test('the log of the embedded database does not grow for as long as a node runs', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await using place = await freshPlace();
  await using opened = await openDatabase({ ...place.database, log: quiet });
  const { db } = opened;
  const log = join(place.folder, 'database', 'pg_wal');
  const size = () =>
    readdirSync(log)
      .map((name) => statSync(join(log, name)))
      .reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
  for (let n = 0; n < 8; n++)
    await sql`insert into received_activities (actor, activity, received)
      select repeat('x', 1000), ${n} || '-' || n, now() from generate_series(1, 10000) as n`.execute(db);
  expect(size()).toBeGreaterThan(80 * 1024 * 1024);
  vi.advanceTimersByTime(5 * 60_000);
  await eventually(
    async () => size(),
    (bytes) => bytes <= 48 * 1024 * 1024,
  );
});
