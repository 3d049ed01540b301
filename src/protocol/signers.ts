import { Refusal } from '../../schemas/codes.ts';
import type { Manifest, Role } from '../../schemas/manifest.ts';
import type { StatementKind, StatementOf } from '../../schemas/statements.ts';
import { ahead } from './calendar.ts';
import { type Envelope, readUnverified } from './envelope.ts';
import { type Chain, signersOf } from './manifest.ts';

/** How many members of which roles (any of them counts) must have signed. */
export type Demand = { roles: readonly Role[]; count: (policy: Manifest['policy']) => number };

/** The demands that PROTOCOL §4 names. Both kinds of accompanier may speak about a process. */
export const oneAccompanier: Demand = { roles: ['accompanier'], count: () => 1 };
export const twoAccompaniers: Demand = { roles: ['accompanier'], count: () => 2 };
export const attesting: Demand = { roles: ['accompanier'], count: (policy) => policy.attest };
export const oneOfEither: Demand = { roles: ['accompanier', 'process-accompanier'], count: () => 1 };
export const attestingEither: Demand = {
  roles: ['accompanier', 'process-accompanier'],
  count: (policy) => policy.attest,
};
export const attestingProcess: Demand = { roles: ['process-accompanier'], count: (policy) => policy.attest };
export const rotating: Demand = { roles: ['steward'], count: (policy) => policy.rotate };

/** A statement that enough of a collective's people signed, and who they are. */
export type Signed<K extends StatementKind> = { statement: StatementOf<K>; id: string; signers: ReadonlySet<string> };

/**
 * Reads a statement of a collective by its own chain: issuer, signers, not dated ahead. Refuses what `readUnverified` refuses, `from-mismatch` for another
 * collective's, `signature` for any signature that is not by a member, `attest-threshold` for too few members of the demanded roles, and `future`.
 */
export function readSigned<K extends StatementKind>(
  kind: K,
  envelope: Envelope,
  chain: Chain,
  demand: Demand,
  now: Date,
): Signed<K> {
  const { statement, id } = readUnverified(kind, envelope);
  if ('issuer' in statement && statement.issuer !== chain.collective) throw new Refusal('from-mismatch', 'issuer');
  const signers = signersOf(envelope, chain, ...demand.roles);
  if (signers.size < demand.count(chain.newest.statement.policy)) throw new Refusal('attest-threshold');
  if ('at' in statement && ahead(statement.at, now)) throw new Refusal('future', 'at');
  if ('issuedAt' in statement && ahead(statement.issuedAt, now)) throw new Refusal('future', 'issuedAt');
  return { statement, id, signers };
}

/** Refuses (`not-for-me`) what was said to another collective. */
export function requireAudience(statement: { audience: string }, me: string): void {
  if (statement.audience !== me) throw new Refusal('not-for-me', 'audience');
}

/** Refuses (`statement-rule`) a list that names something twice: counting it would count it twice. */
export function requireDistinct(list: readonly string[], field: string): void {
  if (new Set(list).size < list.length) throw new Refusal('statement-rule', field);
}
