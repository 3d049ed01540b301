import { rm } from 'node:fs/promises';
import { Refusal } from '../../schemas/codes.ts';
import { connect } from '../client/api/api.ts';
import { signIn, signOut } from '../client/api/sign-in.ts';
import { eraseAtNode, moveIn, openAtNode } from '../client/keyring/at-node.ts';
import { type Keyring, sameKeyring } from '../client/keyring/keyring.ts';
import { movedInText, movedOutText } from '../client/say/keyring.ts';
import { type Context, keyringPath, type Options, readPhrase } from './context.ts';
import { createKeyringFile, readKeyringFile } from './keyring-file.ts';

/** Takes the keyring of a file to the node; the file goes once what lies there was opened. */
export async function moveKeyringIn(context: Context, options: Options): Promise<void> {
  const path = keyringPath(context, options);
  const node = connect(await context.nodeAddress(options));
  const words = await readPhrase(context, options);
  const { keyring } = await readKeyringFile(path, async () => words);
  const api = await signIn(node, keyring);
  await moveIn(api, keyring, words, new Date());
  await rm(path);
  await signOut(api);
  tell(context, options, keyring, movedInText(context.i18n));
}

/** Takes the keyring that lies at the node to a file; it is erased there once the file is written. */
export async function moveKeyringOut(context: Context, options: Options): Promise<void> {
  const path = keyringPath(context, options);
  const node = connect(await context.nodeAddress(options));
  const words = await readPhrase(context, options);
  const held = await openAtNode(node, words, new Date());
  // Passkeys are of the desk: a file is opened with words alone.
  const keyring: Keyring = { ...held.keyring, passkeys: [] };
  await createKeyringFile(path, keyring).catch((error: unknown) => unlessThere(error, path, words, keyring));
  await eraseAtNode(held, words, new Date());
  await signOut(held.api);
  tell(context, options, keyring, movedOutText(context.i18n));
}

/** Whoever was cut off after the file was written goes on; another file stays as it is. */
async function unlessThere(error: unknown, path: string, words: string, keyring: Keyring): Promise<void> {
  if (!(error instanceof Refusal && error.code === 'keyring-exists')) throw error;
  const there = await readKeyringFile(path, async () => words).catch(() => null);
  if (there === null || !sameKeyring(there.keyring, keyring)) throw error;
}

function tell(context: Context, options: Options, { member }: Keyring, text: string): void {
  if (options.json) context.print(JSON.stringify({ member }));
  else context.tell(text);
}
