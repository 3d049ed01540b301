import { open, readFile, rename, rm } from 'node:fs/promises';
import { Refusal } from '../../schemas/codes.ts';
import { type Keyring, openKeyring, sealKeyring } from '../client/keyring/keyring.ts';

/** A keyring and the way to write it back to its file. */
export type KeyringFile = { keyring: Keyring; save(keyring: Keyring): Promise<void> };

/** No keyring is larger, in bytes. */
const largest = 512 * 1024;

/**
 * Opens a keyring file with words that are asked for once the file is there.
 * @throws `keyring-file`, `words`, `keyring-phrase`.
 */
export async function readKeyringFile(path: string, words: () => Promise<string>): Promise<KeyringFile> {
  const file = await readFile(path).catch(() => {
    throw new Refusal('keyring-file');
  });
  if (file.length > largest) throw new Refusal('keyring-file');
  const keyring = await openKeyring(file, await words());
  return { keyring, save: (changed) => writeWhole(path, changed) };
}

/**
 * Writes a new keyring. Refuses (`keyring-exists`) to write over any file, and (`keyring-file`) where it cannot write.
 */
export async function createKeyringFile(path: string, keyring: Keyring): Promise<KeyringFile> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    throw new Refusal((error as NodeJS.ErrnoException).code === 'EEXIST' ? 'keyring-exists' : 'keyring-file');
  }
  await writeWhole(path, keyring);
  return { keyring, save: (changed) => writeWhole(path, changed) };
}

/** Whole or not at all: a keyring that is cut off is a member's key lost. */
async function writeWhole(path: string, keyring: Keyring): Promise<void> {
  const making = `${path}.${process.pid}.new`;
  try {
    const file = await open(making, 'w', 0o600);
    try {
      await file.writeFile(await sealKeyring(keyring));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(making, path);
  } catch {
    await rm(making, { force: true });
    throw new Refusal('keyring-file');
  }
}
