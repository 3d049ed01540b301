import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { timeOf } from '../protocol/encoding.ts';
import { rowHash } from '../protocol/record-chain.ts';
import { newestRow } from './store.ts';

/** What happened, in words of the code. `subject` is an id or a code; never content, a name, words or a token. */
export type Happened = { actor: string; action: string; subject?: string | null };

/** Any number serves, as long as nothing else locks on it: appending is one at a time, so that the chain has no fork. */
const appending = 7_203_811;

/** Appends one row to the record. Call it last in the domain transaction; it holds the chain until that commits. */
export async function record(tx: Transaction<Database>, happened: Happened, now: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock(${appending})`.execute(tx);
  const newest = await newestRow(tx as Kysely<Database>);
  const row = {
    seq: (newest?.seq ?? 0) + 1,
    at: timeOf(now),
    actor: happened.actor,
    action: happened.action,
    subject: happened.subject ?? null,
  };
  const prev = newest?.hash ?? '';
  await tx
    .insertInto('record')
    .values({ ...row, at: new Date(row.at), prev, hash: rowHash(prev, row) })
    .execute();
}
