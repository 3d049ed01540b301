import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { timeOf } from '../protocol/encoding.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { composeRecordHead, type NodeSigner } from '../protocol/receipt.ts';
import { newestRow } from './store.ts';

/** Gives the node's receipt key, from the room that holds it. */
export type ReceiptSigner = () => Promise<NodeSigner>;

/** The record's head as a signed statement, or null while nothing has happened. */
export async function signedHead(db: Kysely<Database>, signer: ReceiptSigner, now: Date): Promise<Envelope | null> {
  const newest = await newestRow(db);
  if (!newest) return null;
  return composeRecordHead({ count: newest.seq, hash: newest.hash, at: timeOf(now) }, await signer());
}

/** Where the head is kept in a data folder. */
export const headFile = 'record-head.json';

/**
 * Keeps the head beside the database, so that a cut tail shows even when nobody else holds one. Whole or not at all.
 */
export async function keepHead(folder: string, head: Envelope): Promise<void> {
  const path = join(folder, headFile);
  await writeFile(`${path}.new`, `${JSON.stringify(head)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
