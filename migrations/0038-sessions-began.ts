import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Since when a session stands, for its member to see; described in src/database/tables/. */
export const sessionsBegan: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table sessions add column began timestamptz not null default now()`).execute(db);
  },
};
