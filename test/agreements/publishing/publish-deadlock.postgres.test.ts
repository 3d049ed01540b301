import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { importFile } from '../../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { lockDraft, versionsOf } from '../../../src/agreements/versions/store.ts';
import { lockNode } from '../../../src/collective/store.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import { fileOf, signBy } from '../words.ts';

const { ceiba } = await openNodes('ceiba');

it('is published once and for good, when the database ends it for somebody who held what it needed', async () => {
  const { runtime, people } = ceiba;
  const made = await importFile(runtime, people.rosa.member, { markdown: fileOf('ceiba-v1.es.md'), series: null });
  if ('problems' in made) throw new Error('problems');
  const { draft } = made;
  await signBy(ceiba, draft, people.rosa, people.lu);
  const ended = () =>
    sql<{ deadlocks: string }>`select deadlocks from pg_stat_database where datname = current_database()`
      .execute(runtime.db)
      .then(({ rows }) => Number(rows[0]?.deadlocks));
  const before = await ended();
  let publishing: Promise<unknown> = Promise.resolve();
  await runtime.db.transaction().execute(async (tx) => {
    // Whoever waited longest looks for the circle first, and is the one that is ended.
    await sql`set local deadlock_timeout = '1min'`.execute(tx);
    await lockNode(tx);
    publishing = publishDraft(runtime, people.rosa.member, draft.id);
    await expect.poll(() => waiting(), { timeout: 5_000 }).toBe(1);
    expect(await lockDraft(tx, draft.id)).not.toBeNull();
  });
  await publishing;
  expect(await versionsOf(runtime.db, draft.series)).toHaveLength(1);
  while ((await ended()) === before) await wait(100);

  async function waiting(): Promise<number> {
    const held = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return (await held.execute(runtime.db)).rows.length;
  }
});
