import { Refusal } from '../../../schemas/codes.ts';
import { membersContract } from '../../../schemas/routes/members.ts';
import { fromB64u } from '../../protocol/encoding.ts';
import { phraseSignInKeyOf, secretFrom } from '../../protocol/secrets.ts';
import { type Api, ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import { signInWith } from '../api/sign-in.ts';
import { type Keyring, openKeyring, sameKeyring } from './keyring.ts';
import { provedFor, sealedFor } from './under-code.ts';

/*
 * A keyring that lies at its node (docs/decisions/0026): the sealed file, and a sign-in by the words that open it. The
 * words and what they open stay on this side.
 */

/** An open keyring, the node with its member signed in, and which revision of the file it came from. */
export type Held = { api: Api; keyring: Keyring; revision: number };

/**
 * Signs in with the words of a keyring that lies at the node, and opens it.
 * @throws `words` for none, `keyring-phrase` where these open nothing there, and as `openKeyring` does
 */
export async function openAtNode(api: Api, words: string, now: Date): Promise<Held> {
  const { secret } = phraseSignInKeyOf(secretFrom(words));
  const signedIn = await signInWith(api, secret, now).catch((error: unknown) => {
    throw error instanceof ApiRefusal && error.code === 'signature' ? new Refusal('keyring-phrase') : error;
  });
  return { api: signedIn, ...(await readAtNode(signedIn, words)) };
}

/** Opens the keyring that lies there for whoever is signed in. */
export async function readAtNode(api: Api, words: string): Promise<Omit<Held, 'api'>> {
  const { file, revision } = await call(api, membersContract.keyring);
  return { keyring: await openKeyring(fromB64u(file), words), revision };
}

/**
 * Leaves a keyring at the node in the place of that revision, 0 for none; gives the new revision.
 * @throws `conflict` when another device saved meanwhile, and `keyring-phrase` for words that do not open it
 */
export async function keepAtNode(
  api: Api,
  keyring: Keyring,
  words: string,
  revision: number,
  now = new Date(),
): Promise<number> {
  const sealed = await sealedFor(keyring, words);
  const proof = await provedFor(api, keyring, words, now);
  return (await call(api, membersContract.keepKeyring, { body: { ...sealed, proof, revision } })).revision;
}

/**
 * Moves a keyring to the node, and opens it there with the words before it counts as moved. Again, it changes nothing.
 * @throws `keyring-exists` where another one lies there
 */
export async function moveIn(api: Api, keyring: Keyring, words: string, now: Date): Promise<void> {
  try {
    await keepAtNode(api, keyring, words, 0, now);
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.code === 'conflict')) throw error;
  }
  const { keyring: there } = await openAtNode(api, words, now).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'keyring-phrase' ? new Refusal('keyring-exists') : error;
  });
  if (!sameKeyring(there, keyring)) throw new Refusal('keyring-exists');
}

/** Erases the keyring that these words open at the node, once it lies elsewhere. */
export async function eraseAtNode({ api, keyring }: Held, words: string, now: Date): Promise<void> {
  const envelope = await provedFor(api, keyring, words, now);
  await call(api, membersContract.eraseKeyring, { body: { envelope } });
}
