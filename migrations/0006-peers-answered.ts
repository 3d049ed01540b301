import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When a peer's node last answered our pull; described in src/database/tables/peers.ts. */
export const peersAnswered: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table peers add column answered timestamptz`.execute(db);
  },
};
