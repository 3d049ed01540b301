import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What founders say of their collective while they set it up; described in src/database/tables/. */
export const setUpProfile: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table node add column set_up_profile text`).execute(db);
  },
};
