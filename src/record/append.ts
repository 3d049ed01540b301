import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { timeOf } from '../protocol/encoding.ts';
import { appendRow } from './store.ts';

/** What happened, in words of the code. `subject` is an id or a code; never content, a name, words or a token. */
export type Happened = { actor: string; action: string; subject?: string | null };

/** Appends one row to the record. Call it last in the domain transaction; it holds the chain until that commits. */
export async function record(tx: Transaction<Database>, happened: Happened, now: Date): Promise<void> {
  const { actor, action, subject = null } = happened;
  await appendRow(tx, { at: timeOf(now), actor, action, subject });
}
