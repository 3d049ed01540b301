import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

export type MemberRow = { member: string; public_key: string; roles: string[] };

/** People of this collective, or who are setting it up, in the order in which they joined. */
export function memberRows(db: Kysely<Database>): Promise<MemberRow[]> {
  return db
    .selectFrom('members')
    .select(['member', 'public_key', 'roles'])
    .orderBy('joined')
    .orderBy('member')
    .execute();
}

export async function insertMember(tx: Kysely<Database>, row: MemberRow, now: Date): Promise<void> {
  await tx
    .insertInto('members')
    .values({ ...row, joined: now })
    .execute();
}

/** Forgets everybody whom the collective does not list; what was theirs goes with them. */
export async function deleteOthers(tx: Kysely<Database>, listed: readonly string[]): Promise<void> {
  await tx.deleteFrom('members').where('member', 'not in', listed).execute();
}

/** Everybody's recipient, as their own signed statement. */
export function sealKeyRows(db: Kysely<Database>): Promise<{ member: string; envelope: string; at: Date }[]> {
  return db.selectFrom('seal_keys').select(['member', 'envelope', 'at']).orderBy('member').execute();
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
  if (shares.length === 0) return;
  await tx
    .insertInto('box_shares')
    .values(shares.map((share) => ({ ...share, recipient, stored: now })))
    .execute();
}

export function shareRows(db: Kysely<Database>): Promise<{ member: string; recipient: string; ciphertext: string }[]> {
  return db.selectFrom('box_shares').select(['member', 'recipient', 'ciphertext']).orderBy('member').execute();
}

/** The shares of one member. */
export function sharesOf(db: Kysely<Database>, member: string): Promise<{ recipient: string; ciphertext: string }[]> {
  return db
    .selectFrom('box_shares')
    .select(['recipient', 'ciphertext'])
    .where('member', '=', member)
    .orderBy('stored', 'desc')
    .execute();
}

export async function insertChallenge(db: Kysely<Database>, nonce: string, expires: Date): Promise<void> {
  await db.insertInto('challenges').values({ nonce, expires }).execute();
}

/** Uses a nonce up; false when it was never given, is used, or ended. */
export async function takeChallenge(db: Kysely<Database>, nonce: string, now: Date): Promise<boolean> {
  const taken = await db.deleteFrom('challenges').where('nonce', '=', nonce).returning('expires').executeTakeFirst();
  return taken !== undefined && taken.expires > now;
}

export async function insertSession(
  tx: Kysely<Database>,
  session: { token_hash: string; member: string; expires: Date },
): Promise<void> {
  await tx.insertInto('sessions').values(session).execute();
}

/** Who holds a token, by its hash, while it lasts. */
export async function sessionMember(
  db: Kysely<Database>,
  tokenHash: string,
  now: Date,
): Promise<{ member: string; roles: string[] } | null> {
  const found = await db
    .selectFrom('sessions')
    .innerJoin('members', 'members.member', 'sessions.member')
    .select(['members.member', 'members.roles'])
    .where('token_hash', '=', tokenHash)
    .where('expires', '>', now)
    .executeTakeFirst();
  return found ?? null;
}

export async function deleteSession(db: Kysely<Database>, tokenHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
}

/** Forgets sessions and nonces that ended. */
export async function deleteEnded(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expires', '<=', now).execute();
  await db.deleteFrom('challenges').where('expires', '<=', now).execute();
}
