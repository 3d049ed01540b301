import { Refusal } from '../../../schemas/codes.ts';
import { membersContract } from '../../../schemas/routes/members.ts';
import { fromB64u } from '../../protocol/encoding.ts';
import { type Api, ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import { signInWith } from '../api/sign-in.ts';
import { type Keyring, type Opener, openKeyring, sameKeyring, signInKeyOf } from './keyring.ts';
import { provedFor, sealedFor } from './under-code.ts';

/*
 * A keyring that lies at its node (docs/decisions/0026): the sealed file, and a sign-in by what opens it. The words,
 * what a passkey gives, and what they open stay on this side.
 */

/** An open keyring, the node with its member signed in, and which revision of the file it came from. */
export type Held = { api: Api; keyring: Keyring; revision: number };

/**
 * Signs in with the words or a passkey of a keyring that lies at the node, and opens it.
 * @throws `words` for none, `keyring-phrase` or `keyring-passkey` where these open nothing there, and as `openKeyring`
 * does
 */
export async function openAtNode(api: Api, opener: Opener, now: Date): Promise<Held> {
  const signedIn = await signInWith(api, signInKeyOf(opener).secret, now).catch((error: unknown) => {
    if (!(error instanceof ApiRefusal && error.code === 'signature')) throw error;
    throw new Refusal(typeof opener === 'string' ? 'keyring-phrase' : 'keyring-passkey');
  });
  return { api: signedIn, ...(await readAtNode(signedIn, opener)) };
}

/** Opens the keyring that lies there for whoever is signed in. */
export async function readAtNode(api: Api, opener: Opener): Promise<Omit<Held, 'api'>> {
  const { file, revision } = await call(api, membersContract.keyring);
  return { keyring: await openKeyring(fromB64u(file), opener), revision };
}

/**
 * Leaves a keyring at the node in the place of that revision, 0 for none, with the passkeys that it lists; gives the
 * new revision.
 * @throws `conflict` when another device saved meanwhile, and as {@link openKeyring} for what does not open it
 */
export async function keepAtNode(
  api: Api,
  keyring: Keyring,
  opener: Opener,
  revision: number,
  now = new Date(),
): Promise<number> {
  const { signInKey, file } = await sealedFor(keyring, opener);
  const kept = {
    file,
    // A passkey knows no words, which stay as they are.
    ...(typeof opener === 'string' && { signInKey }),
    passkeys: keyring.passkeys.map((one) => one.signInKey),
    proof: await provedFor(api, keyring, opener, now),
    revision,
  };
  return (await call(api, membersContract.keepKeyring, { body: kept })).revision;
}

/**
 * Moves a keyring to the node, and opens it there with the words before it counts as moved. Again, it changes nothing.
 * @throws `keyring-exists` where another one lies there
 */
export async function moveIn(api: Api, keyring: Keyring, words: string, now: Date): Promise<void> {
  try {
    await keepAtNode(api, keyring, words, 0, now);
  } catch (error) {
    if (!(error instanceof ApiRefusal && ['conflict', 'signature'].includes(error.code))) throw error;
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
