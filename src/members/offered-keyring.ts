import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import type { Envelope, SignerKey } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { byWords, requireHolder } from './by-words.ts';
import { requireInvitation } from './invite.ts';
import { insertKeyring, insertOffered, keyidTaken, offeredKeyring, replaceOffered } from './keyring-store.ts';
import { type KeyringOffered, rowOf } from './keyrings.ts';

/* The keyring of somebody who was invited, until a manifest lists their key (docs/decisions/0030). */

/**
 * Keeps a keyring with the key that is given under a code, in that transaction; `known` are keys that sign for
 * somebody.
 * @throws `weak-key`, `duplicate-key` where the words give a key that is somebody's, and those of a sign-in unless both
 * keys signed the proof
 */
export async function keepOffered(
  tx: Transaction<Database>,
  runtime: Runtime,
  given: { member: string; code_hash: string; publicKey: string; known: readonly string[] },
  { signInKey, file, proof }: KeyringOffered,
): Promise<void> {
  const { member, code_hash, publicKey, known } = given;
  const now = runtime.clock.now();
  const { keyid } = rowOf(member, { signInKey, file });
  const [own, some] = [publicKey, signInKey].map((key) => [{ member, publicKey: key }]) as [SignerKey[], SignerKey[]];
  await requireHolder(tx, runtime, proof, { own, some });
  const taken = signInKey === publicKey || known.includes(signInKey) || (await keyidTaken(tx, keyid, ''));
  const kept = !taken && (await insertOffered(tx, { code_hash, keyid, sign_in_key: signInKey, file }, now));
  if (!kept) throw new Refusal('duplicate-key', 'keyring');
}

/**
 * The keyring that was given under the code, for whoever's words signed.
 * @throws as `byWords`, and `invitation`
 */
export function keyringUnder(
  runtime: Runtime,
  code: string,
  signed: Envelope,
): Promise<{ file: string; revision: number }> {
  return byWords(runtime, signed, whose(code), async (_tx, { file, revision }) => ({ file, revision }));
}

/**
 * Keeps it in the place of that revision.
 * @throws those of {@link keyringUnder}, and `conflict` when another revision lies here
 */
export function keepKeyringUnder(
  runtime: Runtime,
  code: string,
  signed: Envelope,
  { file, revision }: { file: string; revision: number },
): Promise<{ revision: number }> {
  return byWords(runtime, signed, whose(code), async (tx, { code_hash }, now) => {
    if (!(await replaceOffered(tx, { code_hash, file }, revision, now))) throw new Refusal('conflict');
    return { revision: revision + 1 };
  });
}

const whose = (code: string) => async (tx: Transaction<Database>, now: Date) => {
  const { code_hash } = await requireInvitation(tx, code, now);
  const found = await offeredKeyring(tx, code_hash);
  return found && { ...found, code_hash };
};

/** Makes it the member's own, in the transaction in which the manifest that lists their key is accepted. */
export async function moveOffered(
  tx: Transaction<Database>,
  { member, code_hash }: { member: string; code_hash: string },
  now: Date,
): Promise<void> {
  const found = await offeredKeyring(tx, code_hash);
  if (found && !(await insertKeyring(tx, { ...found, member }, now))) throw new Refusal('duplicate-key', 'keyring');
}
