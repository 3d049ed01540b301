import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which desks stewards signed, ours and partners'; described in src/database/tables/desk.ts. */
export const deskReleases: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      `create table desk_releases (
        issuer text not null, version integer not null, id text not null unique, envelope text not null,
        primary key (issuer, version)
      )`,
      `create table desk_release_drafts (
        id text primary key, version integer not null, envelope text not null, created timestamptz not null,
        made_by text not null
      )`,
    ])
      await sql.raw(statement).execute(db);
  },
};
