import { Refusal } from '../../../schemas/codes.ts';
import { longestChain, role } from '../../../schemas/manifest.ts';
import { collectiveContract, mostManifests } from '../../../schemas/routes/collective.ts';
import { membersContract } from '../../../schemas/routes/members.ts';
import type { Standing } from '../../../schemas/standing.ts';
import { type Envelope, idOf, readUnverified } from '../../protocol/envelope.ts';
import { type Chain, keysOf, readChain, requireInChain } from '../../protocol/manifest.ts';
import type { Marks } from '../../protocol/root.ts';
import { verifySealKey } from '../../protocol/seal-key.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { openShare } from './box-share.ts';
import { type Keyring, signingKey } from './keyring.ts';

/** What a client believes, all of it checked from the keyring on and none of it taken from the node's word. */
export type OwnRoot = {
  /** Our own manifest chain, from the v1 that this person signed. */
  chain: Chain;
  /** Recipients of our members, by member: each signed by that member. */
  recipients: ReadonlyMap<string, string>;
  /** With the marks moved forward, the roles as they are now, and a box that was missing: save it when it differs. */
  keyring: Keyring;
};

/**
 * Reads the own collective anew over a signed-in api.
 * @throws `not-set-up` (this keyring has signed no manifest), `manifest-rollback` (the node serves less than was seen
 * before), and what `readChain` and `verifySealKey` refuse.
 */
export async function ownRoot(api: Api, keyring: Keyring, now = new Date()): Promise<OwnRoot> {
  if (keyring.collective === null) throw new Refusal('not-set-up');
  const seen = keyring.manifest ? { atLeast: keyring.manifest } : {};
  const manifests = await fetchChain(api);
  const chain = readChain(manifests, now, { expect: collectiveOf(keyring, manifests), ...seen });
  const { version, id } = chain.newest;
  const recipients = new Map<string, string>();
  const marks = { ...keyring.sealKeys };
  for (const envelope of (await call(api, membersContract.sealKeys)).sealKeys) {
    const { member, recipient, at } = verifySealKey(envelope, keysOf(chain), now);
    if (at < (marks[member] ?? '')) throw new Refusal('manifest-rollback', 'seal-key');
    marks[member] = at;
    recipients.set(member, recipient);
  }
  const boxes = await withBox(api, chain, keyring);
  const { collective } = chain;
  const listed = chain.newest.statement.members.find(({ member }) => member === keyring.member);
  const roles = listed ? role.options.filter((one) => listed.roles.includes(one)) : keyring.roles;
  const marked = { ...keyring, roles, collective, manifest: { version, id }, sealKeys: marks, boxes };
  return { chain, recipients, keyring: marked };
}

/**
 * Which collective a keyring belongs to. Of several drafts of the first manifest that a founder signed, it is the one
 * that stands: a v1 that lists a key holds by that key's signature alone, which `readChain` checks.
 */
function collectiveOf(keyring: Keyring, [first]: readonly Envelope[]): string {
  const own = signingKey(keyring);
  const listed = first && readUnverified('manifest', first).statement.members.some(({ sign }) => sign.includes(own));
  return keyring.manifest === null && first && listed ? idOf(first) : (keyring.collective ?? '');
}

/**
 * Notes the newest manifest of a peer and our newest standing with it.
 * @throws `manifest-rollback` and `equivocation` against what the keyring has seen.
 */
export function markPeer(keyring: Keyring, chain: Chain, standing: Standing | null = null): Keyring {
  const seen = keyring.peers[chain.collective];
  if (seen) requireInChain(chain, seen);
  const { version, id } = chain.newest;
  const peers = { ...keyring.peers, [chain.collective]: { version, id } };
  const standings = standing ? { ...keyring.standings, [chain.collective]: standing.at } : keyring.standings;
  return { ...keyring, peers, standings };
}

/** The keyring's marks for one peer, as `rootFor` checks them. */
export function marksOf(keyring: Keyring, peer: string): Marks {
  if (keyring.collective === null || keyring.manifest === null) throw new Refusal('not-set-up');
  return {
    collective: keyring.collective,
    own: keyring.manifest,
    peer: keyring.peers[peer]?.version ?? null,
    standing: keyring.standings[peer] ?? null,
  };
}

/**
 * The whole chain as the node serves it, unchecked.
 * @throws `too-large` for one that does not end.
 */
export async function fetchChain(api: Api): Promise<Envelope[]> {
  const chain: Envelope[] = [];
  while (chain.length < longestChain) {
    const { manifests: page } = await call(api, collectiveContract.manifest, {
      query: { from: `${chain.length + 1}` },
    });
    chain.push(...page);
    if (page.length < mostManifests) return chain;
  }
  throw new Refusal('too-large', 'manifest');
}

/** An accompanier whose keyring was saved before their share arrived gets it now, and only if it fits the manifest. */
async function withBox(api: Api, chain: Chain, keyring: Keyring): Promise<Keyring['boxes']> {
  const held = (recipient: string) => keyring.boxes.some((box) => box.recipient === recipient);
  const missing = chain.newest.statement.box.filter((box) => !held(box.recipient));
  const accompanies = keysOf(chain, 'accompanier').some((key) => key.member === keyring.member);
  if (!accompanies || missing.length === 0) return keyring.boxes;
  const { shares } = await call(api, membersContract.boxShares);
  const found = await Promise.all(
    missing.map(({ recipient }) => {
      const share = shares.find((one) => one.recipient === recipient);
      return share ? openShare(share.ciphertext, recipient, keyring) : null;
    }),
  );
  return [...found.filter((box) => box !== null), ...keyring.boxes].slice(0, 32);
}
