import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDatabase } from '../../src/database/database.ts';
import { freshDatabase } from '../support/databases.ts';
import { schemaOf } from '../support/schema-dump.ts';
import { root } from '../support/sources.ts';

const committed = readFileSync(join(root, 'migrations/schema.sql'), 'utf8');
let database: OpenDatabase;

beforeAll(async () => {
  database = await freshDatabase();
}, 120_000);
afterAll(() => database[Symbol.asyncDispose]());

test('the migrations make what migrations/schema.sql says (npm run schema writes it anew)', async () => {
  expect(await schemaOf(database.db)).toBe(committed);
});

test.each([
  ['a column', 'alter table rounds add column more text'],
  ['a column that may be null', 'alter table rounds alter column body drop not null'],
  ['a check', 'alter table rounds drop constraint rounds_check'],
  ['an index', 'drop index rounds_open'],
  ['a table', 'create table more (one integer)'],
])('sees %s that is another', async (_what, change) => {
  const changed = database.db.transaction().execute(async (tx) => {
    await sql.raw(change).execute(tx);
    throw new Error(await schemaOf(tx));
  });
  const found = await changed.catch((error: Error) => error.message);
  expect(found).toContain('CREATE TABLE rounds');
  expect(found).not.toBe(committed);
});
