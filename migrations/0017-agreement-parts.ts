import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * More kinds of parts in a text, and more ways in which collectives decide; columns are described in
 * src/database/tables/agreements.ts.
 */
export const agreementParts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      `alter table text_parts drop constraint text_parts_kind_check`,
      `alter table text_parts add constraint text_parts_kind_check
        check (kind in ('front', 'contact', 'clause', 'step', 'belonging', 'procedure'))`,
      `alter table rounds drop constraint rounds_method_check`,
      `alter table rounds add constraint rounds_method_check
        check (method in ('consent_round', 'assembly_minutes', 'vote', 'board', 'founders', 'not_recorded', 'other'))`,
    ])
      await sql.raw(statement).execute(db);
  },
};
