import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What counts as one host of a follower, so that no host takes the place of all; columns are described in
 * src/database/tables/following.ts.
 */
export const caps: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  // Worked out when they follow again; until then they count for nobody's host.
  `alter table followers add column domain text`,
  `create index followers_domain on followers (domain)`,
];
