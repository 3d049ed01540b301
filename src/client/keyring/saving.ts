import { type Keyring, sameKeyring } from './keyring.ts';

/** Where a keyring lies: what is there now, and how another takes the place of a revision. */
export type Lies = {
  read(): Promise<{ keyring: Keyring; revision: number }>;
  write(keyring: Keyring, revision: number): Promise<number>;
};

/**
 * Saves a keyring, each time over the revision that was known last. One that was sent without an answer is looked for
 * first: where it arrived, what lies there is this device's own and no conflict.
 */
export function savingOver(first: number, { read, write }: Lies): (keyring: Keyring) => Promise<void> {
  let revision = first;
  let sent: Keyring | null = null;
  return async (keyring) => {
    if (sent) {
      const there = await read();
      if (sameKeyring(there.keyring, sent)) revision = there.revision;
    }
    sent = keyring;
    revision = await write(keyring, revision);
    sent = null;
  };
}
