import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a data folder knows its database by; columns are described in src/database/tables/collective.ts. */
export const nodeIdentity: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table node add column identity uuid not null default gen_random_uuid()`.execute(db);
  },
};
