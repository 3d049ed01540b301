import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Drafts of the first manifest stand side by side under their hash, each with the shares of its box, under a key of the
 * row; columns are described in src/database/tables/.
 */
export const foundingDrafts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  // Whoever was signing the first manifest drafts it anew.
  `delete from manifest_drafts`,
  `delete from box_shares where not exists (select from manifests)`,
  `alter table manifest_drafts drop column one, add column shares bytea not null, add column row_key uuid not null,
    add column drafted_by text not null, add primary key (id)`,
  `alter table manifest_drafts alter column shares set storage external`,
  `create trigger manifest_drafts_erased after delete on manifest_drafts for each row execute function erase_row_key()`,
  `create trigger manifest_drafts_rewrapped after update of row_key on manifest_drafts for each row
    when (old.row_key is distinct from new.row_key) execute function erase_row_key()`,
];
