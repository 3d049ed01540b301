import type { Alert } from '../../../schemas/alert.ts';
import type { FieldGroup, FieldKey, PartKind } from '../fields.ts';
import type { Terms } from './terms.ts';

/** What one thing may be called in a file: the first name is the one that is written, the others are understood too. */
export type Names = readonly [string, ...string[]];

/** What a field is called: in files, and on pages and forms. */
export type FieldWords = {
  names: Names;
  label: string;
  /** What the label is in the middle of a sentence: "differs in the stance". */
  within?: string;
  /** Beside the field of a form: how to write it. */
  hint?: string;
  /** What to talk over before writing it, where the template has no questions of its own. */
  question?: string;
};

/**
 * The fields of an alert file; `review` and `ends` are days of it that follow from the rest unless they are written.
 */
type AlertField =
  | Exclude<
      keyof Alert,
      | 'type'
      | 'noticeId'
      | 'version'
      | 'supersedes'
      | 'issuer'
      | 'manifest'
      | 'issuedAt'
      | 'firstIssuedAt'
      | 'reviewBy'
      | 'expires'
    >
  | 'review'
  | 'ends';

/** What an agreement file says beside its fields: keys, and keys below them. */
export type OtherKey = 'series' | 'adopted' | 'adaptedFrom' | 'body' | 'method' | 'at' | 'agreement' | 'issuer';

/** Every word of our files in one language; a language is one file of these. */
export type FileWords = {
  fields: { readonly [K in FieldGroup]: Readonly<Record<FieldKey<K>, FieldWords>> };
  /** What stands after `##`; a clause is headed by its type of violence. */
  headings: Readonly<Record<Exclude<PartKind, 'clause'>, Names>>;
  /** A part of a kind, before its number, and all of them, as pages name them. */
  parts: Readonly<Record<FieldGroup, { one: string; all: string }>>;
  others: Readonly<Record<OtherKey, Names>>;
  terms: { readonly [Term in keyof Terms]: Readonly<Record<Terms[Term], Names>> };
  alert: Readonly<Record<AlertField, Names>>;
};
