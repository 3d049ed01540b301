import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Since when a member wants to leave whom the manifest lists; described in src/database/tables/. */
export const departures: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table members add column leaving timestamptz`).execute(db);
  },
};
