import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';

/** Refuses (`statement-rule`) a difference on a clause that is not in that agreement. */
export function requireClauses({ clauses }: { clauses: readonly string[] }, agreement: Agreement): void {
  const known = new Set([...agreement.clauses, ...agreement.belonging].map(({ id }) => id));
  if (clauses.some((id) => !known.has(id))) throw new Refusal('statement-rule', 'clauses');
}

/**
 * Refuses what is older than what the same collective says already (`edition-rollback`), and another one of the same
 * moment (`equivocation`).
 */
export function requireNewest(next: { id: string; at: Date }, before: { id: string; at: Date } | null): void {
  if (before === null || before.id === next.id) return;
  if (next.at < before.at) throw new Refusal('edition-rollback', 'at');
  if (next.at.getTime() === before.at.getTime()) throw new Refusal('equivocation', 'at');
}
