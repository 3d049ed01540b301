import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

const columns = ['seq', 'at', 'actor', 'action', 'subject', 'prev', 'hash'] as const;

/** The newest row, or undefined when nothing happened yet. */
export function newestRow(db: Kysely<Database>) {
  return db.selectFrom('record').select(columns).orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

/** Rows above `after`, oldest first, at most `limit`. */
export function rowsAfter(db: Kysely<Database>, after: number, limit: number) {
  return db.selectFrom('record').select(columns).where('seq', '>', after).orderBy('seq').limit(limit).execute();
}
