import type { Kysely } from 'kysely';
import { opened, wrap } from '../database/row-keys.ts';
import type { Database } from '../database/schema.ts';

/* Queries for keyrings that lie here, sealed, and for the keys that their words sign in with. */

type Db = Kysely<Database>;

/** A member's keyring, and which revision of it. */
export async function keyringOf(
  db: Db,
  member: string,
): Promise<{ file: string; revision: number; sign_in_key: string } | null> {
  const row = await db
    .selectFrom('keyrings')
    .innerJoin('row_keys', 'row_keys.id', 'keyrings.row_key')
    .select(['file', 'revision', 'sign_in_key', 'row_key', 'key'])
    .where('member', '=', member)
    .executeTakeFirst();
  return row ? opened(row, 'file') : null;
}

/** Whose words or passkey sign in with the key of this id, and the key. */
export async function signInKeyOf(db: Db, keyid: string): Promise<{ member: string; sign_in_key: string } | null> {
  const query = db.selectFrom('keyrings').select(['member', 'sign_in_key']).where('keyid', '=', keyid);
  const passkey = db.selectFrom('passkeys').select(['member', 'sign_in_key']).where('keyid', '=', keyid);
  return (await query.unionAll(passkey).executeTakeFirst()) ?? null;
}

/** The keys that a member's passkeys sign in with. */
export async function passkeysOf(db: Db, member: string): Promise<string[]> {
  const rows = await db.selectFrom('passkeys').select('sign_in_key').where('member', '=', member).execute();
  return rows.map(({ sign_in_key }) => sign_in_key);
}

/** Has a member's keyring opened by these passkeys and no others; false where one of the keys is somebody else's. */
export async function replacePasskeys(tx: Db, member: string, keys: readonly Key[]): Promise<boolean> {
  await tx.deleteFrom('passkeys').where('member', '=', member).execute();
  if (keys.length === 0) return true;
  const rows = keys.map(({ keyid, sign_in_key }) => ({ keyid, member, sign_in_key }));
  const kept = await tx
    .insertInto('passkeys')
    .values(rows)
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirstOrThrow();
  return kept.numInsertedOrUpdatedRows === BigInt(rows.length);
}

type Key = { keyid: string; sign_in_key: string };
type Put = { member: string; keyid: string; sign_in_key: string; file: string };

/** Keeps a member's first keyring; false when one lies here, or somebody else's words give that key. */
export async function insertKeyring(tx: Db, { member, keyid, sign_in_key, file }: Put, now: Date): Promise<boolean> {
  const { row_key, text } = await wrap(tx, file);
  const row = { member, keyid, sign_in_key };
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

/** Whether somebody else's words or passkey give the key of this id, a member's or of somebody who was invited. */
export async function keyidTaken(tx: Db, keyid: string, member: string): Promise<boolean> {
  const query = tx.selectFrom('keyrings').select('keyid').where('keyid', '=', keyid).where('member', '!=', member);
  const passkey = tx.selectFrom('passkeys').select('keyid').where('keyid', '=', keyid).where('member', '!=', member);
  const offered = tx.selectFrom('offered_keyrings').select('keyid').where('keyid', '=', keyid);
  return (await query.unionAll(passkey).unionAll(offered).executeTakeFirst()) !== undefined;
}

/** Whether somebody here signs with that key. */
export async function publicKeyTaken(tx: Db, publicKey: string): Promise<boolean> {
  const query = tx.selectFrom('members').select('member').where('public_key', '=', publicKey);
  return (await query.executeTakeFirst()) !== undefined;
}

/** The keyring that was given under the code with this hash: the file, and whose words open it. */
export async function offeredKeyring(
  db: Db,
  codeHash: string,
): Promise<{ member: string; keyid: string; sign_in_key: string; file: string; revision: number } | null> {
  const row = await db
    .selectFrom('offered_keyrings')
    .innerJoin('key_offers', 'key_offers.code_hash', 'offered_keyrings.code_hash')
    .innerJoin('row_keys', 'row_keys.id', 'offered_keyrings.row_key')
    .select(['key_offers.member', 'keyid', 'sign_in_key', 'file', 'revision', 'row_key', 'key'])
    .where('offered_keyrings.code_hash', '=', codeHash)
    .executeTakeFirst();
  return row ? opened(row, 'file') : null;
}

type Offered = Omit<Put, 'member'> & { code_hash: string };

/** Keeps the keyring of somebody who gave a key under that code; false where those words are somebody's. */
export async function insertOffered(
  tx: Db,
  { code_hash, keyid, sign_in_key, file }: Offered,
  now: Date,
): Promise<boolean> {
  const { row_key, text } = await wrap(tx, file);
  const row = { code_hash, keyid, sign_in_key };
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('offered_keyrings')
    .values({ ...row, file: text, row_key, revision: 1, stored: now })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Keeps it in the place of that revision; false when another one lies here. */
export async function replaceOffered(
  tx: Db,
  { code_hash, file }: Pick<Offered, 'code_hash' | 'file'>,
  revision: number,
  now: Date,
): Promise<boolean> {
  const { row_key, text } = await wrap(tx, file);
  const { numUpdatedRows } = await tx
    .updateTable('offered_keyrings')
    .set({ file: text, row_key, revision: revision + 1, stored: now })
    .where('code_hash', '=', code_hash)
    .where('revision', '=', revision)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Erases what lies here of these members. */
export async function deleteKeyringsOf(tx: Db, members: readonly string[]): Promise<void> {
  if (members.length > 0) await tx.deleteFrom('keyrings').where('member', 'in', members).execute();
}
