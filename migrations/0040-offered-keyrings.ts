import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keyrings of people who were invited, until a manifest lists them; described in src/database/tables/. */
export const offeredKeyrings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      `create table offered_keyrings (
        code_hash text primary key references key_offers on delete cascade,
        keyid text not null unique,
        sign_in_key text not null,
        file bytea not null,
        row_key uuid not null,
        revision integer not null check (revision > 0),
        stored timestamptz not null
      )`,
      `alter table offered_keyrings alter column file set storage external`,
      `create trigger offered_keyrings_erased after delete on offered_keyrings
        for each row execute function erase_row_key()`,
      `create trigger offered_keyrings_rewrapped after update of row_key on offered_keyrings for each row
        when (old.row_key is distinct from new.row_key) execute function erase_row_key()`,
    ])
      await sql.raw(statement).execute(db);
  },
};
