import { Refusal, type RefusalCode } from '../../schemas/codes.ts';
import type { Comparison } from '../../schemas/comparison.ts';
import type { DeliveryKind } from '../../schemas/delivery.ts';
import type { Standing } from '../../schemas/standing.ts';
import { verifyComparison } from './comparison-words.ts';
import { kindsNeedingStanding } from './delivery.ts';
import type { Envelope } from './envelope.ts';
import { boxOf, type Chain, requireInChain } from './manifest.ts';
import { standingHolds, verifyStanding } from './standing.ts';

/**
 * What the keyring remembers, against a server that hands out old or foreign things: versions, and the time of the
 * newest standing seen.
 */
export type Marks = {
  collective: string;
  own: { version: number; id: string };
  peer: number | null;
  standing?: string | null;
};

/**
 * What a client may believe about one peer, worked out once from what the server handed over and what the keyring
 * holds.
 */
export type Root = {
  own: Chain;
  peer: Chain | null;
  comparison: Comparison | null;
  standing: Standing | null;
  refusal: RefusalCode | null;
};

/** What the server handed over about one peer. */
export type Handed = { own: Chain; peer: Chain | null; comparison: Envelope | null; standing: Envelope | null };

/**
 * The client's root of trust for one peer (PROTOCOL §2). Never throws for what a server served: a comparison or
 * standing that our own people did not sign counts as none, and a chain behind the keyring's marks, or beside the
 * compared one, is kept as a `refusal` for check 7.
 */
export function rootFor({ own, peer, comparison, standing }: Handed, marks: Marks, now: Date): Root {
  const root: Root = { own, peer, comparison: null, standing: null, refusal: null };
  if (own.collective !== marks.collective) return { ...root, refusal: 'unverified-peer' };
  root.refusal = refusalOf(() => requireInChain(own, marks.own));
  if (!peer || root.refusal) return root;
  if (marks.peer !== null) root.refusal = refusalOf(() => requireInChain(peer, { version: marks.peer ?? 1 }));
  const compared = comparison && unlessRefused(() => verifyComparison(comparison, own, now));
  if (compared?.peer === peer.collective) {
    root.comparison = compared;
    root.refusal ??= refusalOf(() => requireInChain(peer, compared.manifests.peer));
  }
  const stands = standing && unlessRefused(() => verifyStanding(standing, own, now));
  if (stands?.audience === peer.collective) root.standing = stands;
  if (root.standing && root.standing.at < (marks.standing ?? '')) root.refusal ??= 'manifest-rollback';
  return root;
}

/**
 * Check 7: the chain to check signers with.
 * @throws `unverified-peer`, `manifest-rollback`, `equivocation`, `not-accepted`.
 */
export function trustedChain(root: Root, kind: DeliveryKind, from: string, now: Date): Chain {
  const { peer } = comparedPeer(root, from);
  const scope = kindsNeedingStanding[kind];
  const accepted = root.standing !== null && standingHolds(root.standing, now) ? root.standing.accepts : [];
  if (scope !== null && !accepted.includes(scope)) throw new Refusal('not-accepted');
  return peer;
}

/**
 * The box to seal a kind to: from the compared chain only.
 * @throws as `trustedChain` (by what we send), and `manifest-expired`.
 */
export function boxToSealTo(root: Root, kind: DeliveryKind, to: string, now: Date): string {
  const { peer } = comparedPeer(root, to);
  const scope = kindsNeedingStanding[kind];
  const sent = root.standing !== null && standingHolds(root.standing, now) ? root.standing.sends : [];
  if (scope !== null && !sent.includes(scope)) throw new Refusal('not-accepted');
  return boxOf(peer, now);
}

function comparedPeer({ peer, comparison, refusal }: Root, id: string): { peer: Chain } {
  if (refusal) throw new Refusal(refusal);
  if (!peer || !comparison || peer.collective !== id) throw new Refusal('unverified-peer');
  return { peer };
}

function refusalOf(check: () => void): RefusalCode | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

function unlessRefused<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
