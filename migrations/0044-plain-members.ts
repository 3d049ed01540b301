import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Members whom no manifest lists, and what members are called; described in src/database/tables/. */
export const plainMembers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(`alter table members add column plain boolean not null default false, add column nickname text`)
      .execute(db);
  },
};
