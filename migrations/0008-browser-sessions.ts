import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Single-use links into a browser, and sessions that end when nobody uses them; columns are described in
 * src/database/tables/members.ts.
 */
export const browserSessions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table entries (
      code_hash text primary key, member text not null references members on delete cascade,
        expires timestamptz not null)`.execute(db);
    await sql`alter table sessions add column ends timestamptz`.execute(db);
  },
};
