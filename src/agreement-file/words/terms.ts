import type { Agreement } from '../../../schemas/agreement.ts';
import type { Alert } from '../../../schemas/alert.ts';

type Clause = Agreement['clauses'][number];
type Belonging = Agreement['belonging'][number];

/** Fixed words, by what they are words of. */
export type Terms = {
  violence: Clause['violence'];
  axes: Clause['axes'][number];
  severity: Clause['severity'] & string;
  stance: Clause['stance'];
  plan: Belonging['restorativePlan'];
  skip: Agreement['ladder'][number]['skip'];
  procedure: Agreement['procedures'][number]['about'];
  method: NonNullable<Agreement['adopted']>['method'];
  purpose: Alert['purpose'];
  identifiers: Alert['identifiers'][number]['kind'];
  immediacy: Alert['immediacy'];
  asks: Alert['asks'][number];
  basis: Alert['basis'];
};
