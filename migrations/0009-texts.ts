import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Agreements while they are being written; columns are described in src/database/tables/agreements.ts. */
export const texts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table texts (
      id text primary key, series text, created timestamptz not null, created_by text not null)`.execute(db);
    await sql`create table text_parts (
      text text not null references texts (id) on delete cascade, part text not null, revision integer not null
        check (revision > 0),
      kind text not null check (kind in ('front', 'clause', 'belonging')), place double precision not null,
        content text,
      member text not null, at timestamptz not null, primary key (text, part, revision))`.execute(db);
    await sql`create table text_unsaved (
      text text not null references texts (id) on delete cascade, part text not null,
      member text not null references members (member) on delete cascade, revision integer not null,
        content text not null, at timestamptz not null, primary key (text, part, member))`.execute(db);
  },
};
