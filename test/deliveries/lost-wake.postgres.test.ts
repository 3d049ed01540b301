import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { claimLanes } from '../../src/deliveries/claim.ts';
import { enqueue, type ToDeliver } from '../../src/deliveries/enqueue.ts';
import { releaseLanes } from '../../src/deliveries/worker-store.ts';
import { openPlaces } from '../../src/platform/places.ts';
import { freshDatabase } from '../support/databases.ts';
import { eventually } from '../support/world.ts';

const now = new Date('2026-11-22T12:00:00Z');
const recipient = {
  actor: 'https://maguey.example/actor',
  inbox: 'https://maguey.example/inbox',
  audience: 'peer',
} as const;
const thing = (item: string): ToDeliver => ({ kind: 'thing', item, object: item, recipient });

test('what is enqueued while its lane is being released is not forgotten', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await db.transaction().execute((tx) => enqueue(tx, [thing('one')], now));
  const [claimed] = await claimLanes(db, openPlaces(), now);
  await db.updateTable('deliveries').set({ state: 'sent', sent: now }).execute();
  let released: Promise<void> | undefined;
  await db.transaction().execute(async (tx) => {
    await enqueue(tx, [thing('two')], now);
    released = releaseLanes(db, [{ ...claimed!.lane, waits: null }]);
    // It waits for this transaction, whose row it could not see when it began.
    await eventually(
      async () => (await sql`select 1 from pg_locks where not granted`.execute(db)).rows.length,
      (waiting) => waiting > 0,
    );
  });
  await released;
  expect(await claimLanes(db, openPlaces(), now)).toHaveLength(1);
});
