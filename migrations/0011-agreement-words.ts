import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The words of agreements, for looking them up; columns are described in src/database/tables/agreements.ts. */
export const agreementWords: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // Published rarely, looked up often: what is new goes straight into the tree.
    for (const statement of [
      `create table agreement_words (
        peer text not null, series text not null, language text not null, statement text not null,
        stemming text not null check (stemming in ('spanish', 'english', 'simple')), title text not null,
          title_words tsvector, words tsvector,
        primary key (peer, series, language))`,
      `create index agreement_words_words on agreement_words using gin (words) with (fastupdate = off)`,
      `create index agreement_words_unread on agreement_words (peer, series) where words is null`,
      // What partners say is loaded by the ids of what was found.
      `create index agreements_received_statement on agreements_received (statement) where state = 'shown'`,
      // What stands already is read at the next start, one agreement at a time.
      `insert into agreement_words (peer, series, language, statement, stemming, title)
        select node.collective, newest.series, '', newest.id, 'simple', ''
        from node, (select distinct on (series) series, id from agreements where withdrawn is null order by series,
          version desc) newest
        where node.collective is not null`,
      `insert into agreement_words (peer, series, language, statement, stemming, title)
        select distinct on (peer, series) peer, series, '', statement, 'simple', ''
        from agreements_received where state = 'shown' order by peer, series, version desc`,
    ])
      await sql.raw(statement).execute(db);
  },
};
