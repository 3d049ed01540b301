import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Withdrawals of agreements become statements that stewards sign, and what a partner's server alone took down is noted.
 * Who asked without signing, a week ago at most, asks again. Columns are described in src/database/tables/.
 */
export const signedWithdrawals: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `drop table agreement_withdrawals`,
  `create table agreement_withdrawals (
    id text primary key, series text not null, at timestamptz not null, envelope text not null, made_by text not null,
      published timestamptz)`,
  `create index agreement_withdrawals_series on agreement_withdrawals (series)`,
  `create index agreement_withdrawals_made_by on agreement_withdrawals (made_by)`,
  `create index agreement_withdrawals_waiting on agreement_withdrawals (at) where published is null`,
  `create table agreements_taken_down (
    peer text not null, series text not null, actor text not null, object text not null, told timestamptz not null,
      version integer, at timestamptz, envelope text, tries integer not null default 0, next_try timestamptz,
    primary key (peer, series),
    check ((envelope is null) = (version is null) and (envelope is null) = (at is null)))`,
  `create index agreements_taken_down_due on agreements_taken_down (next_try) where next_try is not null`,
  `create index agreements_taken_down_unsigned on agreements_taken_down (peer, series) where envelope is null`,
  `create index agreements_taken_down_object on agreements_taken_down (actor, object)`,
];
