import type { Agreement } from '../../../schemas/agreement.ts';
import type { Alert } from '../../../schemas/alert.ts';

/** What one thing may be called in a file: the first name is the one that is written, the others are understood too. */
export type Names = readonly [string, ...string[]];

type Clause = Agreement['clauses'][number];

/** Fixed words, by what they are words of. */
export type Terms = {
  violence: Clause['violence'];
  axes: Clause['axes'][number];
  severity: Clause['severity'] & string;
  stance: Clause['stance'];
  method: NonNullable<Agreement['adopted']>['method'];
  purpose: Alert['purpose'];
  identifiers: Alert['identifiers'][number]['kind'];
  immediacy: Alert['immediacy'];
  asks: Alert['asks'][number];
  basis: Alert['basis'];
};

/** The fields of an alert file; `review` and `ends` are days of it that follow from the rest unless they are written. */
export type AlertField =
  | Exclude<
      keyof Alert,
      'type' | 'noticeId' | 'version' | 'supersedes' | 'issuer' | 'manifest' | 'issuedAt' | 'firstIssuedAt'
    >
  | 'review'
  | 'ends';

/** Every word of our files in one language. */
export type FileWords = {
  terms: { readonly [Term in keyof Terms]: Readonly<Record<Terms[Term], Names>> };
  alert: Readonly<Record<Exclude<AlertField, 'reviewBy' | 'expires'>, Names>>;
};
