import { membersContract } from '../../../schemas/routes/members.ts';
import { membersSetUpContract } from '../../../schemas/routes/members-set-up.ts';
import { b64u, fromB64u } from '../../protocol/encoding.ts';
import { type Envelope, signEnvelope } from '../../protocol/envelope.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { signedIn } from '../api/sign-in.ts';
import { type Keyring, type Opener, openKeyring, sealKeyring, signInKeyOf, signingSecret } from './keyring.ts';

/*
 * A keyring that lies at the node of somebody who is no member yet: of a founder under the set-up code, of somebody
 * who was invited under theirs (docs/decisions/0028, 0030). The api has the code; each time the key of the words signs
 * that it is they.
 */

/** A keyring that shall lie at the node: the sealed file, and the public half of what signs in with what opens it. */
export type SealedKeyring = { signInKey: string; file: string };

/** Where it is fetched and kept. */
export type Kept = typeof foundersKept | typeof invitedKept;

export const foundersKept = {
  open: membersSetUpContract.foundersKeyring,
  keep: membersSetUpContract.keepFoundersKeyring,
};
export const invitedKept = { open: membersContract.offeredKeyring, keep: membersContract.keepOfferedKeyring };

/** A keyring for the node to keep; opened once, so that what lies there is known to open. */
export async function sealedFor(keyring: Keyring, opener: Opener): Promise<SealedKeyring> {
  const file = await sealKeyring(keyring);
  await openKeyring(file, opener);
  return { signInKey: b64u(signInKeyOf(opener).publicKey), file: b64u(file) };
}

/** A `sign-in` that the member's key and that of what opens the keyring both signed: who gives it holds the keyring. */
export async function provedFor(api: Api, keyring: Keyring, opener: Opener, now: Date): Promise<Envelope> {
  return signEnvelope(await signedIn(api, signingSecret(keyring), now), signInKeyOf(opener).secret);
}

/**
 * Fetches and opens the keyring that these words lock.
 * @throws `words` for none, `signature` where nobody has given a keyring with them, and as `openKeyring` does
 */
export async function openUnderCode(
  api: Api,
  { open }: Kept,
  words: string,
  now: Date,
): Promise<{ keyring: Keyring; revision: number }> {
  const envelope = await signedIn(api, signInKeyOf(words).secret, now);
  const { file, revision } = await call(api, open, { body: { envelope } });
  return { keyring: await openKeyring(fromB64u(file), words), revision };
}

/**
 * Leaves a changed keyring at the node in the place of that revision; gives the new one.
 * @throws `conflict` when another device saved meanwhile
 */
export async function keepUnderCode(
  api: Api,
  { keep }: Kept,
  { keyring, words, revision }: { keyring: Keyring; words: string; revision: number },
  now: Date,
): Promise<number> {
  const { file } = await sealedFor(keyring, words);
  const envelope = await signedIn(api, signInKeyOf(words).secret, now);
  return (await call(api, keep, { body: { envelope, file, revision } })).revision;
}
