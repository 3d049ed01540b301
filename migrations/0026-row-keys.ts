import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Wraps everything sealed under a key for each row, which goes with the row; columns are described in
 * src/database/tables/row-keys.ts.
 */
export const rowKeys: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of before) await sql.raw(statement).execute(db);
    for (const { table, column, empty } of sealed) await wrapColumn(db, table, column, empty);
    for (const statement of after) await sql.raw(statement).execute(db);
  },
};

const before = [
  `create table row_keys (id uuid primary key, key bytea not null)`,
  `create table rewrites_due (
    id bigint generated always as identity primary key,
    name text not null,
    erased timestamptz not null default clock_timestamp()
  )`,
  `create function erase_row_key() returns trigger language plpgsql as $$
    begin
      delete from row_keys where id = old.row_key;
      insert into rewrites_due (name) values ('row_keys');
      return null;
    end $$`,
  `create function note_erased() returns trigger language plpgsql as $$
    begin
      if exists (select from gone) then
        insert into rewrites_due (name) values (tg_table_name);
      end if;
      return null;
    end $$`,
  `alter table reseals drop constraint reseals_check`,
];

const after = [
  `alter table reseals add constraint reseals_check
    check ((confirmed is null and lapsed is null) = (body is not null))`,
  ...['sessions', 'entries'].map(
    (table) => `create trigger ${table}_erased after delete on ${table} referencing old table as gone
      for each statement execute function note_erased()`,
  ),
];

/** Columns of ciphertext; `empty` where a row may stay without it, and what stood for that until now. */
const sealed: { table: string; column: string; empty?: string | null }[] = [
  { table: 'drafts', column: 'ciphertext' },
  { table: 'draft_revisions', column: 'ciphertext' },
  { table: 'outgoing', column: 'body' },
  { table: 'incoming', column: 'body' },
  { table: 'reseals', column: 'body', empty: null },
  { table: 'box_shares', column: 'ciphertext' },
  { table: 'manifest_rotations', column: 'shares', empty: '[]' },
];

async function wrapColumn(db: Kysely<unknown>, table: string, column: string, empty?: string | null): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`alter table ${table} rename column ${column} to bare`);
  await run(
    `alter table ${table} alter column bare drop not null, add column ${column} bytea, add column row_key uuid`,
  );
  // In its own bytes already: trying to compress it costs time and gains nothing.
  await run(`alter table ${table} alter column ${column} set storage external`);
  if (typeof empty === 'string')
    await sql`update ${sql.table(table)} set bare = null where bare = ${empty}`.execute(db);
  for (;;) {
    const { rows } = await sql<{ at: string; bare: string }>`
      select ctid::text as at, bare from ${sql.table(table)} where bare is not null limit 50`.execute(db);
    for (const { at, bare } of rows) await wrapRow(db, table, column, at, bare);
    if (rows.length === 0) break;
  }
  await run(`alter table ${table} drop column bare`);
  if (empty === undefined) await run(`alter table ${table} alter ${column} set not null, alter row_key set not null`);
  else await run(`alter table ${table} add constraint ${table}_keyed check ((${column} is null) = (row_key is null))`);
  // Its file still holds what was not wrapped.
  await run(`insert into rewrites_due (name) select '${table}' where exists (select from ${table})`);
  await run(`create trigger ${table}_erased after delete on ${table} for each row execute function erase_row_key()`);
  await run(`create trigger ${table}_rewrapped after update of row_key on ${table} for each row
    when (old.row_key is distinct from new.row_key) execute function erase_row_key()`);
}

async function wrapRow(db: Kysely<unknown>, table: string, column: string, at: string, bare: string): Promise<void> {
  const [id, key] = [randomUUID(), randomBytes(32)];
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12));
  const wrapped = Buffer.concat([cipher.update(bare, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  await sql`insert into row_keys (id, key) values (${id}, ${key})`.execute(db);
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${wrapped}, row_key = ${id}, bare = null
    where ctid = ${at}::tid`.execute(db);
}
