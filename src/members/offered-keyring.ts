import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import type { Envelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { byWords, requireHolder } from './by-words.ts';
import { requireInvitation } from './invite.ts';
import { insertKeyring, insertOffered, keyidTaken, offeredKeyring, replaceOffered } from './keyring-store.ts';
import { type KeyringOffered, rowOf } from './keyrings.ts';

/* The keyring of somebody who was invited, until a manifest lists their key (docs/decisions/0030). */

/** A key that is given, by whom, and the keys that sign for somebody. */
type Given = { member: string; publicKey: string; known: readonly string[] };

/**
 * Keeps a keyring with the key that is given under a code, in that transaction.
 * @throws as {@link provenKeyring}
 */
export async function keepOffered(
  tx: Transaction<Database>,
  runtime: Runtime,
  { code_hash, ...given }: Given & { code_hash: string },
  keyring: KeyringOffered,
): Promise<void> {
  const { keyid, sign_in_key, file } = await provenKeyring(tx, runtime, given, keyring);
  if (!(await insertOffered(tx, { code_hash, keyid, sign_in_key, file }, runtime.clock.now())))
    throw new Refusal('duplicate-key', 'keyring');
}

/**
 * What is kept of a keyring that comes with a key; uses its proof up.
 * @throws `weak-key`, `duplicate-key` where the words give a key that is somebody's, and those of a sign-in unless both
 * keys signed the proof
 */
export async function provenKeyring(
  tx: Transaction<Database>,
  runtime: Runtime,
  { member, publicKey, known }: Given,
  { signInKey, file, proof }: KeyringOffered,
): Promise<ReturnType<typeof rowOf>> {
  const row = rowOf(member, { signInKey, file });
  const [own, some] = [[{ member, publicKey }], [{ member, publicKey: signInKey }]];
  await requireHolder(tx, runtime, proof, { own, some });
  if (signInKey === publicKey || known.includes(signInKey) || (await keyidTaken(tx, row.keyid, '')))
    throw new Refusal('duplicate-key', 'keyring');
  return row;
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
