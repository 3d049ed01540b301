import { Refusal } from '../../schemas/codes.ts';
import type { Standing, StandingOffer } from '../../schemas/standing.ts';
import { ahead } from './calendar.ts';
import { requirePair } from './comparison-words.ts';
import { timeOf } from './encoding.ts';
import { type Envelope, readUnverified } from './envelope.ts';
import type { Chain } from './manifest.ts';

/** Our own decision about a peer, by two own members. Refuses `from-mismatch`, `attest-threshold`, `signature`, `future`. */
export function verifyStanding(envelope: Envelope, ownChain: Chain, now: Date): Standing {
  const { statement } = readUnverified('standing', envelope);
  checkOffer(statement, ownChain, now);
  requirePair(envelope, ownChain);
  return statement;
}

/** A peer's decision about us, by two members of its pinned chain; `audience` must be us (`not-for-me`). Otherwise as `verifyStanding`. */
export function verifyStandingOffer(envelope: Envelope, peerChain: Chain, me: string, now: Date): StandingOffer {
  const { statement } = readUnverified('standing-offer', envelope);
  checkOffer(statement, peerChain, now);
  if (statement.audience !== me) throw new Refusal('not-for-me', 'audience');
  requirePair(envelope, peerChain);
  return statement;
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
