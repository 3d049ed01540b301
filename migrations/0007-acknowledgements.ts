import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What collectives say of each other's agreements; columns are described in src/database/tables/agreements.ts. */
export const acknowledgements: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table acknowledgements (
      id text primary key, agreement text not null, issuer text not null, at timestamptz not null,
        envelope text not null,
      unique (agreement, issuer))`.execute(db);
    await sql`create table acknowledgement_drafts (
      id text primary key, agreement text not null unique, envelope text not null,
        created timestamptz not null)`.execute(db);
    await sql`create table acknowledgements_pending (
      id text primary key, actor text not null, url text not null, digest text not null,
        tries integer not null default 0,
      next_try timestamptz not null, received timestamptz not null, unique (actor, digest))`.execute(db);
  },
};
