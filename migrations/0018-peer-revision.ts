import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What counts the changes of a peer's items is called so; columns are described in src/database/tables/peers.ts. */
export const peerRevision: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table peers rename column turn to revision`.execute(db);
  },
};
