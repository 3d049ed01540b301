import { Refusal } from '../../schemas/codes.ts';
import type { Comparison } from '../../schemas/comparison.ts';
import { ahead } from './calendar.ts';
import { type Envelope, readUnverified } from './envelope.ts';
import { type Chain, requireInChain, signersOf } from './manifest.ts';

/** How many of our own people it takes to compare, and to give standing. */
const pair = 2;

/**
 * What two of our own members compared. Refuses `from-mismatch` (another collective's), `attest-threshold` (one member alone), `signature`,
 * `manifest-rollback` or `equivocation` when our own chain is not the one that was compared.
 */
export function verifyComparison(envelope: Envelope, ownChain: Chain, now: Date): Comparison {
  const { statement } = readUnverified('comparison', envelope);
  if (statement.own !== ownChain.collective || statement.peer === statement.own)
    throw new Refusal('from-mismatch', 'own');
  if (ahead(statement.at, now)) throw new Refusal('future', 'at');
  requireInChain(ownChain, statement.manifests.own);
  requirePair(envelope, ownChain);
  return statement;
}

/** Refuses (`attest-threshold`) what fewer than two different members of a collective signed. */
export function requirePair(envelope: Envelope, chain: Chain): void {
  if (signersOf(envelope, chain).size < pair) throw new Refusal('attest-threshold');
}
