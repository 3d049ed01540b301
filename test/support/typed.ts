import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKeyring } from '../../src/client/keyring/keyring.ts';
import { createKeyringFile } from '../../src/commands/keyring-file.ts';
import type { Party } from '../../src/commands/scripted-steps.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { convive, type Run } from '../members/command-line.ts';

/** Commands as people of a party type them, each with their keyring in a file and its words on paper. */
export type Desks = Disposable & {
  /** Where their keyrings lie, and other files of a test. */
  folder: string;
  /** What one of them adds to a command. */
  personal(party: Party, who: number): Promise<string[]>;
  /** Runs a command as one of them, who says yes to everything. */
  typed(party: Party, who: number, ...argv: string[]): Promise<Run>;
  /** Runs a command as one of them, who is asked and answers with these lines. */
  asked(party: Party, who: number, argv: string[], lines: string[]): Promise<Run>;
};

export function openDesks(): Desks {
  const folder = mkdtempSync(join(tmpdir(), 'convive-typed-'));
  let files = 0;
  const personal = async (party: Party, who: number): Promise<string[]> => {
    const words = wordsOf(newSecret(), 'es');
    const keyring = party.keyrings[who];
    if (!keyring) throw new Error('nobody there');
    const path = join(folder, `${++files}`);
    await createKeyringFile(`${path}.keyring`, { ...keyring, phrase: (await newKeyring([], words)).phrase });
    writeFileSync(`${path}.phrase`, words);
    return ['--node', party.origin, '--keyring', `${path}.keyring`, '--phrase-file', `${path}.phrase`];
  };
  return {
    folder,
    personal,
    typed: async (party, who, ...argv) => convive([...argv, ...(await personal(party, who)), '--yes']),
    asked: async (party, who, argv, lines) => convive([...argv, ...(await personal(party, who))], { lines }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
