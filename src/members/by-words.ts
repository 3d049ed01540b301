import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import { lockNode } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { fromB64u } from '../protocol/encoding.ts';
import { type Envelope, keyidOf, keysWhoSigned, readUnverified, type SignerKey } from '../protocol/envelope.ts';
import { verifySignIn } from '../protocol/sign-in.ts';
import type { Runtime } from '../runtime.ts';
import { endOfChallenge } from './challenge.ts';
import { useNonce } from './session-store.ts';

/*
 * A keyring of somebody who is no member yet (docs/decisions/0028, 0030): nobody can sign in, so each time a statement
 * `sign-in` comes along that the key of their words signed.
 */

type Whose = { member: string; sign_in_key: string };

/**
 * Does it for whoever's words signed, as `find` says whose they are, in one transaction with that.
 * @throws `nonce`, `origin`, `signature` and `clock` as a sign-in
 */
export async function byWords<Found extends Whose, T>(
  runtime: Runtime,
  signed: Envelope,
  find: (tx: Transaction<Database>, now: Date) => Promise<Found | null>,
  work: (tx: Transaction<Database>, found: Found, now: Date) => Promise<T>,
): Promise<T> {
  const now = runtime.clock.now();
  const ends = endOfNonce(runtime, signed, now);
  return transaction(runtime.db, async (tx) => {
    await lockNode(tx);
    const found = await find(tx, now);
    if (!found) throw new Refusal('signature');
    verifySignIn(signed, runtime.origin, [{ member: found.member, publicKey: found.sign_in_key }], now);
    await burnNonce(tx, signed, ends);
    return work(tx, found, now);
  });
}

/**
 * Uses up a `sign-in` that a member's own key and some key of what opens a keyring both signed, which proves that
 * whoever gives it holds the keyring: no session and no code alone does.
 * @throws as {@link byWords}
 */
export async function requireHolder(
  tx: Transaction<Database>,
  runtime: Runtime,
  proof: Envelope,
  { own, some }: { own: readonly SignerKey[]; some: readonly SignerKey[] },
): Promise<void> {
  const now = runtime.clock.now();
  const ends = endOfNonce(runtime, proof, now);
  const keys = [...own, ...some];
  verifySignIn(proof, runtime.origin, keys, now);
  const signed = keysWhoSigned(proof, keys);
  const has = ({ publicKey }: SignerKey) => signed.has(keyidOf(fromB64u(publicKey, 32)));
  if (!own.some(has) || !some.some(has)) throw new Refusal('signature');
  await burnNonce(tx, proof, ends);
}

/** When the nonce of a signed statement ends; refuses (`nonce`) one that ended or was never given. */
function endOfNonce(runtime: Pick<Runtime, 'keys'>, signed: Envelope, now: Date): Date {
  const ends = endOfChallenge(runtime, nonceIn(signed), now);
  if (ends === null) throw new Refusal('nonce');
  return ends;
}

/** Uses it up; refuses (`nonce`) one that was used before. */
async function burnNonce(tx: Transaction<Database>, signed: Envelope, ends: Date): Promise<void> {
  if (!(await useNonce(tx, nonceIn(signed), ends))) throw new Refusal('nonce');
}

const nonceIn = (signed: Envelope): string => readUnverified('sign-in', signed).statement.nonce;
