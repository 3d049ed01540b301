import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which stewards asked to take an agreement back; columns are described in src/database/tables/agreements.ts. */
export const agreementWithdrawals: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table agreement_withdrawals (
      series text not null, member text not null, asked timestamptz not null, primary key (series, member))`.execute(
      db,
    );
  },
};
