import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whom to turn to, as the collective says it of itself; described in src/database/tables/. */
export const contacts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table node add column contacts text not null default '[]'`).execute(db);
  },
};
