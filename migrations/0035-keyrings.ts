import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keyrings that lie at the node, sealed; described in src/database/tables/. */
export const keyrings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      `create table keyrings (
        member text primary key references members on delete cascade,
        keyid text not null unique,
        sign_in_key text not null,
        file bytea not null,
        row_key uuid not null,
        revision integer not null check (revision > 0),
        stored timestamptz not null
      )`,
      `alter table keyrings alter column file set storage external`,
      `create trigger keyrings_erased after delete on keyrings for each row execute function erase_row_key()`,
      `create trigger keyrings_rewrapped after update of row_key on keyrings for each row
        when (old.row_key is distinct from new.row_key) execute function erase_row_key()`,
    ])
      await sql.raw(statement).execute(db);
  },
};
