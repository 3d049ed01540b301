import type { Kysely } from 'kysely';
import { opened, wrap } from '../database/row-keys.ts';
import type { Database } from '../database/schema.ts';

/* Queries for keyrings that lie here, sealed, and for the keys that their words sign in with. */

type Db = Kysely<Database>;

/** A member's keyring, and which revision of it. */
export async function keyringOf(db: Db, member: string): Promise<{ file: string; revision: number } | null> {
  const row = await db
    .selectFrom('keyrings')
    .innerJoin('row_keys', 'row_keys.id', 'keyrings.row_key')
    .select(['file', 'revision', 'row_key', 'key'])
    .where('member', '=', member)
    .executeTakeFirst();
  return row ? opened(row, 'file') : null;
}

/** Whose words sign in with the key of this id, and the key. */
export async function signInKeyOf(db: Db, keyid: string): Promise<{ member: string; sign_in_key: string } | null> {
  const row = await db
    .selectFrom('keyrings')
    .select(['member', 'sign_in_key'])
    .where('keyid', '=', keyid)
    .executeTakeFirst();
  return row ?? null;
}

type Put = { member: string; keyid: string; sign_in_key: string; file: string };

/** Keeps a member's first keyring; false when one lies here, or somebody else's words give that key. */
export async function insertKeyring(tx: Db, { file, ...row }: Put, now: Date): Promise<boolean> {
  const { row_key, text } = await wrap(tx, file);
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('keyrings')
    .values({ ...row, file: text, row_key, revision: 1, stored: now })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Keeps it in the place of that revision; false when another one lies here. */
export async function replaceKeyring(tx: Db, { file, ...row }: Put, revision: number, now: Date): Promise<boolean> {
  const { row_key, text } = await wrap(tx, file);
  const { numUpdatedRows } = await tx
    .updateTable('keyrings')
    .set({ ...row, file: text, row_key, revision: revision + 1, stored: now })
    .where('member', '=', row.member)
    .where('revision', '=', revision)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Whether somebody else's words give the key of this id. */
export async function keyidTaken(tx: Db, keyid: string, member: string): Promise<boolean> {
  const query = tx.selectFrom('keyrings').select('member').where('keyid', '=', keyid).where('member', '!=', member);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Whether somebody here signs with that key. */
export async function publicKeyTaken(tx: Db, publicKey: string): Promise<boolean> {
  const query = tx.selectFrom('members').select('member').where('public_key', '=', publicKey);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Erases what lies here of these members. */
export async function deleteKeyringsOf(tx: Db, members: readonly string[]): Promise<void> {
  if (members.length > 0) await tx.deleteFrom('keyrings').where('member', 'in', members).execute();
}
