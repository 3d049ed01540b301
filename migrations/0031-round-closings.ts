import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who asked to close a round in which others took part; columns are described in src/database/tables/agreements.ts. */
export const roundClosings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table round_closings (
      round text not null references rounds on delete cascade, member text not null, minutes text,
        asked timestamptz not null,
      primary key (round, member))`.execute(db);
  },
};
