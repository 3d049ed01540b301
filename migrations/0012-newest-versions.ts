import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What the feeds ask for: the versions that were published last, and the series that were withdrawn last, whose
 * versions go together.
 */
export const newestVersions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      `create index agreements_published on agreements (published desc, id) where withdrawn is null`,
      `create index agreements_gone on agreements (withdrawn desc, series) where withdrawn is not null and version = 1`,
    ])
      await sql.raw(statement).execute(db);
  },
};
