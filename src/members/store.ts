import type { Kysely } from 'kysely';
import type { Role } from '../../schemas/manifest.ts';
import { opened, wrap } from '../database/row-keys.ts';
import type { Database } from '../database/schema.ts';

export type MemberRow = { member: string; public_key: string; roles: Role[]; nickname: string | null };

/** People of this collective, or who are setting it up, in the order in which they joined. */
export function memberRows(db: Kysely<Database>): Promise<MemberRow[]> {
  return db
    .selectFrom('members')
    .select(['member', 'public_key', 'roles', 'nickname'])
    .orderBy('joined')
    .orderBy('member')
    .execute();
}

export async function insertMember(tx: Kysely<Database>, row: Omit<MemberRow, 'nickname'>, now: Date): Promise<void> {
  await tx
    .insertInto('members')
    .values({ ...row, joined: now })
    .execute();
}

/** Forgets everybody whom the collective does not list, but for plain members; what was theirs goes with them. */
export async function deleteOthers(tx: Kysely<Database>, listed: readonly string[]): Promise<void> {
  await tx.deleteFrom('members').where('member', 'not in', listed).where('plain', '=', false).execute();
}

/** The recipient of everybody whom the collective lists or will, as their own signed statement. */
export function sealKeyRows(db: Kysely<Database>): Promise<{ member: string; envelope: string; at: Date }[]> {
  return db
    .selectFrom('seal_keys')
    .innerJoin('members', 'members.member', 'seal_keys.member')
    .select(['seal_keys.member', 'envelope', 'at'])
    .where('plain', '=', false)
    .orderBy('seal_keys.member')
    .execute();
}

/** Keeps a member's newest recipient; false, and nothing changed, when a newer or equal one is there. */
export async function putSealKey(
  tx: Kysely<Database>,
  row: { member: string; recipient: string; envelope: string; at: Date },
): Promise<boolean> {
  const put = await tx
    .insertInto('seal_keys')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('member')
        .doUpdateSet(row)
        .where((eb) => eb('seal_keys.at', '<', row.at)),
    )
    .executeTakeFirst();
  return put.numInsertedOrUpdatedRows === 1n;
}

/** Replaces all shares of the box: each accompanier's own, sealed to them. */
export async function replaceShares(
  tx: Kysely<Database>,
  recipient: string,
  shares: readonly { member: string; ciphertext: string }[],
  now: Date,
): Promise<void> {
  await tx.deleteFrom('box_shares').execute();
  for (const { member, ciphertext } of shares) {
    const { row_key, text } = await wrap(tx, ciphertext);
    await tx.insertInto('box_shares').values({ member, recipient, ciphertext: text, row_key, stored: now }).execute();
  }
}

export async function shareRows(
  db: Kysely<Database>,
): Promise<{ member: string; recipient: string; ciphertext: string }[]> {
  return (await keyedShares(db).orderBy('member').execute()).map((row) => opened(row, 'ciphertext'));
}

/** The shares of one member. */
export async function sharesOf(
  db: Kysely<Database>,
  member: string,
): Promise<{ recipient: string; ciphertext: string }[]> {
  const rows = await keyedShares(db).where('member', '=', member).orderBy('stored', 'desc').execute();
  return rows.map((row) => {
    const { recipient, ciphertext } = opened(row, 'ciphertext');
    return { recipient, ciphertext };
  });
}

const keyedShares = (db: Kysely<Database>) =>
  db
    .selectFrom('box_shares')
    .innerJoin('row_keys', 'row_keys.id', 'box_shares.row_key')
    .select(['member', 'recipient', 'ciphertext', 'row_key', 'key']);
