import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The key of a follower is kept with it; columns are described in src/database/tables/following.ts. */
export const followerKeys: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table followers add column key_id text, add column public_key text`.execute(db);
  },
};
