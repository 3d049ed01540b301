import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** One home for what members type and have not sent; columns are described in src/database/tables/members.ts. */
export const typed: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      `create table typed (
        place text collate "C" not null,
        member text not null references members on delete cascade,
        content text not null,
        at timestamptz not null,
        primary key (place, member)
      )`,
      `create index typed_member on typed (member)`,
      `insert into typed (place, member, content, at)
        select '/agreements/writing/' || text || '/parts/' || part, member,
          (content::jsonb || jsonb_build_object('revision', revision))::text, at
        from text_unsaved`,
      `drop table text_unsaved`,
    ])
      await sql.raw(statement).execute(db);
  },
};
