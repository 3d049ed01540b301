import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { timeOf } from '../protocol/encoding.ts';
import { rowHash } from '../protocol/record-chain.ts';
import { appendRow, lockChain } from './store.ts';

/** What happened, in words of the code. `subject` is an id or a code; never content, a name, words or a token. */
export type Happened = { actor: string; action: string; subject?: string | null };

/** Appends one row to the record. Call it last in the domain transaction; it holds the chain until that commits. */
export async function record(tx: Transaction<Database>, happened: Happened, now: Date): Promise<void> {
  const newest = await lockChain(tx);
  const { actor, action, subject = null } = happened;
  const row = { seq: (newest?.seq ?? 0) + 1, at: timeOf(now), actor, action, subject };
  const prev = newest?.hash ?? '';
  await appendRow(tx, { ...row, at: new Date(row.at), prev, hash: rowHash(prev, row) });
}
