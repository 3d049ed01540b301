import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import { lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { keyStrong } from '../protocol/ed25519.ts';
import { fromB64u } from '../protocol/encoding.ts';
import { type Envelope, keyidOf, type SignerKey } from '../protocol/envelope.ts';
import { type Chain, keysOf, memberKeys } from '../protocol/manifest.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { requireHolder } from './by-words.ts';
import {
  deleteKeyringsOf,
  insertKeyring,
  keyidTaken,
  keyringOf,
  publicKeyTaken,
  replaceKeyring,
  signInKeyOf,
} from './keyring-store.ts';
import { plainKeyOf } from './plain-store.ts';

/** A keyring that is given, and the proof that whoever gives it holds the key and the words. */
export type KeyringOffered = { signInKey: string; file: string; proof: Envelope };

/**
 * A member's keyring as it lies here: the sealed file, and its revision.
 * @throws `not-found` where none lies here
 */
export async function keyringHere(
  { db }: Pick<Runtime, 'db'>,
  member: string,
): Promise<{ file: string; revision: number }> {
  const found = await keyringOf(db, member);
  if (!found) throw new Refusal('not-found');
  const { file, revision } = found;
  return { file, revision };
}

/**
 * Keeps a member's keyring in the place of that revision, 0 for none, for whoever proves that they hold it; gives the
 * new one.
 * @throws `weak-key` for what is no good key, as a sign-in does for what proves nothing, `duplicate-key` for one that
 * signs for somebody already, and `conflict` when another revision lies here
 */
export async function keepKeyring(
  runtime: Runtime,
  member: string,
  { signInKey, file, proof, revision }: KeyringOffered & { revision: number },
): Promise<{ revision: number }> {
  const row = rowOf(member, { signInKey, file });
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    // No manifest lists this key, and none replaces the member's, while it is judged.
    await lockNode(tx);
    const chain = await ownChain(tx);
    if (!chain) throw new Refusal('not-set-up');
    const words = { member, publicKey: signInKey };
    await requireHolder(tx, runtime, proof, { own: await keysOfMember(tx, chain, member), words });
    const listed = memberKeys(chain).some(({ publicKey }) => publicKey === signInKey);
    const signs = listed || (await publicKeyTaken(tx, signInKey));
    if (signs || (await keyidTaken(tx, row.keyid, member))) throw new Refusal('duplicate-key');
    const kept = revision === 0 ? await insertKeyring(tx, row, now) : await replaceKeyring(tx, row, revision, now);
    if (!kept) throw new Refusal('conflict');
    if (revision === 0) await record(tx, { actor: member, action: 'keyring.moved-in', subject: member }, now);
  });
  return { revision: revision + 1 };
}

/**
 * Keeps a founder's keyring with the public half of their keys, before the collective stands.
 * @throws `weak-key`, and `duplicate-key` where the words give a key that signs for somebody already
 */
export async function keepFirst(
  tx: Transaction<Database>,
  member: string,
  given: { signInKey: string; file: string },
  now: Date,
): Promise<void> {
  const row = rowOf(member, given);
  if (await publicKeyTaken(tx, given.signInKey)) throw new Refusal('duplicate-key');
  if (!(await insertKeyring(tx, row, now))) throw new Refusal('duplicate-key');
}

/** What is kept of a keyring; refuses (`weak-key`) a key that is no good one. */
export function rowOf(member: string, { signInKey, file }: { signInKey: string; file: string }) {
  const key = fromB64u(signInKey, 32);
  if (!keyStrong(key)) throw new Refusal('weak-key');
  return { member, keyid: keyidOf(key), sign_in_key: signInKey, file };
}

/**
 * Erases the member's keyring here, for whoever proves that they hold it; nothing where none lies.
 * @throws as a sign-in does for what proves nothing
 */
export async function eraseKeyring(runtime: Runtime, member: string, proof: Envelope): Promise<void> {
  await transaction(runtime.db, async (tx) => {
    await lockNode(tx);
    const chain = await ownChain(tx);
    const here = await keyringOf(tx, member);
    if (!chain || !here) return;
    const words = { member, publicKey: here.sign_in_key };
    await requireHolder(tx, runtime, proof, { own: await keysOfMember(tx, chain, member), words });
    await deleteKeyringsOf(tx, [member]);
    await record(tx, { actor: member, action: 'keyring.moved-out', subject: member }, runtime.clock.now());
  });
}

/** The keys that the manifest lists of a member, or a plain member's own. */
async function keysOfMember(tx: Transaction<Database>, chain: Chain, member: string): Promise<SignerKey[]> {
  const plain = await plainKeyOf(tx, member);
  return plain === null ? keysOf(chain).filter((one) => one.member === member) : [{ member, publicKey: plain }];
}

/**
 * The keys that may have signed this sign-in: members' by the chain, or, only where none of those did, the one that
 * the words of a keyring give which lies here.
 */
export async function signInKeys(db: Runtime['db'], chain: Chain, envelope: Envelope): Promise<SignerKey[]> {
  const listed = keysOf(chain);
  const [only, ...others] = envelope.signatures.map(({ keyid }) => keyid);
  if (only === undefined || others.length > 0 || listed.some(({ publicKey }) => keyidIs(publicKey, only)))
    return listed;
  const found = await signInKeyOf(db, only);
  return found ? [{ member: found.member, publicKey: found.sign_in_key }] : listed;
}

const keyidIs = (publicKey: string, keyid: string): boolean => keyidOf(fromB64u(publicKey, 32)) === keyid;
