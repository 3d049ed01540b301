import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whether one person tries the node out alone; described in src/database/tables/. */
export const alone: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table node add column alone boolean not null default false`).execute(db);
  },
};
