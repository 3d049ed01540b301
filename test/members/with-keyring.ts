import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKeyring } from '../../src/client/keyring/keyring.ts';
import { createKeyringFile } from '../../src/commands/keyring-file.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { type Collective, found } from '../support/world.ts';
import { convive, type Run } from './command-line.ts';

/** A whole node of Ceiba's, and the keyring file of one of its stewards. */
export type WithKeyring = AsyncDisposable & {
  ceiba: Collective;
  keyring: string;
  /** Runs one command line at that node with that keyring; `lines` come after its phrase. */
  as(argv: string[], lines?: string[], env?: NodeJS.ProcessEnv): Promise<Run>;
};

export async function withKeyring(): Promise<WithKeyring> {
  await using opened = new AsyncDisposableStack();
  const home = mkdtempSync(join(tmpdir(), 'convive-keyring-'));
  opened.defer(() => rmSync(home, { recursive: true, force: true }));
  const ceiba = opened.use(await found('Ceiba'));
  const keyring = join(home, 'rosa.keyring');
  const words = wordsOf(newSecret(), 'es');
  await createKeyringFile(keyring, { ...ceiba.keyrings[0]!, phrase: (await newKeyring([], words)).phrase });
  const held = opened.move();
  return {
    ceiba,
    keyring,
    as: (argv, lines = [], env = {}) =>
      convive([...argv, '--node', ceiba.origin, '--keyring', keyring], { lines: [words, ...lines], env }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
