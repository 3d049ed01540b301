import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How a collective decides on a text; columns are described in src/database/tables/agreements.ts. */
export const rounds: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table rounds (
      id text primary key, text text, series text not null, body text not null, method text not null
        check (method in ('consent_round', 'assembly_minutes', 'other')),
      stage text not null check (stage in ('questions', 'sense_check', 'amend', 'consent', 'outcome')),
        proposal integer not null check (proposal > 0),
      outcome text check (outcome in ('adopted', 'not_adopted')), minutes text, decided text, draft text,
      opened timestamptz not null, opened_by text not null, closed timestamptz,
      check ((stage = 'outcome') = (outcome is not null)), check ((outcome is null) = (closed is null)),
      check ((draft is not null and decided is not null) = (outcome is not null and outcome = 'adopted')))`.execute(db);
    await sql`create table round_proposals (
      round text not null references rounds (id) on delete cascade, number integer not null check (number > 0),
      content text not null, base text, member text not null, at timestamptz not null,
        primary key (round, number))`.execute(db);
    await sql`create table round_entries (
      round text not null references rounds (id) on delete cascade, seq integer not null check (seq > 0),
        proposal integer not null,
      kind text not null check (kind in ('question', 'answer', 'sense', 'amendment', 'consent', 'stand_aside',
        'objection', 'stage')),
      part text, about integer, words text, harm text, stage text, member text not null, at timestamptz not null,
      primary key (round, seq), check ((kind = 'objection') = (harm is not null)),
        check ((kind = 'stage') = (stage is not null)))`.execute(db);
    await sql`create unique index rounds_open on rounds (text) where outcome is null`.execute(db);
  },
};
