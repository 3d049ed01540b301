import { connect } from '../../src/client/api/api.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { moveIn } from '../../src/client/keyring/at-node.ts';
import { newKeyring } from '../../src/client/keyring/keyring.ts';
import type { Party } from '../../src/commands/scripted-steps.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';

/** Leaves the keyring of one of a party's people at their node; gives the twelve words that open it there. */
export async function movedIn(party: Party, who: number): Promise<string> {
  const words = wordsOf(newSecret(), 'es');
  const keyring = { ...party.keyrings[who]!, phrase: (await newKeyring([], words)).phrase };
  await moveIn(await signIn(connect(party.origin), keyring), keyring, words, new Date());
  return words;
}
