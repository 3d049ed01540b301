import { Refusal } from '../../../schemas/codes.ts';
import { type PeerDetail, peersContract } from '../../../schemas/routes/peers.ts';
import { verifyComparison } from '../../protocol/comparison-words.ts';
import type { Envelope } from '../../protocol/envelope.ts';
import { type Chain, readChain } from '../../protocol/manifest.ts';
import { type Root, rootFor } from '../../protocol/root.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { verifyStanding, verifyStandingOffer } from '../../protocol/standing.ts';
import { ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import { type Desk, refusedHere } from '../api/desk.ts';
import { type Called, calledOf, calledUnread } from '../peers/called.ts';
import type { Keyring } from './keyring.ts';
import { markPeer, marksOf } from './own-trust.ts';

/** What this client believes of one peer, from its own chain on. */
export type PeerRoot = {
  root: Root;
  called: Called;
  /** How many accompaniers that peer wants under what it receives. */
  attest: number;
  /** With the peer's mark moved forward: save it when it differs. */
  keyring: Keyring;
};

/**
 * Reads a peer anew. A chain behind the keyring's mark, or beside the compared one, becomes the root's refusal.
 * @throws `unverified-peer` for a peer that the node does not know, and what `readChain` refuses.
 */
export async function peerRoot(desk: Desk, peer: string): Promise<PeerRoot> {
  const { api, keyring, own, now } = desk;
  const detail = await call(api, peersContract.detail, { params: { peer } }).catch((error: unknown) => {
    if (error instanceof ApiRefusal && error.code === 'not-found') throw new Refusal('unverified-peer');
    throw error;
  });
  const chain = readChain(detail.chain, now, { expect: peer });
  const root = rootIn(detail, chain, desk);
  const seen = root.refusal ? keyring : markPeer(keyring, chain, root.standing);
  api.saw?.({ peers: seen.peers, standings: seen.standings });
  return {
    root,
    called: calledOf(chain, root.comparison, detail),
    attest: offeredThreshold(detail.offer, chain, own.collective, now),
    keyring: seen,
  };
}

/**
 * What is believed of a peer by what our node handed over: the newest comparison and standing that two of our own
 * members signed by our own chain.
 */
export function rootIn(
  { statements }: PeerDetail,
  peer: Chain,
  { keyring, own, now }: Pick<Desk, 'keyring' | 'own' | 'now'>,
): Root {
  const envelopes = statements.map((one) => withoutFormerKeys(one.envelope, own));
  const comparison = newestOf(envelopes, (one) => {
    const { peer: compared, at } = verifyComparison(one, own, now);
    return compared === peer.collective ? at : null;
  });
  const standing = newestOf(envelopes, (one) => {
    const { audience, at } = verifyStanding(one, own, now);
    return audience === peer.collective ? at : null;
  });
  return rootFor({ own, peer, comparison, standing }, marksOf(keyring, peer.collective), now);
}

/** Refuses, by its own code or `unverified-peer`, a peer that our own people have not compared. */
export function requireCompared({ refusal, comparison }: Root): void {
  if (refusal) throw new Refusal(refusal);
  if (!comparison) throw new Refusal('unverified-peer');
}

/** How each peer is called, asked once of each; one of which nothing can be read by its id and what was said alone. */
export function callingPeers(desk: Desk): (one: { peer: string; name?: string | null }) => Promise<Called> {
  const asked = new Map<string, Promise<Called>>();
  return ({ peer, name = null }) => {
    const calling =
      asked.get(peer) ??
      peerRoot(desk, peer).then(
        ({ called }) => called,
        (error: unknown) => {
          if (refusedHere(error)) return calledUnread(peer, { name });
          throw error;
        },
      );
    asked.set(peer, calling);
    return calling;
  };
}

/**
 * The newest of those that check out, by the time that was signed. What does not check out is no statement of that
 * kind.
 */
function newestOf(envelopes: readonly Envelope[], check: (one: Envelope) => string | null): Envelope | null {
  let newest: { at: string; envelope: Envelope } | null = null;
  for (const one of envelopes) {
    const at = unlessRefused(() => check(one));
    if (at !== null && (newest === null || at > newest.at)) newest = { at, envelope: one };
  }
  return newest?.envelope ?? null;
}

function offeredThreshold(offer: Envelope | null, chain: Chain, me: string, now: Date): number {
  return (offer && unlessRefused(() => verifyStandingOffer(offer, chain, me, now).attest)) ?? 2;
}

/** What a check gives; null where it refuses. */
export function unlessRefused<T>(check: () => T): T | null {
  try {
    return check();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
