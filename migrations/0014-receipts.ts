import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a receipt says stands in columns of its own; columns are described in src/database/tables/deliveries.ts. */
export const receipts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `alter table deliveries add column receipt_event text, add column receipt_cipher text`,
  `update deliveries set receipt_event = split_part(item, ' ', 1), item = split_part(item, ' ', 2),
    receipt_cipher = nullif(split_part(item, ' ', 3), '-') where kind = 'receipt'`,
  `alter table deliveries
    add check ((kind = 'receipt') = (receipt_event is not null)),
    add check (receipt_event is null or receipt_event in ('stored', 'opened', 'deleted', 'unopenable')),
    add check (receipt_cipher is null or receipt_event is not null)`,
];
