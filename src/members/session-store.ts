import type { Kysely } from 'kysely';
import type { Role } from '../../schemas/manifest.ts';
import type { Database } from '../database/schema.ts';
import type { ShownSession } from './session.ts';

/*
 * Queries for who is signed in, and for the two ways in: a nonce for a keyring, a link for a browser. Tokens and codes
 * are known by their hash.
 */

type Db = Kysely<Database>;

/** Uses a nonce up; false when it was used before. */
export async function useNonce(tx: Db, nonce: string, expires: Date): Promise<boolean> {
  const used = tx.insertInto('used_nonces').values({ nonce, expires });
  const { numInsertedOrUpdatedRows } = await used.onConflict((oc) => oc.doNothing()).executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function insertEntry(tx: Db, entry: { code_hash: string; member: string; expires: Date }): Promise<void> {
  await tx.insertInto('entries').values(entry).execute();
}

/** Uses a link up; gives whose it was, or null when it was never given, is used, or ended. */
export async function takeEntry(tx: Db, codeHash: string, now: Date): Promise<string | null> {
  const taken = await tx
    .deleteFrom('entries')
    .where('code_hash', '=', codeHash)
    .where('expires', '>', now)
    .returning('member')
    .executeTakeFirst();
  return taken?.member ?? null;
}

type Session = { token_hash: string; member: string; expires: Date } & (
  | { kind: 'program'; ends: null }
  | { kind: 'browser'; ends: Date }
);

/** Keeps a session; only a browser's has an end that use does not move. */
export async function insertSession(tx: Db, session: Session, now: Date): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({ ...session, began: now })
    .execute();
}

/** The sessions of a member that last, the newest first. */
export function sessionsOfMember(db: Db, member: string, now: Date, limit: number): Promise<ShownSession[]> {
  return db
    .selectFrom('sessions')
    .select(['token_hash', 'kind', 'began', 'expires'])
    .where('member', '=', member)
    .where('expires', '>', now)
    .orderBy('began', 'desc')
    .orderBy('token_hash')
    .limit(limit)
    .execute();
}

/** Ends a session of that member; nothing where it is none of theirs. */
export async function deleteSessionOf(db: Db, member: string, tokenHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('member', '=', member).where('token_hash', '=', tokenHash).execute();
}

/** Who holds a token, by its hash, while it lasts. */
export async function sessionOf(
  db: Db,
  tokenHash: string,
  now: Date,
): Promise<{
  member: string;
  roles: Role[];
  plain: boolean;
  kind: 'program' | 'browser';
  expires: Date;
  ends: Date | null;
} | null> {
  const found = await db
    .selectFrom('sessions')
    .innerJoin('members', 'members.member', 'sessions.member')
    .select(['members.member', 'members.roles', 'members.plain', 'kind', 'expires', 'ends'])
    .where('token_hash', '=', tokenHash)
    .where('expires', '>', now)
    .executeTakeFirst();
  return found ?? null;
}

/** Lets a session last longer; one that is over or gone stays so. */
export async function prolong(db: Db, tokenHash: string, expires: Date, now: Date): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ expires })
    .where('token_hash', '=', tokenHash)
    .where('expires', '>', now)
    .execute();
}

export async function deleteSession(db: Db, tokenHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
}

/** Ends a program's session; gives whose it was, or null when it was over already. */
export async function takeProgramSession(tx: Db, tokenHash: string, now: Date): Promise<string | null> {
  const taken = await tx
    .deleteFrom('sessions')
    .where('token_hash', '=', tokenHash)
    .where('expires', '>', now)
    .where('kind', '=', 'program')
    .returning('member')
    .executeTakeFirst();
  return taken?.member ?? null;
}

/** Ends every session of these members, and every link that would begin one. */
export async function endSessionsOf(tx: Db, members: readonly string[]): Promise<void> {
  if (members.length === 0) return;
  await tx.deleteFrom('sessions').where('member', 'in', members).execute();
  await tx.deleteFrom('entries').where('member', 'in', members).execute();
}

/** Forgets sessions, links and nonces that ended. */
export async function deleteEnded(db: Db, now: Date): Promise<void> {
  for (const table of ['sessions', 'entries', 'used_nonces'] as const)
    await db.deleteFrom(table).where('expires', '<=', now).execute();
}
