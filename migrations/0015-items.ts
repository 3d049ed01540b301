import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What was said of a peer's items, as facts; columns are described in src/database/tables/. */
export const items: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `alter table peers add column trust_ended timestamptz[] not null default '{}'`,
  `update peers set trust_ended = array[changed] where state = 'ended'`,
  `create table incoming_facts (
    peer text not null references peers, delivery text not null, suspended timestamptz,
    taken_back text check (taken_back in ('withdrawn', 'retracted')), taken_back_by text, taken_back_at timestamptz,
    denied_by text[] not null default '{}', restored timestamptz, primary key (peer, delivery),
    check (num_nulls(taken_back, taken_back_by, taken_back_at) in (0, 3)),
    check (taken_back is not null or denied_by = '{}'))`,
  `create table incoming_reports (
    peer text not null, delivery text not null, edition integer not null, code text not null, member text not null,
    at timestamptz not null, primary key (peer, delivery, edition, code),
    foreign key (peer, delivery, edition) references incoming on delete cascade)`,
  `alter table incoming add column checked_with integer check (checked_with > 0), add column waiting timestamptz,
    add column unopenable boolean not null default false`,
  // Nobody wrote down with which manifest: a key that was marked since asks for another look.
  `update incoming set checked_with = 1 where opened is not null`,
  `update incoming set waiting = failed where state = 'quarantined'`,
  `update incoming set unopenable = true where state = 'unopenable'`,
  `insert into incoming_facts (peer, delivery, suspended, taken_back, taken_back_by, taken_back_at)
    select peer, delivery, min(suspended), max(case when failed_code = 'no-consent' then 'withdrawn' end),
      max(case when failed_code = 'no-consent' then coalesce(failed_by, '') end),
      min(case when failed_code = 'no-consent' then failed end)
    from incoming where suspended is not null or failed_code = 'no-consent' group by peer, delivery`,
  `insert into incoming_reports (peer, delivery, edition, code, member, at)
    select peer, delivery, edition, failed_code, coalesce(failed_by, ''), failed
    from incoming where state = 'failed' and failed_code <> 'no-consent'`,
  `alter table incoming drop column state, drop column failed_code, drop column failed_by, drop column failed,
    drop column suspended, alter column drop_after set not null,
    add check ((opened is null) = (checked_with is null))`,
  `create index incoming_waiting on incoming (waiting) where waiting is not null`,
  `create index incoming_reports_at on incoming_reports (at)`,
  `create index incoming_facts_suspended on incoming_facts (suspended) where suspended is not null`,
  `create index incoming_facts_taken_back on incoming_facts (taken_back_at) where taken_back_at is not null`,
];
