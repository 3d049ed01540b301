import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { withdrawSeries } from '../../src/agreements/publishing/withdraw.ts';
import { lockVersions } from '../../src/agreements/versions/store.ts';
import { transaction } from '../../src/database/database.ts';
import { record } from '../../src/record/append.ts';
import { fileOf, publishFile, withdrawalOf } from '../agreements/words.ts';
import { openNodes } from '../peers/open-nodes.ts';
import { signedBy } from '../protocol/cast.ts';

/* Whatever the database ends for somebody else is done again, in any room. */

const { ceiba } = await openNodes('ceiba');

test('a steward who takes an agreement back while somebody holds what that needs is heard all the same', async () => {
  const { runtime, people } = ceiba;
  const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  const { member } = people.rosa;
  const withdrawal = signedBy(await withdrawalOf(ceiba, series), people.rosa);
  let asking: ReturnType<typeof withdrawSeries> | undefined;
  await runtime.db.transaction().execute(async (tx) => {
    // Whoever waited longest looks for the circle first, and is the one that is ended.
    await sql`set local deadlock_timeout = '1min'`.execute(tx);
    await record(tx, { actor: member, action: 'agreements.published', subject: series }, new Date());
    asking = withdrawSeries(runtime, member, series, withdrawal);
    asking.catch(() => {});
    await expect.poll(() => waiting(), { timeout: 5_000 }).toBe(1);
    expect(await lockVersions(tx, series)).toHaveLength(1);
  });
  expect((await asking)?.signers).toEqual([member]);
  const rows = await runtime.db.selectFrom('record').select('action').where('subject', '=', series).execute();
  expect(rows.filter(({ action }) => action === 'agreements.withdrawal-asked')).toHaveLength(1);

  async function waiting(): Promise<number> {
    const held = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return (await held.execute(runtime.db)).rows.length;
  }
});

test('two who lock the same rows in opposite order both come through, and what they wrote is written once', async () => {
  const { db } = ceiba.runtime;
  await sql`create table turns (name text primary key, times integer not null)`.execute(db);
  await sql`insert into turns values ('a', 0), ('b', 0)`.execute(db);
  let runs = 0;
  const holding = new Set<string>();
  const both = Promise.withResolvers<void>();
  const inOrder = (way: 'ab' | 'ba') =>
    transaction(db, async (tx) => {
      runs++;
      for (const name of way) {
        await sql`update turns set times = times + 1 where name = ${name}`.execute(tx);
        // Each holds its first row before either asks for the second.
        holding.add(way);
        if (holding.size === 2) both.resolve();
        await both.promise;
      }
    });
  await Promise.all([inOrder('ab'), inOrder('ba')]);
  expect(runs).toBeGreaterThan(2);
  expect((await sql<{ times: number }>`select times from turns`.execute(db)).rows).toEqual([
    { times: 2 },
    { times: 2 },
  ]);
});
