import { Refusal } from '../../schemas/codes.ts';
import { lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import { keptFor } from '../platform/kept-for.ts';
import { timeOf } from '../protocol/encoding.ts';
import { type Envelope, readUnverified } from '../protocol/envelope.ts';
import { verifySignIn } from '../protocol/sign-in.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import type { SignedIn, Via } from '../web/session.ts';
import { endOfChallenge, newChallenge } from './challenge.ts';
import { sweepInvitations } from './invite.ts';
import { signInKeys } from './keyrings.ts';
import { nicknamesOf } from './nickname-store.ts';
import { deleteEnded, deleteSession, insertSession, prolong, sessionOf, useNonce } from './session-store.ts';
import { hashOf, newToken } from './token.ts';

const minute = 60_000;
export const sessionMs = keptFor.sessionMinutes * minute;

/** A nonce for one sign-in within two minutes. */
export function challenge(runtime: Runtime): { nonce: string } {
  return { nonce: newChallenge(runtime, runtime.clock.now()) };
}

/**
 * Signs a member in by a statement that their key signed, or the key of their words where their keyring lies here;
 * gives a token for 30 minutes, of which only the hash is kept.
 * @throws `origin` (signed for another node), `nonce` (used, ended or never given), `signature` (not a member's),
 * `clock` (the clock of the device that signed is another).
 */
export async function signIn(runtime: Runtime, envelope: Envelope): Promise<{ token: string; expires: string }> {
  const { statement } = readUnverified('sign-in', envelope);
  const now = runtime.clock.now();
  // Before the database is asked anything: a made-up statement costs a hash.
  const nonceEnds = endOfChallenge(runtime, statement.nonce, now);
  if (nonceEnds === null) throw new Refusal('nonce');
  const chain = await ownChain(runtime.db);
  if (!chain) throw new Refusal('not-set-up');
  const { member } = verifySignIn(envelope, runtime.origin, await signInKeys(runtime.db, chain, envelope), now);
  const token = newToken();
  const expires = new Date(now.getTime() + sessionMs);
  await transaction(runtime.db, async (tx) => {
    // Either the session is there when a manifest that replaces this key ends it, or that manifest is seen here.
    await lockNode(tx);
    const newest = (await ownChain(tx)) ?? chain;
    verifySignIn(envelope, runtime.origin, await signInKeys(tx, newest, envelope), now);
    if (!(await useNonce(tx, statement.nonce, nonceEnds))) throw new Refusal('nonce');
    await insertSession(tx, { token_hash: hashOf(token), member, kind: 'program', expires, ends: null }, now);
    await record(tx, { actor: member, action: 'signed-in' }, now);
  });
  return { token, expires: timeOf(expires) };
}

/**
 * Who holds a token, or null when it is unknown or over. A program's token is none for a browser, and the other way
 * round. Use lets a browser's session last another half hour, never past its end; that is written down once a minute at
 * most.
 */
export async function whoIs(runtime: Runtime, token: string, via: Via): Promise<SignedIn | null> {
  const now = runtime.clock.now();
  const found = await sessionOf(runtime.db, hashOf(token), now);
  if (!found || found.kind !== via) return null;
  const { member, roles, plain, expires, ends } = found;
  if (ends !== null) {
    const later = new Date(Math.min(now.getTime() + sessionMs, ends.getTime()));
    if (later.getTime() - expires.getTime() >= minute) await prolong(runtime.db, hashOf(token), later, now);
  }
  // Pages show them; a program asks.
  return { member, roles, plain, ...(via === 'browser' && { nicknames: await nicknamesOf(runtime.db) }) };
}

/** Ends a session; does nothing for a token that is none. */
export async function signOut(runtime: Runtime, token: string): Promise<void> {
  await deleteSession(runtime.db, hashOf(token));
}

/** Forgets sessions, links into a browser, nonces and invitations that ended. */
export async function sweepSignIns(runtime: Runtime): Promise<void> {
  await deleteEnded(runtime.db, runtime.clock.now());
  await sweepInvitations(runtime);
}
