import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Nothing is kept of a challenge until somebody signed in with it, and wrong tries with a set-up code are not counted;
 * columns are described in src/database/tables/.
 */
export const guessing: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `drop table challenges`,
  `create table used_nonces (nonce text primary key, expires timestamptz not null)`,
  `create index used_nonces_ends on used_nonces (expires)`,
  `alter table node drop column set_up_wrong`,
];
