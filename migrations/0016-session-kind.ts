import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Whose a session is, a program's or a browser's, in words; columns are described in src/database/tables/members.ts.
 */
export const sessionKind: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `alter table sessions add column kind text`,
  `update sessions set kind = case when ends is null then 'program' else 'browser' end`,
  `alter table sessions
    alter column kind set not null,
    add check (kind in ('program', 'browser')),
    add check (kind <> 'browser' or ends is not null)`,
];
