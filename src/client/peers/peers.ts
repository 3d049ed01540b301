import { Refusal } from '../../../schemas/codes.ts';
import type { AnswerOf } from '../../../schemas/contract.ts';
import { followingContract } from '../../../schemas/routes/following.ts';
import { type PeerDetail, type PeerSummary, peersContract, type SignedState } from '../../../schemas/routes/peers.ts';
import type { Standing } from '../../../schemas/standing.ts';
import { canonical } from '../../protocol/canonical.ts';
import { comparisonWords, sameWords } from '../../protocol/compare.ts';
import { timeOf } from '../../protocol/encoding.ts';
import {
  draftEnvelope,
  type Envelope,
  membersWhoSigned,
  readUnverified,
  signEnvelope,
} from '../../protocol/envelope.ts';
import { type Chain, keysOf, readChain } from '../../protocol/manifest.ts';
import type { Root } from '../../protocol/root.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import type { WordLanguage } from '../../protocol/spelling.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { refusedHere } from '../api/desk.ts';
import { everyPage } from '../api/every-page.ts';
import { type Keyring, signingSecret } from '../keyring/keyring.ts';
import { markPeer, type OwnRoot } from '../keyring/own-trust.ts';
import { requireCompared, rootIn } from '../keyring/peer-trust.ts';
import { type Called, calledOf, calledUnread } from './called.ts';

/** Who asks: signed in, with a root of trust that was just checked. */
export type Asking = { api: Api; keyring: Keyring; root: OwnRoot };

/**
 * A peer with what this person may believe of it: the chain was read anew from v1, and everything else checked by the
 * own root.
 */
export type CheckedPeer = { detail: PeerDetail; chain: Chain; root: Root; called: Called };

/**
 * Makes the node get to know a collective by actor URL, node URL or handle, under this name or its own. Nothing is
 * trusted by it.
 * @throws `name-alike` for a name that looks like another one here.
 */
export function addPeer(api: Api, actor: string, name?: string): Promise<PeerDetail> {
  return call(api, peersContract.add, { body: { actor, ...(name !== undefined && { name }) } });
}

/** Follows a peer for the whole collective; following again changes nothing. */
export function followPeer(api: Api, peer: string): Promise<AnswerOf<typeof followingContract.follow>> {
  return call(api, followingContract.follow, { body: { peer } });
}

/** Every peer, in the order in which they were pinned. */
export async function listPeers(api: Api): Promise<PeerSummary[]> {
  const peers = await everyPage(
    (query) => call(api, peersContract.list, { query }),
    (page) => page.peers,
  );
  return peers.sort((a, b) => (a.pinned === b.pinned ? Number(a.peer > b.peer) - 0.5 : a.pinned < b.pinned ? -1 : 1));
}

/** Every peer with how it is called; one whose chain cannot be read, by what the node says of it alone. */
export async function listCalled(asking: Asking): Promise<(PeerSummary & { as: Called })[]> {
  const found: (PeerSummary & { as: Called })[] = [];
  for (const one of await listPeers(asking.api)) {
    try {
      found.push({ ...one, as: (await checkPeer(asking, one.peer)).called });
    } catch (error) {
      if (!refusedHere(error)) throw error;
      found.push({ ...one, as: calledUnread(one.peer, one) });
    }
  }
  return found;
}

/**
 * The peer that a person means: its id, handle, actor, node address or name.
 * @throws `not-found`, and `conflict` when several fit.
 */
export async function peerNamed(api: Api, given: string): Promise<PeerSummary> {
  const wanted = given.trim().toLowerCase().replace(/\/$/, '');
  const found = (await listPeers(api)).filter(
    ({ peer, actor, origin, name, handle }) =>
      peer === given.trim() ||
      [actor, origin, name, handle, handle.slice(1)].some((one) => one.toLowerCase() === wanted),
  );
  if (found.length > 1) throw new Refusal('conflict', 'peer');
  if (!found[0]) throw new Refusal('not-found', 'peer');
  return found[0];
}

/**
 * Reads a peer anew. Refuses a chain that is not the peer's own from v1, and one behind what this keyring has seen
 * (`manifest-rollback`, `equivocation`). What the node says of comparison and standing is believed as far as two of our
 * members signed it.
 */
export async function checkPeer({ api, keyring, root }: Asking, peer: string, now = new Date()): Promise<CheckedPeer> {
  const detail = await call(api, peersContract.detail, { params: { peer } });
  const seen = keyring.peers[peer];
  const chain = readChain(detail.chain, now, { expect: peer, ...(seen && { atLeast: seen }) });
  const believed = rootIn(detail, chain, { keyring, own: root.chain, now });
  if (!believed.refusal) {
    const { peers, standings } = markPeer(keyring, chain, believed.standing);
    api.saw?.({ peers, standings });
  }
  return { detail, chain, root: believed, called: calledOf(chain, believed.comparison, detail) };
}

/** The twelve words of both collectives, from chains that were checked here. */
export function wordsWith({ root }: Asking, { chain }: CheckedPeer, language: WordLanguage): string {
  const side = ({ collective, newest }: Chain) => ({ id: collective, manifest: newest.id });
  return comparisonWords(side(root.chain), side(chain), language);
}

/**
 * The name that comparing signs where no other is given: what a colleague signed and waits for a second signature, else
 * the one that stands, else what they call themselves.
 */
export function nameToSign(asking: Asking, peer: CheckedPeer): string {
  const [waiting] = pendingOf(asking, peer, 'comparison');
  const begun = waiting && readUnverified('comparison', waiting).statement.shown?.name;
  return begun ?? peer.called.name ?? peer.called.says ?? '';
}

