import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Database, RecordTable } from '../database/schema.ts';

const columns = ['seq', 'at', 'actor', 'action', 'subject', 'prev', 'hash'] as const;

/** The newest row, or undefined when nothing happened yet. */
export function newestRow(db: Kysely<Database>) {
  return db.selectFrom('record').select(columns).orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

/** Rows above `after`, oldest first, at most `limit`. */
export function rowsAfter(db: Kysely<Database>, after: number, limit: number) {
  return db.selectFrom('record').select(columns).where('seq', '>', after).orderBy('seq').limit(limit).execute();
}

/** Any number serves, as long as nothing else locks on it. */
const chainLock = 7_203_811;

/** Holds the chain until the transaction ends, so that it has no fork, and gives its newest row. */
export async function lockChain(tx: Transaction<Database>) {
  await sql`select pg_advisory_xact_lock(${chainLock})`.execute(tx);
  return newestRow(tx);
}

export async function appendRow(tx: Transaction<Database>, row: Selectable<RecordTable>): Promise<void> {
  await tx.insertInto('record').values(row).execute();
}
