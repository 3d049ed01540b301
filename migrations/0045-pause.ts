import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When an alert may go out, and who signed that it cannot wait; described in src/database/tables/. */
export const pause: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table consents add column send_after timestamptz, add column hurry text`).execute(db);
    await sql.raw(`update consents set send_after = granted`).execute(db);
    await sql.raw(`alter table consents alter column send_after set not null`).execute(db);
  },
};
