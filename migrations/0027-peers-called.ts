import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How a peer calls itself now is kept beside its name; columns are described in src/database/tables/peers.ts. */
export const peersCalled: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table peers add column called text, add column called_alike text`.execute(db);
  },
};
