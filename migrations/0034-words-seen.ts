import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Words that reached the server, and who wants to be asked nothing more; described in src/database/tables/. */
export const wordsSeen: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      `alter table consents add column asks_nothing_more boolean not null default false`,
      `create table words_seen (locator_hash text primary key, seen timestamptz not null)`,
      `create index words_seen_seen on words_seen (seen)`,
    ])
      await sql.raw(statement).execute(db);
  },
};
