import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import { lockNode } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { type Envelope, readUnverified } from '../protocol/envelope.ts';
import { verifySignIn } from '../protocol/sign-in.ts';
import type { Runtime } from '../runtime.ts';
import { endOfChallenge } from './challenge.ts';
import { keyringOf, replaceKeyring, signInKeyOf } from './keyring-store.ts';
import { useNonce } from './session-store.ts';

/*
 * A founder's keyring before the collective stands (docs/decisions/0028): nobody can sign in yet, so each time a
 * statement `sign-in` comes along that the key of the founder's words signed.
 */

/**
 * The keyring of whoever's words signed.
 * @throws `nonce`, `origin`, `signature` and `expired` as a sign-in, and `already-set-up`
 */
export function foundersKeyring(runtime: Runtime, signed: Envelope): Promise<{ file: string; revision: number }> {
  return asFounder(runtime, signed, async (tx, { member }) => {
    const found = await keyringOf(tx, member);
    if (!found) throw new Refusal('not-found');
    return found;
  });
}

/**
 * Keeps it in the place of that revision.
 * @throws those of {@link foundersKeyring}, and `conflict` when another revision lies here
 */
export function keepFoundersKeyring(
  runtime: Runtime,
  signed: Envelope,
  { file, revision }: { file: string; revision: number },
): Promise<{ revision: number }> {
  return asFounder(runtime, signed, async (tx, founder) => {
    const kept = await replaceKeyring(tx, { ...founder, file }, revision, runtime.clock.now());
    if (!kept) throw new Refusal('conflict');
    return { revision: revision + 1 };
  });
}

type Founder = { member: string; keyid: string; sign_in_key: string };

async function asFounder<T>(
  runtime: Runtime,
  signed: Envelope,
  work: (tx: Transaction<Database>, founder: Founder) => Promise<T>,
): Promise<T> {
  const now = runtime.clock.now();
  const { nonce } = readUnverified('sign-in', signed).statement;
  const nonceEnds = endOfChallenge(runtime, nonce, now);
  if (nonceEnds === null) throw new Refusal('nonce');
  return transaction(runtime.db, async (tx) => {
    if ((await lockNode(tx))?.collective) throw new Refusal('already-set-up');
    const keyid = signed.signatures[0]?.keyid ?? '';
    const key = await signInKeyOf(tx, keyid);
    const keys = key ? [{ member: key.member, publicKey: key.sign_in_key }] : [];
    const { member } = verifySignIn(signed, runtime.origin, keys, now);
    if (!(await useNonce(tx, nonce, nonceEnds))) throw new Refusal('nonce');
    return work(tx, { member, keyid, sign_in_key: key?.sign_in_key ?? '' });
  });
}
