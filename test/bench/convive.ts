import { collectiveContract } from '../../schemas/routes/collective.ts';
import { followingContract } from '../../schemas/routes/following.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import type { Keyring } from '../../src/client/keyring/keyring.ts';
import { ownRoot } from '../../src/client/keyring/own-trust.ts';
import { type Asking, addPeer, checkPeer, comparePeer, standWith, wordsWith } from '../../src/client/peers/peers.ts';
import { setUpTogether } from '../../src/client/set-up/set-up-together.ts';
import { actorUrls } from '../../src/federation/actor-document.ts';
import { daysAfter } from '../../src/protocol/calendar.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { type Chain, readChain } from '../../src/protocol/manifest.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import type { Stranger } from './loopback.ts';
import { type Measured, startMeasured } from './measured.ts';

/** The node under test: `convive serve` as it is, in a process of its own, with three founders. */
export type ConviveNode = Measured & { origin: string; inbox: string; chain: Chain; people: Keyring[] };

/** What `convive serve` is started with, on a free port; says the same in English everywhere. */
export const serveArguments = ['--max-semi-space-size=4', '--liftoff-only', 'src/convive.js', 'serve'] as const;
export const serveEnvironment = (folder: string, database: string | null): NodeJS.ProcessEnv => ({
  DATA: folder,
  PORT: '0',
  LANG: 'en_US.UTF-8',
  LC_ALL: '',
  DATABASE_URL: database ?? '',
  ORIGIN: '',
});

/**
 * Starts a node on that database, the embedded one where null, and sets it up with three founders, as Ceiba unless
 * named.
 */
export async function foundConvive(
  folder: string,
  database: string | null,
  more: NodeJS.ProcessEnv = {},
  name = 'Ceiba',
): Promise<ConviveNode> {
  const node = startMeasured(serveArguments, { ...serveEnvironment(folder, database), ...more });
  const origin = await node.says(/answers at (http\S+)/);
  const code = await node.says(/set-up code: (\S+)/);
  const plans = [['steward', 'accompanier'], ['steward', 'accompanier'], ['steward']] as const;
  const founders = plans.map((roles) => ({ roles, words: wordsOf(newSecret(), 'es') }));
  const profile = { name, handle: 'ceiba', summary: 'Una casa.', language: 'es' };
  const people = await setUpTogether(connect(origin, `Setup ${code}`), founders, { profile }, async () => {});
  const served = await call(connect(origin), collectiveContract.manifest);
  const chain = readChain(served.manifests, new Date());
  return { ...node, origin, inbox: actorUrls(origin).inbox, chain, people };
}

/** Pins the collective at that server, compares words and grants standing, as two members do it with their clients. */
export async function trust(node: ConviveNode, server: Stranger): Promise<void> {
  const asking = await Promise.all(node.people.slice(0, 2).map((person) => ask(node, person)));
  const { peer } = await addPeer(asking[0]!.api, server.actor);
  for (const one of asking) {
    const checked = await checkPeer(one, peer);
    const { keyring } = await comparePeer(one, checked, { heard: wordsWith(one, checked, 'es') });
    one.keyring = keyring;
  }
  const reviewBy = timeOf(daysAfter(new Date(), 170));
  const decision = { accepts: ['alerts' as const], sends: ['alerts' as const], attest: 2, reviewBy };
  for (const one of asking) await standWith(one, await checkPeer(one, peer), decision);
}

/** Follows the actor at that server, which is no collective of this network. */
export async function followStranger(node: ConviveNode, server: Stranger): Promise<void> {
  const { api } = await ask(node, node.people[0]!);
  await call(api, followingContract.follow, { body: { actor: server.actor } });
}

async function ask(node: ConviveNode, person: Keyring): Promise<Asking> {
  const api = await signIn(connect(node.origin), person);
  const root = await ownRoot(api, person);
  return { api, keyring: root.keyring, root };
}
