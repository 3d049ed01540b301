import type { Agreement } from '../../schemas/agreement.ts';
import { type Field, type FieldGroup, fieldsOf, groups, isSpoken, type PartKind, partKinds } from './fields.ts';

/* An agreement as people write it, whole or still being written, and how to ask a part for a field by its key. */

export type WordsByLanguage = Record<string, string>;
export type ListsByLanguage = Record<string, string[]>;
/** A text or a list by language. */
export type TextsByLanguage = Record<string, string | string[]>;

export type Clause = Agreement['clauses'][number];
type Belonging = Agreement['belonging'][number];

/**
 * The part of an agreement that people write. Issuer, version, previous version and time of issue come with publishing.
 */
export type AgreementText = Omit<Agreement, 'type' | 'issuer' | 'series' | 'version' | 'prev' | 'issuedAt'> & {
  series: string | null;
};

/** A belonging parameter that may still be written: what nobody chose yet is null. */
export type OpenBelonging = Omit<Belonging, 'severityFrom' | 'restorativePlan' | 'reviewMonths'> & {
  severityFrom: Belonging['severityFrom'] | null;
  restorativePlan: Belonging['restorativePlan'] | null;
  reviewMonths: number | null;
};

/** An agreement that is still being written: any field of it may be empty. */
export type OpenText = Omit<AgreementText, 'belonging'> & { belonging: OpenBelonging[] };

/** What holds for all of it; who adopted it and when is said by the decision. */
export type FrontPart = Omit<OpenText, 'adopted' | 'series' | (typeof groups)[PartKind]>;

/** What each kind of part says. */
export type Parts = { front: FrontPart } & { [K in PartKind]: Omit<OpenText[(typeof groups)[K]][number], 'id'> };

/** A part whose fields are asked for by their keys. */
export type AnyPart = Readonly<Record<string, unknown>>;

/**
 * What a part says in a field that is written in each language; nothing where it says nothing, or has not decided it.
 */
export function textsIn(part: AnyPart, key: string): TextsByLanguage {
  const value = part[key];
  return isTexts(value) ? value : {};
}

/** What a part says in a field that stands in no language: a fixed word, a day, a line; empty where it says nothing. */
export function wordIn(part: AnyPart, key: string): string {
  const value = part[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What a part says in a field of several fixed words or tags. */
export function listIn(part: AnyPart, key: string): string[] {
  const value = part[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Whether a part says of a field that it is not decided yet. */
export function isUndecided(part: AnyPart, key: string, { undecided }: Field): boolean {
  return undecided === true && part[key] === 'not_decided_yet';
}

function isTexts(value: unknown): value is TextsByLanguage {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A part of a kind that says, field by field, what `value` gives. */
export function builtPart<K extends FieldGroup>(kind: K, value: (key: string, field: Field) => unknown): Parts[K] {
  const values = fieldsOf(kind).map(([key, field]) => [key, value(key, field)]);
  // The table has a field for each key of the part, which `satisfies` there checks.
  return Object.fromEntries(kind === 'front' ? [...values, ['adaptedFrom', []]] : values) as Parts[K];
}

/** What a field holds in which nothing is written. */
export function emptyValue({ shape, needed, otherwise, ...field }: Field): unknown {
  if (isSpoken({ shape, ...field })) return {};
  if (shape === 'choices' || shape === 'languages') return [];
  if (otherwise !== undefined) return otherwise;
  return needed && (shape === 'plain' || shape === 'day') ? '' : null;
}

/** A part of a kind in which nothing is written. */
export function emptyPart<K extends FieldGroup>(kind: K): Parts[K] {
  return builtPart(kind, (_, field) => emptyValue(field));
}

/** An agreement in which nothing is written. */
export function emptyText(languages: string[], licence: string): OpenText {
  const front = { ...emptyPart('front'), languages, licence };
  const none = { contacts: [], ladder: [], clauses: [], belonging: [], procedures: [] };
  return { ...front, adopted: null, series: null, ...none };
}

/** Every part of an agreement that has a place among others of its kind, in the order in which they are read. */
export function listedParts(text: OpenText): { kind: PartKind; at: number; id: string; part: AnyPart }[] {
  return partKinds.flatMap((kind) => {
    const group: readonly ({ id: string } & AnyPart)[] = text[groups[kind]];
    return group.map((part, at) => ({ kind, at, id: part.id, part }));
  });
}
