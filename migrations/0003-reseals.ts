import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Tables for what is sealed anew where it lies, and for whom it is not; columns are described in
 * src/database/tables/notices.ts.
 */
export const reseals: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table recusals (
    peer text not null references peers, delivery text not null, member text not null, said_by text not null,
      since timestamptz not null,
    primary key (peer, delivery, member))`,
  `create table reseals (
    peer text not null, delivery text not null, edition integer not null, body text, proposed_by text not null,
      recused text[] not null,
    proposed timestamptz not null, confirmed timestamptz, primary key (peer, delivery, edition),
    foreign key (peer, delivery, edition) references incoming on delete cascade,
      check ((confirmed is null) = (body is not null)))`,
];
