import { Refusal } from '../../schemas/codes.ts';
import type { Comparison } from '../../schemas/comparison.ts';
import { ahead } from './calendar.ts';
import { type Envelope, readUnverified } from './envelope.ts';
import { type Chain, requireInChain, signersOf } from './manifest.ts';
import { requireQuorum, type Signed, twoMembers } from './signers.ts';

/**
 * What two of our own members compared.
 * @throws as `checkComparison` and `requireQuorum`.
 */
export function verifyComparison(envelope: Envelope, ownChain: Chain, now: Date): Comparison {
  return requireQuorum(checkComparison(envelope, ownChain, now), ownChain, twoMembers).statement;
}

/**
 * What was compared, signed by whichever of our own members have so far.
 * @throws `from-mismatch` (another collective's), `future`, `signature`, `manifest-rollback` or `equivocation` when our
 * own chain is not the one that was compared.
 */
export function checkComparison(envelope: Envelope, ownChain: Chain, now: Date): Signed<'comparison'> {
  const { statement, id } = readUnverified('comparison', envelope);
  if (statement.own !== ownChain.collective || statement.peer === statement.own)
    throw new Refusal('from-mismatch', 'own');
  if (ahead(statement.at, now)) throw new Refusal('future', 'at');
  requireInChain(ownChain, statement.manifests.own);
  return { statement, id, signers: signersOf(envelope, ownChain, ...twoMembers.roles) };
}
