import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrateToLatest } from '../../../src/database/migrate.ts';
import { databaseUrl, onServer } from '../../support/postgres.ts';
import { readSources } from '../../support/sources.ts';
import { mayScan, smallTables } from './may-scan.ts';
import { type Asked, openRecorded, type Run, scannedBy, type Tx, undone } from './plans.ts';
import { runs } from './runs.ts';
import { seedTables } from './seed.ts';

/** What one function of a store asked, and the tables of which every row would be read for it. */
type Function = { of: string; statements: Asked[]; scans: string[] };

let recorded: ReturnType<typeof openRecorded>;
let functions: Function[] = [];
const name = `convive_${randomBytes(6).toString('hex')}`;

beforeAll(async () => {
  const { server } = inject('postgres');
  // Sorted as people do, like most servers: indexes that serve only an order by bytes do not count.
  await onServer(server, `create database ${name} template template0 locale_provider icu icu_locale 'es'`);
  recorded = openRecorded(databaseUrl(server, name));
  await migrateToLatest(recorded.db);
  await seedTables(recorded.db);
  functions = [];
  for (const [path, exported] of Object.entries(runs))
    for (const [as, run] of Object.entries(exported))
      if (run !== null) functions.push(await askedBy(`${path} ${as}`, run));
}, 300_000);

afterAll(async () => {
  await recorded?.[Symbol.asyncDispose]();
  await onServer(inject('postgres').server, `drop database if exists ${name} with (force)`);
});

test('every file that asks the database is among those looked at, and every function asks something', () => {
  const asking = /\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(|\bprepared</;
  const files = readSources(['src']).filter(({ path, text }) => asking.test(text) && !path.startsWith('src/database/'));
  expect(files.map(({ path }) => path.slice('src/'.length)).sort()).toEqual(Object.keys(runs).sort());
  expect(functions.filter(({ statements }) => statements.length === 0)).toEqual([]);
  expect(functions.length).toBeGreaterThan(200);
});

test('no query reads a table of 10,000 rows from end to end, but for those that are named with their reason', () => {
  const scans = functions.flatMap(({ of, scans }) => scans.map((table) => ({ of, table })));
  const long = scans.filter(({ table }) => !smallTables.includes(table));
  const allowed = Object.values(mayScan).flatMap((each) => Object.entries(each));
  expect(long.map(({ of, table }) => `${of}: ${table}`).sort()).toEqual(
    allowed.flatMap(([of, tables]) => tables.map((table) => `${of}: ${table}`)).sort(),
  );
});

test('tables are called small that are', async () => {
  for (const table of smallTables) {
    const { rows } = await sql<{ rows: string }>`select count(*) as rows from ${sql.table(table)}`.execute(recorded.db);
    expect(Number(rows[0]?.rows), table).toBeLessThan(100);
  }
});

test('an index that is gone is missed', async () => {
  for (const [index, table] of [
    ['outgoing_draft', 'outgoing'],
    ['outgoing_kind', 'outgoing'],
    ['consents_ends', 'consents'],
    ['tombstones_ended', 'tombstones'],
    ['tombstones_pending', 'tombstones'],
    ['recusals_member', 'recusals'],
    ['deliveries_settled', 'deliveries'],
    ['sessions_member', 'sessions'],
    ['entries_member', 'entries'],
    ['box_shares_member', 'box_shares'],
    ['used_nonces_ends', 'used_nonces'],
    ['kv_ends', 'kv'],
    ['followers_origin', 'followers'],
    ['lanes_due', 'lanes'],
    ['follows_origin', 'follows'],
    ['agreements_received_unshown', 'agreements_received'],
    ['acknowledgements_pending_due', 'acknowledgements_pending'],
    ['acknowledgements_issuer', 'acknowledgements'],
    ['rounds_draft', 'rounds'],
    ['rounds_text', 'rounds'],
    ['rounds_closed', 'rounds'],
  ] as const) {
    const before = functions.filter(({ scans }) => !scans.includes(table));
    const scanned = await undone(recorded.db, async (tx) => {
      await sql`drop index ${sql.ref(index)}`.execute(tx);
      const found: string[] = [];
      for (const { statements } of before)
        for (const one of statements)
          if (one.sql.includes(table) && (await scannedBy(tx, one)).includes(table)) found.push(one.sql);
      return found;
    });
    expect(scanned, index).not.toEqual([]);
  }
});

test('whatever goes along with a row that is erased is found by an index', async () => {
  expect(await undone(recorded.db, unindexed)).toEqual([]);
  for (const [index, table] of [
    ['outgoing_peer', 'outgoing'],
    ['consents_peer', 'consents'],
    ['typed_member', 'typed'],
  ]) {
    const missing = await undone(recorded.db, async (tx) => {
      await sql`drop index ${sql.ref(String(index))}`.execute(tx);
      return unindexed(tx);
    });
    expect(missing).toEqual([table]);
  }
});

/** Tables with rows that point to those of another, and no index by which those would be found. */
async function unindexed(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ missing: string }>`
    select conrelid::regclass::text as missing from pg_constraint as c
      where contype = 'f' and connamespace = 'public'::regnamespace and not exists (
        select from pg_index as i where i.indrelid = c.conrelid and i.indpred is null
          and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`.execute(tx);
  return rows.map(({ missing }) => missing);
}

/** Runs a function of a store, undoes what it did, and asks how the server would answer each of its statements. */
async function askedBy(of: string, run: Exclude<Run, null>): Promise<Function> {
  recorded.taken();
  if (typeof run !== 'function') await run.alone(recorded.db);
  try {
    return await undone(recorded.db, async (tx) => {
      if (typeof run === 'function') await run(tx);
      const statements = recorded.taken().filter(({ sql }) => !/^(begin|start|commit|rollback)\b/i.test(sql));
      const scans = new Set<string>();
      // In the same transaction, since a function may set how its next statement is planned.
      for (const one of statements) for (const table of await scannedBy(tx, one)) scans.add(table);
      return { of, statements, scans: [...scans].sort() };
    });
  } catch (error) {
    throw new Error(`${of} failed`, { cause: error });
  }
}
