import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';
import type { Wrapped } from './tables/row-keys.ts';

/*
 * Everything sealed lies once more under a key of its own row (AES-256-GCM, which each key does for one text only). The
 * key goes with the row, and its table is small enough to be rewritten at once: what is left of the ciphertext in a
 * file opens with nothing (docs/decisions/0014).
 */

const cipher = 'aes-256-gcm';
const nonce = Buffer.alloc(12);
const tagBytes = 16;

/** A key for one row, and the text under it. Whoever stores the text stores the key in the same transaction. */
export function underNewKey(text: string): { id: string; key: Buffer; text: Wrapped } {
  const key = randomBytes(32);
  const sealing = createCipheriv(cipher, key, nonce);
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()]);
  return { id: randomUUID(), key, text: sealed as Wrapped };
}

/** Keeps a new key and gives the text under it, for a row that is stored in the same transaction. */
export async function wrap(tx: Kysely<Database>, text: string): Promise<{ row_key: string; text: Wrapped }> {
  const { id, key, text: under } = underNewKey(text);
  await tx.insertInto('row_keys').values({ id, key }).execute();
  return { row_key: id, text: under };
}

/** The text that lies under a key. */
export function unwrap(text: Wrapped, key: Buffer): string {
  const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
  opening.setAuthTag(text.subarray(-tagBytes));
  return Buffer.concat([opening.update(text.subarray(0, -tagBytes)), opening.final()]).toString('utf8');
}

/** A row as it was read together with its key. */
type Keyed<Column extends string> = { key: Buffer | null; row_key: string | null } & Record<Column, Wrapped | null>;
/** A row whose column is text again; null where nothing lies there. */
export type Opened<Row, Column extends keyof Row> = Omit<Row, Column | 'key' | 'row_key'> & {
  [One in Column]: null extends Row[One] ? string | null : string;
};

/** The row with the text of its column, without the key. */
export function opened<Column extends string, Row extends Keyed<Column>>(
  row: Row,
  column: Column,
): Opened<Row, Column> {
  const { key, row_key: _, ...rest } = row;
  const text: Wrapped | null = row[column];
  return { ...rest, [column]: text && key && unwrap(text, key) } as unknown as Opened<Row, Column>;
}
