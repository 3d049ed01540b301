import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Drafts of the first manifest stand side by side under their hash, each with its shares of its box. The one that is
 * there keeps its signatures; who drafted it is read from the record. Columns are described in
 * src/database/tables/collective.ts.
 */
export const foundingDrafts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `alter table manifest_drafts drop column one, add column shares text, add column drafted_by text`,
  `update manifest_drafts set
    shares = coalesce((select json_agg(json_build_object('member', member, 'ciphertext', ciphertext) order by member)
      from box_shares)::text, '[]'),
    drafted_by = coalesce((select actor from record where subject = manifest_drafts.id and action = 'setup.drafted'
      order by seq limit 1), '')`,
  `delete from box_shares where exists (select 1 from manifest_drafts)`,
  `alter table manifest_drafts alter column shares set not null, alter column drafted_by set not null,
    add primary key (id)`,
];
