import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keys that passkeys sign in with; described in src/database/tables/. */
export const passkeys: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      `create table passkeys (
        keyid text primary key,
        member text not null references keyrings on delete cascade,
        sign_in_key text not null
      )`,
      `create index passkeys_of on passkeys (member)`,
    ])
      await sql.raw(statement).execute(db);
  },
};