/**
 * Signs that this person compared words with a peer: those that were heard from them over another channel, in either
 * language; and under it how that peer is called from now on. The second member signs the same bytes.
 * @returns the keyring to save.
 * @throws `words-differ` for other words; nothing is sent then.
 */
export async function comparePeer(
  asking: Asking,
  peer: CheckedPeer,
  { heard, name = nameToSign(asking, peer) }: { heard: string; name?: string },
  now = new Date(),
): Promise<{ signed: SignedState; keyring: Keyring }> {
  const same = (['es', 'en'] as const).some((language) => sameWords(heard, wordsWith(asking, peer, language)));
  if (!same) throw new Refusal('words-differ');
  const keyring = markPeer(asking.keyring, peer.chain);
  const ref = ({ newest: { version, id } }: Chain) => ({ version, id });
  const statement = {
    type: 'comparison' as const,
    own: asking.root.chain.collective,
    peer: peer.chain.collective,
    shown: { name, host: peer.called.host ?? '' },
    method: 'words' as const,
    manifests: { own: ref(asking.root.chain), peer: ref(peer.chain) },
    at: timeOf(now),
  };
  const waiting = pendingOf(asking, peer, 'comparison').find((one) => {
    const { at } = readUnverified('comparison', one).statement;
    return (
      canonical(readUnverified('comparison', one).statement) === canonical({ ...statement, at }) && at <= statement.at
    );
  });
  const envelope = signEnvelope(waiting ?? draftEnvelope('comparison', statement), signingSecret(keyring));
  const params = { peer: statement.peer };
  const signed = await call(asking.api, peersContract.compare, { params, body: { envelope } });
  return { signed, keyring };
}

/** What a member decides about a peer. `review` is when it ends unless it is decided anew. */
export type Decision = Pick<Standing, 'accepts' | 'sends' | 'attest' | 'reviewBy'>;

/** A decision that waits for a second signature, under its hash, and who of ours signed it. */
export type WaitingDecision = { id: string; standing: Standing; signers: string[] };

/** The decisions of members of ours that wait for a second signature, newest first. */
export function decisionsWaiting(asking: Asking, peer: CheckedPeer): WaitingDecision[] {
  return pendingOf(asking, peer, 'standing').map((envelope) => {
    const { statement: standing, id } = readUnverified('standing', envelope);
    return { id, standing, signers: [...membersWhoSigned(envelope, keysOf(asking.root.chain))] };
  });
}

/** A comparison that waits for a second signature: when it was made, and who of ours signed it. */
export type WaitingComparison = { at: string; signers: string[] };

/** The comparisons of members of ours that wait for a second signature, newest first. */
export function comparisonsWaiting(asking: Asking, peer: CheckedPeer): WaitingComparison[] {
  return pendingOf(asking, peer, 'comparison').map((envelope) => {
    const { at } = readUnverified('comparison', envelope).statement;
    return { at, signers: [...membersWhoSigned(envelope, keysOf(asking.root.chain))] };
  });
}

/**
 * Signs what a peer may do with us, and the same as that peer is told it. One that waits for a second signature and
 * says the same is signed as it stands. Refuses as {@link signStanding}.
 */
export async function standWith(
  asking: Asking,
  peer: CheckedPeer,
  decision: Decision,
  now = new Date(),
): Promise<SignedState> {
  const own = asking.root.chain.collective;
  const said = { ...decision, issuer: own, audience: peer.chain.collective, ended: null };
  const waiting = decisionsWaiting(asking, peer).find(({ standing: { type: _, at: __, ...rest } }) => {
    return canonical(rest) === canonical(said);
  });
  return signStanding(asking, peer, waiting?.standing ?? { type: 'standing', ...said, at: timeOf(now) });
}

/**
 * Signs exactly that decision. Refuses (`unverified-peer`, or the root's own code) a peer that our people have not
 * compared.
 */
export async function signStanding(
  { api, keyring }: Asking,
  { root, chain }: CheckedPeer,
  said: Standing,
): Promise<SignedState> {
  requireCompared(root);
  const secret = signingSecret(keyring);
  const standing = signEnvelope(draftEnvelope('standing', said), secret);
  const offer = signEnvelope(draftEnvelope('standing-offer', { ...said, type: 'standing-offer' }), secret);
  const params = { peer: chain.collective };
  return call(api, peersContract.stand, { params, body: { standing, offer } });
}

/**
 * Statements of ours about a peer that wait for a second member, newest first; those that no member of ours signed are
 * left out, and those that are about another one than the node says.
 */
function pendingOf({ root }: Asking, { detail, chain }: CheckedPeer, kind: 'comparison' | 'standing'): Envelope[] {
  const own = root.chain.collective;
  const ours = (envelope: Envelope) => {
    try {
      return membersWhoSigned(envelope, keysOf(root.chain)).size > 0;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  };
  return detail.statements
    .filter((one) => one.kind === kind && !one.complete)
    .map((one) => withoutFormerKeys(one.envelope, root.chain))
    .filter((one) => canonical(between(one, kind)) === canonical([own, chain.collective]) && ours(one));
}

/** Who says it, and of whom. */
function between(envelope: Envelope, kind: 'comparison' | 'standing'): [from: string, about: string] {
  if (kind === 'standing') {
    const { issuer, audience } = readUnverified('standing', envelope).statement;
    return [issuer, audience];
  }
  const { own, peer } = readUnverified('comparison', envelope).statement;
  return [own, peer];
}
