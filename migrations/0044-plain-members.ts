import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Plain members, who of them keeps the node, what members are called; described in src/database/tables/. */
export const plainMembers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(`alter table members add column plain boolean not null default false,
        add column keeper boolean not null default false, add column nickname text`)
      .execute(db);
    await sql.raw(`alter table invitations add column keeper boolean not null default false`).execute(db);
  },
};
