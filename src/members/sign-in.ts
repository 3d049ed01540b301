import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../../schemas/codes.ts';
import { lockNode, ownChain } from '../collective/store.ts';
import { randomId, timeOf } from '../protocol/encoding.ts';
import { type Envelope, readUnverified } from '../protocol/envelope.ts';
import { keysOf } from '../protocol/manifest.ts';
import { verifySignIn } from '../protocol/sign-in.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { sweepInvitations } from './invite.ts';
import { deleteEnded, deleteSession, insertChallenge, insertSession, sessionMember, takeChallenge } from './store.ts';

const nonceMs = 2 * 60_000;
const sessionMs = 30 * 60_000;

/** A nonce for one sign-in within two minutes. */
export async function challenge(runtime: Runtime): Promise<{ nonce: string }> {
  const nonce = randomId();
  await insertChallenge(runtime.db, nonce, new Date(runtime.clock.now().getTime() + nonceMs));
  return { nonce };
}

/**
 * Signs a member in by their signed statement and gives a token for 30 minutes, of which only the hash is kept. Refuses
 * `origin` (signed for another node), `nonce` (used, ended or never given), `signature` (not a member's), `expired`.
 */
export async function signIn(runtime: Runtime, envelope: Envelope): Promise<{ token: string; expires: string }> {
  const { statement } = readUnverified('sign-in', envelope);
  const chain = await ownChain(runtime.db);
  if (!chain) throw new Refusal('not-set-up');
  const now = runtime.clock.now();
  // Before any signature is checked: a made-up statement costs one look-up.
  if (!(await takeChallenge(runtime.db, statement.nonce, now))) throw new Refusal('nonce');
  const { member } = verifySignIn(envelope, runtime.origin, keysOf(chain), now);
  const token = randomBytes(32).toString('base64url');
  const expires = new Date(now.getTime() + sessionMs);
  await runtime.db.transaction().execute(async (tx) => {
    // Either the session is there when a manifest that replaces this key ends it, or that manifest is seen here.
    await lockNode(tx);
    const newest = await ownChain(tx);
    if (newest && newest !== chain) verifySignIn(envelope, runtime.origin, keysOf(newest), now);
    await insertSession(tx, { token_hash: hashOf(token), member, expires });
    await record(tx, { actor: member, action: 'signed-in' }, now);
  });
  return { token, expires: timeOf(expires) };
}

/** Who holds a token, or null when it is unknown or over. */
export async function whoIs(runtime: Runtime, token: string): Promise<{ member: string; roles: string[] } | null> {
  return sessionMember(runtime.db, hashOf(token), runtime.clock.now());
}

/** Ends a session; does nothing for a token that is none. */
export async function signOut(runtime: Runtime, token: string): Promise<void> {
  await deleteSession(runtime.db, hashOf(token));
}

/** Forgets sessions, nonces and invitations that ended. */
export async function sweepSignIns(runtime: Runtime): Promise<void> {
  await deleteEnded(runtime.db, runtime.clock.now());
  await sweepInvitations(runtime);
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
