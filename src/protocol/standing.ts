import { Refusal } from '../../schemas/codes.ts';
import type { Standing, StandingOffer } from '../../schemas/standing.ts';
import { ahead } from './calendar.ts';
import { timeOf } from './encoding.ts';
import { type Envelope, readUnverified } from './envelope.ts';
import { type Chain, signersOf } from './manifest.ts';
import { requireQuorum, type Signed, twoMembers } from './signers.ts';

/**
 * Our own decision about a peer, by two own members.
 * @throws as `checkStanding` and `requireQuorum`.
 */
export function verifyStanding(envelope: Envelope, ownChain: Chain, now: Date): Standing {
  return requireQuorum(checkStanding(envelope, ownChain, now), ownChain, twoMembers).statement;
}

/**
 * Our own decision about a peer, signed by whoever has so far.
 * @throws `from-mismatch`, `future`, `signature`.
 */
export function checkStanding(envelope: Envelope, ownChain: Chain, now: Date): Signed<'standing'> {
  const { statement, id } = readUnverified('standing', envelope);
  checkOffer(statement, ownChain, now);
  return { statement, id, signers: signersOf(envelope, ownChain, ...twoMembers.roles) };
}

/**
 * A peer's decision about us, by two members of its pinned chain.
 * @throws as `checkStandingOffer` and `requireQuorum`.
 */
export function verifyStandingOffer(envelope: Envelope, peerChain: Chain, me: string, now: Date): StandingOffer {
  return requireQuorum(checkStandingOffer(envelope, peerChain, me, now), peerChain, twoMembers).statement;
}

/**
 * A decision as the peer that it is about is told it, signed by whoever has so far.
 * @throws `from-mismatch`, `future`, `not-for-me` (another audience than `peer`), `signature`.
 */
export function checkStandingOffer(
  envelope: Envelope,
  chain: Chain,
  peer: string,
  now: Date,
): Signed<'standing-offer'> {
  const { statement, id } = readUnverified('standing-offer', envelope);
  checkOffer(statement, chain, now);
  if (statement.audience !== peer) throw new Refusal('not-for-me', 'audience');
  return { statement, id, signers: signersOf(envelope, chain, ...twoMembers.roles) };
}

/** Whether a standing counts now: not ended, its review ahead. */
export function standingHolds(standing: Standing | StandingOffer, now: Date): boolean {
  return standing.ended === null && standing.reviewBy > timeOf(now);
}

function checkOffer(statement: Standing | StandingOffer, chain: Chain, now: Date): void {
  if (statement.issuer !== chain.collective || statement.audience === statement.issuer) {
    throw new Refusal('from-mismatch', 'issuer');
  }
  if (ahead(statement.at, now)) throw new Refusal('future', 'at');
}
