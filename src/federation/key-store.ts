import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { federationGrowth } from '../database/tables/federation.ts';
import type { KnownKey } from './verify.ts';

/**
 * How long a stranger's key is believed without asking again, in milliseconds. A key that was stolen and replaced can
 * still sign for this long, and no longer.
 */
const keyLife = 3_600_000;

/** A key and the actor that named it as its own: on one host many people have keys, and each speaks for one of them. */
type KeyOf = { actor: string; keyId: string };

const rowOf = ({ actor, keyId }: KeyOf): string =>
  `key:${createHash('sha256').update(`${actor} ${keyId}`).digest('base64url')}`;

/** That actor's key as we verified it not more than an hour ago, or null. */
export async function storedKey(db: Kysely<Database>, of: KeyOf, now: Date): Promise<KnownKey | null> {
  const row = await db
    .selectFrom('kv')
    .select('value')
    .where('key', '=', rowOf(of))
    .where('expires', '>', now)
    .executeTakeFirst();
  return row ? { keyId: of.keyId, publicKey: row.value } : null;
}

/** Remembers a key that has just verified a signature of its owner. A failed look-up is never remembered. */
export async function storeKey(db: Kysely<Database>, { publicKey, ...of }: KnownKey & KeyOf, now: Date): Promise<void> {
  const expires = new Date(now.getTime() + keyLife);
  await db
    .insertInto('kv')
    .values({ key: rowOf(of), value: publicKey, expires })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: publicKey, expires }))
    .execute();
  // Each one here cost its owner a document: of a crowd the keys that end first go.
  const last = db.selectFrom('kv').select('expires').orderBy('expires', 'desc');
  const crowd = last.offset(federationGrowth.kv.most.rows).limit(1);
  await db.deleteFrom('kv').where('expires', '<=', crowd).execute();
}

/** Erases what has ended. */
export async function pruneKeys(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom('kv').where('expires', '<=', now).execute();
}
