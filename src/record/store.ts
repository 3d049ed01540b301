import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { byHand } from '../database/by-hand.ts';
import type { Database } from '../database/schema.ts';
import { canonical } from '../protocol/canonical.ts';
import { NS } from '../protocol/encoding.ts';

const columns = ['seq', 'at', 'actor', 'action', 'subject', 'prev', 'hash'] as const;

/** What happened and when, to the second, as it will be hashed. */
export type RecordEvent = { at: string; actor: string; action: string; subject: string | null };

/** The newest row, or undefined when nothing happened yet. */
export function newestRow(db: Kysely<Database>) {
  return db.selectFrom('record').select(columns).orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

/** Rows above `after`, oldest first, at most `limit`. */
export function rowsAfter(db: Kysely<Database>, after: number, limit: number) {
  return db.selectFrom('record').select(columns).where('seq', '>', after).orderBy('seq').limit(limit).execute();
}

/**
 * Appends one row. The head's row stays locked until the transaction ends, and an update that had to wait for it works
 * on what it waited for: so the chain has no fork.
 */
export async function appendRow(tx: Transaction<Database>, entry: RecordEvent): Promise<void> {
  const { at, actor, action, subject } = entry;
  const { opening, closing } = hashedAround(entry);
  const row = sql`with ${headMoved(sql`${opening}`, sql`${closing}`)}
    insert into record (seq, at, actor, action, subject, prev, hash)
    select seq, ${at}, ${actor}, ${action}, ${subject}, prev, hash from head`;
  await byHand(tx, ['record', 'record_head'], row);
}

/**
 * The text that `rowHash` hashes, without what only the head knows: `opening`, then `prev`, `","seq":`, `seq`, then
 * `closing`.
 */
export function hashedAround({ at, actor, action, subject }: RecordEvent): { opening: Buffer; closing: string } {
  const before = canonical({ action, actor, at }).slice(0, -1);
  // As bytes: a text in PostgreSQL holds no NUL.
  const opening = Buffer.from(`${NS}/record\0${before},"prev":"`);
  return { opening, closing: `,"subject":${canonical(subject)}}` };
}

/**
 * One step of the head, as a part of a `with` named `head`; `from` lets it happen once per row of an earlier part, or
 * not at all.
 */
export function headMoved(
  opening: RawBuilder<unknown>,
  closing: RawBuilder<unknown>,
  from = sql``,
): RawBuilder<unknown> {
  return sql`head as (
    update record_head set seq = record_head.seq + 1, prev = record_head.hash, hash = translate(rtrim(encode(
      sha256(${opening}::bytea || convert_to(record_head.hash || '","seq":' || record_head.seq + 1 || ${closing}::text,
        'UTF8')),
      'base64'), '='), '+/', '-_')
    ${from} where one = 1 returning record_head.seq, record_head.prev, record_head.hash)`;
}
