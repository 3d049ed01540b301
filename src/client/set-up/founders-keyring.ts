import { membersSetUpContract } from '../../../schemas/routes/members-set-up.ts';
import { b64u, fromB64u } from '../../protocol/encoding.ts';
import { phraseSignInKeyOf, secretFrom } from '../../protocol/secrets.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { signedIn } from '../api/sign-in.ts';
import { type Keyring, openKeyring, sealKeyring } from '../keyring/keyring.ts';
import type { SealedKeyring } from './set-up.ts';

/*
 * A founder's keyring that lies at the node before their collective stands (docs/decisions/0028). The api has the
 * set-up code; each time the key of the words signs that it is they.
 */

/** A keyring for the node to keep; opened once, so that what lies there is known to open. */
export async function sealedFor(keyring: Keyring, words: string): Promise<SealedKeyring> {
  const file = await sealKeyring(keyring);
  await openKeyring(file, words);
  return { signInKey: b64u(phraseSignInKeyOf(secretFrom(words)).publicKey), file: b64u(file) };
}

/**
 * Fetches and opens the keyring that these words lock.
 * @throws `words` for none, `signature` where no founder has given a keyring with them, and as `openKeyring` does
 */
export async function openFoundersKeyring(
  api: Api,
  words: string,
  now: Date,
): Promise<{ keyring: Keyring; revision: number }> {
  const envelope = await signedIn(api, phraseSignInKeyOf(secretFrom(words)).secret, now);
  const { file, revision } = await call(api, membersSetUpContract.foundersKeyring, { body: { envelope } });
  return { keyring: await openKeyring(fromB64u(file), words), revision };
}

/**
 * Leaves a changed keyring at the node in the place of that revision; gives the new one.
 * @throws `conflict` when another device saved meanwhile
 */
export async function keepFoundersKeyring(
  api: Api,
  keyring: Keyring,
  words: string,
  revision: number,
  now: Date,
): Promise<number> {
  const { file } = await sealedFor(keyring, words);
  const envelope = await signedIn(api, phraseSignInKeyOf(secretFrom(words)).secret, now);
  return (await call(api, membersSetUpContract.keepFoundersKeyring, { body: { envelope, file, revision } })).revision;
}
