import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What peers say that we may still hold, and since when their newest list has left an item out; columns are described
 * in src/database/tables/notices.ts.
 */
export const lists: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table peer_lists (
    peer text primary key references peers, id text not null, envelope text not null, issued timestamptz not null,
      next_by timestamptz not null,
    received timestamptz not null)`,
  `create table own_lists (
    peer text primary key references peers, id text not null, envelope text not null, issued timestamptz not null)`,
  `alter table incoming add column first_received timestamptz, add column suspended timestamptz`,
  `create index incoming_suspended on incoming (suspended) where suspended is not null`,
];
