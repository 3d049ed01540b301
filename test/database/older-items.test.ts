import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { migrateToLatest } from '../../src/database/migrate.ts';
import type { Database } from '../../src/database/schema.ts';
import { freshDatabase } from '../support/databases.ts';

/* A node that kept items of peers before their facts were kept knows the same of them after its next start. */

const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00Z`;

/** An empty database as a Convive of that migration left it. */
async function backTo(db: Kysely<Database>, migration: string): Promise<void> {
  await sql.raw('drop schema public cascade').execute(db);
  await sql.raw('create schema public').execute(db);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo(migration);
  if (error) throw error;
}

async function peer(db: Kysely<Database>, id: string, state: string): Promise<void> {
  await sql`insert into peers (peer, actor, inbox, origin, name, handle, state, pinned, changed, turn)
    values (${id}, ${id}, 'inbox', ${id}, 'Maguey', 'maguey', ${state}, ${day(1)}, ${day(2)}, 7)`.execute(db);
}

type Old = { opened?: string; code?: string; by?: string | null; failed?: string; suspended?: string };
async function item(db: Kysely<Database>, delivery: string, edition: number, state: string, old: Old = {}) {
  const { opened = null, code = null, by = null, failed = null, suspended = null } = old;
  await sql`insert into incoming (peer, delivery, edition, kind, header, body, cipher, drop_commit, drop_after, state,
      received, opened, failed_code, failed_by, failed, suspended)
    values ('maguey', ${delivery}, ${edition}, 'alert', '{}', 'x', ${`${delivery} ${edition}`}, 'c', ${day(30)},
      ${state}, ${day(3)}, ${opened}, ${code}, ${by}, ${failed}, ${suspended})`.execute(db);
}

test('what was opened, failed, left out of a list or said to be taken back is known of older items', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await backTo(db, '0014-receipts');
  await peer(db, 'maguey', 'trusted');
  await peer(db, 'hawthorn', 'ended');
  await item(db, 'new', 1, 'quarantined');
  await item(db, 'waits', 1, 'quarantined', { failed: day(4) });
  await item(db, 'opened', 1, 'verified', { opened: day(5) });
  await item(db, 'opened', 2, 'quarantined');
  await item(db, 'garbage', 1, 'unopenable');
  await item(db, 'left-out', 1, 'verified', { opened: day(5), suspended: day(6) });
  await item(db, 'forged', 1, 'failed', { code: 'signature', by: 'rosa', failed: day(7) });
  await item(db, 'taken-back', 1, 'failed', { opened: day(5), code: 'no-consent', by: 'tono', failed: day(8) });
  await migrateToLatest(db);

  const items = await db
    .selectFrom('incoming')
    .select(['delivery', 'edition', 'checked_with', 'unopenable', 'waiting'])
    .orderBy('delivery')
    .orderBy('edition')
    .execute();
  expect(items.map((one) => [one.delivery, one.edition, one.checked_with, one.unopenable, one.waiting])).toEqual([
    ['forged', 1, null, false, null],
    ['garbage', 1, null, true, null],
    ['left-out', 1, 1, false, null],
    ['new', 1, null, false, null],
    ['opened', 1, 1, false, null],
    ['opened', 2, null, false, null],
    ['taken-back', 1, 1, false, null],
    ['waits', 1, null, false, new Date(day(4))],
  ]);
  expect(await db.selectFrom('incoming_reports').selectAll().execute()).toEqual([
    { peer: 'maguey', delivery: 'forged', edition: 1, code: 'signature', member: 'rosa', at: new Date(day(7)) },
  ]);
  const facts = await db.selectFrom('incoming_facts').selectAll().orderBy('delivery').execute();
  const nothing = { peer: 'maguey', taken_back: null, taken_back_by: null, taken_back_at: null, denied_by: [] };
  expect(facts).toEqual([
    { ...nothing, delivery: 'left-out', suspended: new Date(day(6)), restored: null },
    {
      ...nothing,
      ...{ delivery: 'taken-back', suspended: null, restored: null },
      ...{ taken_back: 'withdrawn', taken_back_by: 'tono', taken_back_at: new Date(day(8)) },
    },
  ]);
  const peers = await db.selectFrom('peers').select(['peer', 'trust_ended', 'revision']).orderBy('peer').execute();
  expect(peers.map((one) => [one.peer, one.trust_ended, Number(one.revision)])).toEqual([
    ['hawthorn', [new Date(day(2))], 7],
    ['maguey', [], 7],
  ]);
});
