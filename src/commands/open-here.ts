import { connect } from '../client/api/api.ts';
import { signedIn } from '../client/api/sign-in.ts';
import { keepAtNode, openAtNode } from '../client/keyring/at-node.ts';
import { signingSecret } from '../client/keyring/keyring.ts';
import { ownRoot } from '../client/keyring/own-trust.ts';
import { provedFor } from '../client/keyring/under-code.ts';
import { progressText } from '../client/say/progress.ts';
import { type Context, type Options, readPhrase, type Session } from './context.ts';

/** A member at work; `proof` is a `sign-in` by everything that opens their keyring. */
export type Here = Pick<Session, 'api' | 'keyring' | 'root'> & { proof(): ReturnType<typeof provedFor> };

/** Opens the keyring of a file where one is named, else the one that lies at the node, by its words. */
export async function openHere(context: Context, options: Options): Promise<Here> {
  if (options.keyring || context.env.CONVIVE_KEYRING) {
    const session = await context.openSession(options);
    const { api, keyring } = session;
    return { ...session, proof: () => signedIn(api, signingSecret(keyring), new Date()) };
  }
  const node = connect(await context.nodeAddress(options));
  const words = await readPhrase(context, options);
  const opening = async (): Promise<Here> => {
    const { api, keyring: then, revision } = await openAtNode(node, words, new Date());
    const root = await ownRoot(api, then);
    const { keyring } = root;
    if (JSON.stringify(keyring) !== JSON.stringify(then)) await keepAtNode(api, keyring, words, revision);
    return { api, keyring, root, proof: () => provedFor(api, keyring, words, new Date()) };
  };
  return context.progress(progressText(context.i18n, 'signing-in'), opening());
}
