import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The words of agreements, for looking them up; columns are described in src/database/writing-tables.ts. */
export const agreementWords: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table agreement_words (
      peer text not null, series text not null, language text not null, statement text not null, words tsvector not null,
      primary key (peer, series, language))`.execute(db);
    await sql`create index agreement_words_words on agreement_words using gin (words)`.execute(db);
  },
};
