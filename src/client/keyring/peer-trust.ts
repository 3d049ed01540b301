import { Refusal } from '../../../schemas/codes.ts';
import { peersContract } from '../../../schemas/routes/peers.ts';
import { verifyComparison } from '../../protocol/comparison-words.ts';
import type { Envelope } from '../../protocol/envelope.ts';
import { type Chain, readChain } from '../../protocol/manifest.ts';
import { type Root, rootFor } from '../../protocol/root.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { verifyStanding, verifyStandingOffer } from '../../protocol/standing.ts';
import { ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import type { Desk } from '../api/desk.ts';
import type { Keyring } from './keyring.ts';
import { markPeer, marksOf } from './own-trust.ts';

/** What this client believes of one peer, from its own chain on. */
export type PeerRoot = {
  root: Root;
  /**
   * As our node says that the peer calls itself, and beside it the host that the peer's own signed chain names: no node
   * can swap that.
   */
  name: string;
  /** How many accompaniers that peer wants under what it receives. */
  attest: number;
  /** With the peer's mark moved forward: save it when it differs. */
  keyring: Keyring;
};

/**
 * Reads a peer anew. A comparison or standing counts only when two of our own members signed it by our own chain; the
 * newest such standing counts. A chain behind the keyring's mark, or beside the compared one, becomes the root's
 * refusal.
 * @throws `unverified-peer` for a peer that the node does not know, and what `readChain` refuses.
 */
export async function peerRoot({ api, keyring, own, now }: Desk, peer: string): Promise<PeerRoot> {
  const detail = await call(api, peersContract.detail, { params: { peer } }).catch((error: unknown) => {
    if (error instanceof ApiRefusal && error.code === 'not-found') throw new Refusal('unverified-peer');
    throw error;
  });
  const chain = readChain(detail.chain, now, { expect: peer });
  const envelopes = detail.statements.map((one) => withoutFormerKeys(one.envelope, own));
  const comparison = newestOf(envelopes, (one) => {
    const { peer: compared, at } = verifyComparison(one, own, now);
    return compared === peer ? at : null;
  });
  const standing = newestOf(envelopes, (one) => {
    const { audience, at } = verifyStanding(one, own, now);
    return audience === peer ? at : null;
  });
  const root = rootFor({ own, peer: chain, comparison, standing }, marksOf(keyring, peer), now);
  return {
    root,
    name: `${detail.name} (${new URL(chain.newest.statement.node.actor).host})`,
    attest: offeredThreshold(detail.offer, chain, own.collective, now),
    keyring: root.refusal ? keyring : markPeer(keyring, chain, root.standing),
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

function unlessRefused<T>(check: () => T): T | null {
  try {
    return check();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
