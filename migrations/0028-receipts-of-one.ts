import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What one peer left here is counted with an index for each table; receipts for it had none. */
export const receiptsOfOne: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create index deliveries_receipts on deliveries (recipient) where receipt_event is not null`.execute(db);
  },
};
