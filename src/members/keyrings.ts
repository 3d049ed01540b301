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
  passkeysOf,
  publicKeyTaken,
  replaceKeyring,
  replacePasskeys,
  signInKeyOf,
} from './keyring-store.ts';
import { plainKeyOf } from './plain-store.ts';
import { endSessionsOf } from './session-store.ts';

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

/** What is kept; words of a keyring that lies here stay as they are. `passkeys` are keys that those sign in with. */
export type KeyringKept = Omit<KeyringOffered, 'signInKey'> & {
  signInKey?: string | undefined;
  passkeys: readonly string[];
  revision: number;
};

/**
 * Keeps a member's keyring in the place of that revision, 0 for none, for whoever proves that they hold it; gives the
 * new one. Where something signs in no more from now on, all sessions of theirs end.
 * @throws `weak-key` for what is no good key, as a sign-in does for what proves nothing, `duplicate-key` for one that
 * signs for somebody already, and `conflict` when another revision lies here
 */
export async function keepKeyring(
  runtime: Runtime,
  member: string,
  { signInKey, file, proof, passkeys, revision }: KeyringKept,
): Promise<{ revision: number }> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    // No manifest lists these keys, and none replaces the member's, while they are judged.
    await lockNode(tx);
    const chain = await ownChain(tx);
    if (!chain) throw new Refusal('not-set-up');
    const here = await waysIn(tx, member);
    const words = here[0] ?? signInKey;
    if (words === undefined) throw new Refusal('conflict');
    if (signInKey !== undefined && signInKey !== words) throw new Refusal('signature');
    const ways = [words, ...passkeys];
    const rows = ways.map((key) => rowOf(member, { signInKey: key, file }));
    // Where a keyring lies, whoever opens it has a say: the member's key alone may have been taken from a desk.
    const some = asSigners(member, here.length > 0 ? here : ways.slice(0, 1));
    await requireHolder(tx, runtime, proof, { own: await keysOfMember(tx, chain, member), some });
    if (new Set(ways).size < ways.length) throw new Refusal('duplicate-key');
    for (const { keyid, sign_in_key } of rows)
      if (
        signsHere(chain, sign_in_key) ||
        (await publicKeyTaken(tx, sign_in_key)) ||
        (await keyidTaken(tx, keyid, member))
      )
        throw new Refusal('duplicate-key');
    const [row, ...others] = rows as [Row, ...Row[]];
    const kept = revision === 0 ? await insertKeyring(tx, row, now) : await replaceKeyring(tx, row, revision, now);
    if (!kept) throw new Refusal('conflict');
    if (!(await replacePasskeys(tx, member, others))) throw new Refusal('duplicate-key');
    if (here.some((key) => !ways.includes(key))) await endSessionsOf(tx, [member]);
    await recordKept(tx, member, { before: here.slice(1), after: passkeys, revision }, now);
  });
  return { revision: revision + 1 };
}

/** What a member's keyring that lies here is opened with, by the keys that sign in: the words first. */
async function waysIn(tx: Transaction<Database>, member: string): Promise<string[]> {
  const here = await keyringOf(tx, member);
  return here ? [here.sign_in_key, ...(await passkeysOf(tx, member))] : [];
}

type Changed = { before: readonly string[]; after: readonly string[]; revision: number };

async function recordKept(
  tx: Transaction<Database>,
  member: string,
  { before, after, revision }: Changed,
  now: Date,
): Promise<void> {
  const who = { actor: member, subject: member };
  if (revision === 0) await record(tx, { ...who, action: 'keyring.moved-in' }, now);
  const same = new Set(before).symmetricDifference(new Set(after)).size === 0;
  if (!same) await record(tx, { ...who, action: 'keyring.passkeys' }, now);
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

type Row = ReturnType<typeof rowOf>;

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
    const here = await waysIn(tx, member);
    if (!chain || here.length === 0) return;
    await requireMember(tx, runtime, chain, member, proof);
    await deleteKeyringsOf(tx, [member]);
    await record(tx, { actor: member, action: 'keyring.moved-out', subject: member }, runtime.clock.now());
  });
}

/**
 * Uses up a `sign-in` that the member's key signed and, where a keyring of theirs lies here, what opens that.
 * @throws as a sign-in does for what proves nothing
 */
export async function requireMember(
  tx: Transaction<Database>,
  runtime: Runtime,
  chain: Chain,
  member: string,
  proof: Envelope,
): Promise<void> {
  const here = await waysIn(tx, member);
  const own = await keysOfMember(tx, chain, member);
  await requireHolder(tx, runtime, proof, { own, some: here.length > 0 ? asSigners(member, here) : own });
}

const asSigners = (member: string, keys: readonly string[]) => keys.map((publicKey) => ({ member, publicKey }));

const signsHere = (chain: Chain, key: string) => memberKeys(chain).some(({ publicKey }) => publicKey === key);

/** The keys that the manifest lists of a member, or a plain member's own. */
async function keysOfMember(tx: Transaction<Database>, chain: Chain, member: string): Promise<SignerKey[]> {
  const plain = await plainKeyOf(tx, member);
  return plain === null ? keysOf(chain).filter((one) => one.member === member) : [{ member, publicKey: plain }];
}

/**
 * The keys that may have signed this sign-in: members' by the chain, or, only where none of those did, the one that
 * the words or a passkey of a keyring give which lies here.
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
