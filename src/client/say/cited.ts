import type { Agreement } from '../../../schemas/agreement.ts';
import type { Alert } from '../../../schemas/alert.ts';

/** A clause as one of our agreements words it, and which version of which agreement that is. */
export type WordedClause = Agreement['clauses'][number] & { agreement: string };

/** What names a clause where two of our agreements have one with the same id; the same for every version. */
export const clauseName = ({ series }: Pick<Agreement, 'series'>, { id }: Pick<WordedClause, 'id'>): string =>
  `${series} ${id}`;

/** Whether that is the clause that is cited: clauses of two agreements may have one id. */
export const isCited = (
  { agreement, id }: Pick<WordedClause, 'agreement' | 'id'>,
  cited: Alert['clauses'][number],
): boolean => agreement === cited.agreement && id === cited.clause;
