import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { KnownKey } from './verify.ts';

/**
 * How long a stranger's key is believed without asking again, in milliseconds. A key that was stolen and replaced can
 * still sign for this long, and no longer.
 */
const keyLife = 3_600_000;
const prefix = 'key:';

/** A stranger's key as we verified it not more than an hour ago, or null. */
export async function storedKey(db: Kysely<Database>, keyId: string, now: Date): Promise<KnownKey | null> {
  const row = await db
    .selectFrom('kv')
    .select('value')
    .where('key', '=', prefix + keyId)
    .where('expires', '>', now)
    .executeTakeFirst();
  return row ? { keyId, publicKey: row.value } : null;
}

/** Remembers a key that has just verified a signature of its owner. A failed look-up is never remembered. */
export async function storeKey(db: Kysely<Database>, { keyId, publicKey }: KnownKey, now: Date): Promise<void> {
  const expires = new Date(now.getTime() + keyLife);
  await db
    .insertInto('kv')
    .values({ key: prefix + keyId, value: publicKey, expires })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: publicKey, expires }))
    .execute();
}

/** Erases what has ended. */
export async function pruneKeys(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom('kv').where('expires', '<=', now).execute();
}
