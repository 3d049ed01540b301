import { connect } from '../../src/client/api/api.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { type Held, openAtNode } from '../../src/client/keyring/at-node.ts';
import type { Keyring } from '../../src/client/keyring/keyring.ts';
import { invitePerson, keyringFor, offerKeys } from '../../src/client/keyring/rotation.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';

/** Somebody who came in without a role, and can come in again with their words. */
export type PlainMember = { words: string; keyring: Keyring; open(): Promise<Held> };

/** A plain member at the node at `origin`, whom that steward invited. */
export async function plainAt(origin: string, steward: Keyring): Promise<PlainMember> {
  const { code } = await invitePerson(await signIn(connect(origin), steward), { member: null, roles: [] });
  const words = wordsOf(newSecret(), 'es');
  const api = connect(origin, `Invite ${code}`);
  const keyring = await keyringFor(api, words);
  await offerKeys(api, keyring, new Date(), words);
  return { words, keyring, open: () => openAtNode(connect(origin), words, new Date()) };
}
