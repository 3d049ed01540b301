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
/** What a receiver asks for that may demand more than the issuer does. */
export const attestingAtLeast = (least: number): Demand => ({
  roles: attesting.roles,
  count: ({ attest }) => Math.max(attest, least),
});
export const oneOfEither: Demand = { roles: ['accompanier', 'process-accompanier'], count: () => 1 };
export const attestingEither: Demand = {
  roles: ['accompanier', 'process-accompanier'],
  count: (policy) => policy.attest,
};
export const attestingProcess: Demand = { roles: ['process-accompanier'], count: (policy) => policy.attest };
export const rotating: Demand = { roles: ['steward'], count: (policy) => policy.rotate };
export const twoStewards: Demand = { roles: ['steward'], count: () => 2 };

/** Two members of whatever role: what it takes to compare, and to give standing. */
export const twoMembers: Demand = { roles: [], count: () => 2 };

/**
 * A statement that keeps its rules, and those members who signed it whose roles count for it. What a `check…` returns
 * may still wait for signatures; what a `verify…` returns waits for none.
 */
export type Signed<K extends StatementKind> = { statement: StatementOf<K>; id: string; signers: ReadonlySet<string> };

/**
 * Reads a statement of a collective by its own chain, however few have signed it.
 *
 * @throws what `readUnverified` refuses, `from-mismatch` for another collective's, `signature` for any signature that
 * is not by a member, and `future`.
 */
export function readSigned<K extends StatementKind>(
  kind: K,
  envelope: Envelope,
  chain: Chain,
  { roles }: Demand,
  now: Date,
): Signed<K> {
  const { statement, id } = readUnverified(kind, envelope);
  if ('issuer' in statement && statement.issuer !== chain.collective) throw new Refusal('from-mismatch', 'issuer');
  const signers = signersOf(envelope, chain, ...roles);
  if ('at' in statement && ahead(statement.at, now)) throw new Refusal('future', 'at');
  if ('issuedAt' in statement && ahead(statement.issuedAt, now)) throw new Refusal('future', 'issuedAt');
  return { statement, id, signers };
}

/** Whether those who signed are as many as the newest manifest of a chain demands. */
export function hasQuorum({ signers }: { signers: ReadonlySet<string> }, chain: Chain, { count }: Demand): boolean {
  return signers.size >= count(chain.newest.statement.policy);
}

/**
 * Passes on what as many signed as the newest manifest of a chain demands.
 *
 * @throws `attest-threshold` for fewer.
 */
export function requireQuorum<Read extends { signers: ReadonlySet<string> }>(
  read: Read,
  chain: Chain,
  demand: Demand,
): Read {
  if (!hasQuorum(read, chain, demand)) throw new Refusal('attest-threshold');
  return read;
}

/** Refuses (`not-for-me`) what was said to another collective. */
export function requireAudience(statement: { audience: string }, me: string): void {
  if (statement.audience !== me) throw new Refusal('not-for-me', 'audience');
}

/** Refuses (`statement-rule`) a list that names something twice: counting it would count it twice. */
export function requireDistinct(list: readonly string[], field: string): void {
  if (new Set(list).size < list.length) throw new Refusal('statement-rule', field);
}
