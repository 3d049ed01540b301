import { type Agreement, most } from '../../schemas/agreement.ts';
import { axis, plan, procedure, severity, skipping, stance, violence } from '../../schemas/terms.ts';
import type { Terms } from './words/terms.ts';

/**
 * What a field holds. `line`, `text` and `list` are written in each language; `plain` is one line in none. `choice` and
 * `choices` are fixed words, `languages` are tags, `day` is a day, `months` a number of months, and `step` points to a
 * step of the ladder.
 */
type Shape = 'line' | 'text' | 'list' | 'plain' | 'choice' | 'choices' | 'languages' | 'day' | 'months' | 'step';

export type Field = {
  readonly shape: Shape;
  /** Characters of a text or of each entry of a list, entries of `languages`, the highest of `months`. */
  readonly most?: number;
  /** Whether an agreement is whole without it; `decided`: not once the clause says where the collective stands. */
  readonly needed?: true | 'decided';
  /** Whether "not decided yet" is an answer that can be published. */
  readonly undecided?: true;
  /** Its fixed words, and in which vocabulary of files they stand. */
  readonly options?: readonly string[];
  readonly terms?: keyof Terms;
  /** What a new part says of it, where that is not nothing. */
  readonly otherwise?: string;
  /** In a file it stands in the heading of its part, not under a key. */
  readonly inHeading?: true;
  /** The words that its part is there for: a page shows them without a heading of their own. */
  readonly lead?: true;
  /** How much a word in it counts in a search. */
  readonly weight?: Weight;
};

/** From the most to the least: words of the title, names of parts, what is said, the rest. */
type Weight = 'title' | 'names' | 'text' | 'rest';

type Table = Readonly<Record<string, Field>>;

/**
 * Every field that people write of an agreement, part by part, in the order in which it is read. Its words stand in
 * words/.
 */
export const fields = {
  front: {
    title: { shape: 'line', most: most.line, needed: true, weight: 'title' },
    languages: { shape: 'languages', most: most.languages, needed: true },
    summary: { shape: 'text', most: most.short, needed: true, lead: true, weight: 'text' },
    scope: { shape: 'list', most: most.item, weight: 'rest' },
    protects: { shape: 'list', most: most.item, needed: true, weight: 'rest' },
    reviewBy: { shape: 'day', needed: true },
    licence: { shape: 'plain', most: most.licence, needed: true },
  },
  contact: {
    purpose: { shape: 'line', most: most.line, needed: true, inHeading: true, weight: 'names' },
    role: { shape: 'line', most: most.line, weight: 'rest' },
    place: { shape: 'line', most: most.line, weight: 'rest' },
    hours: { shape: 'line', most: most.line, weight: 'rest' },
    address: { shape: 'plain', most: most.line },
    phone: { shape: 'plain', most: most.line },
    email: { shape: 'plain', most: most.line },
    languages: { shape: 'languages', most: most.languages },
    ifAboutThem: { shape: 'text', most: most.short, weight: 'rest' },
  },
  clause: {
    violence: { shape: 'choice', options: violence.options, terms: 'violence', otherwise: 'other', inHeading: true },
    ownName: { shape: 'line', most: most.name, inHeading: true, weight: 'names' },
    stance: { shape: 'choice', options: stance.options, terms: 'stance', needed: true, otherwise: 'not_decided_yet' },
    severity: { shape: 'choice', options: severity.options, terms: 'severity' },
    axes: { shape: 'choices', options: axis.options, terms: 'axes' },
    fromStep: { shape: 'step' },
    text: { shape: 'text', most: most.text, needed: 'decided', lead: true, weight: 'text' },
    examples: { shape: 'list', most: most.item, weight: 'rest' },
    responses: { shape: 'list', most: most.item, weight: 'rest' },
    support: { shape: 'list', most: most.item, weight: 'rest' },
  },
  step: {
    name: { shape: 'line', most: most.name, inHeading: true, weight: 'names' },
    leads: { shape: 'text', most: most.belonging, weight: 'rest' },
    happens: { shape: 'text', most: most.belonging, needed: true, lead: true, weight: 'rest' },
    longest: { shape: 'line', most: most.line, weight: 'rest' },
    decides: { shape: 'line', most: most.line, weight: 'rest' },
    skip: { shape: 'choice', options: skipping.options, terms: 'skip', otherwise: 'may_be_skipped' },
  },
  belonging: {
    when: { shape: 'text', most: most.belonging, needed: true, weight: 'rest' },
    severityFrom: { shape: 'choice', options: severity.options, terms: 'severity', needed: true },
    measure: { shape: 'text', most: most.belonging, needed: true, weight: 'rest' },
    restorativePlan: { shape: 'choice', options: plan.options, terms: 'plan', needed: true },
    reviewMonths: { shape: 'months', most: most.months, needed: true },
    wayBack: { shape: 'text', most: most.belonging, needed: true, undecided: true, weight: 'rest' },
  },
  procedure: {
    about: { shape: 'choice', options: procedure.options, terms: 'procedure', otherwise: 'other', inHeading: true },
    ownName: { shape: 'line', most: most.name, inHeading: true, weight: 'names' },
    text: { shape: 'text', most: most.procedure, needed: true, lead: true, weight: 'rest' },
  },
} as const satisfies {
  front: Record<Exclude<keyof Agreement, NotWritten | Group>, Field>;
  contact: FieldsOf<'contacts'>;
  clause: FieldsOf<'clauses'>;
  step: FieldsOf<'ladder'>;
  belonging: FieldsOf<'belonging'>;
  procedure: FieldsOf<'procedures'>;
};

/** What publishing, the decision or the origin says, and nobody writes into a field. */
type NotWritten = 'type' | 'issuer' | 'series' | 'version' | 'prev' | 'adaptedFrom' | 'adopted' | 'issuedAt';
type Group = 'contacts' | 'clauses' | 'ladder' | 'belonging' | 'procedures';
type FieldsOf<G extends Group> = Record<Exclude<keyof Agreement[G][number], 'id'>, Field>;

/** What a part is: what holds for all of it, or one of a group that an agreement has several of. */
export type FieldGroup = keyof typeof fields;
export type PartKind = Exclude<FieldGroup, 'front'>;
export type FieldKey<K extends FieldGroup> = keyof (typeof fields)[K];

/** Under which key of an agreement the parts of a kind stand. */
export const groups = {
  contact: 'contacts',
  clause: 'clauses',
  step: 'ladder',
  belonging: 'belonging',
  procedure: 'procedures',
} as const satisfies Record<PartKind, Group>;

/** The kinds of parts in the order in which an agreement is read. */
export const partKinds: readonly PartKind[] = ['contact', 'clause', 'step', 'belonging', 'procedure'];

/**
 * By what parts of a kind are told apart from one version to the next; `unique`: no two of them may be about the same.
 */
export const sameBy: Record<PartKind, { keys: readonly string[]; unique: boolean }> = {
  contact: { keys: ['purpose'], unique: false },
  clause: { keys: ['violence', 'ownName'], unique: true },
  step: { keys: ['name'], unique: false },
  belonging: { keys: ['when'], unique: false },
  procedure: { keys: ['about', 'ownName'], unique: true },
};

/** The fields of a part, each with its key, in their order. */
export function fieldsOf(kind: FieldGroup): [key: string, field: Field][] {
  const table: Table = fields[kind];
  return Object.entries(table);
}

/** The field of a part with that key; undefined for none. */
export function fieldOf(kind: FieldGroup, key: string): Field | undefined {
  const table: Table = fields[kind];
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Whether a field is written in each language. */
export const isSpoken = ({ shape }: Field): boolean => shape === 'line' || shape === 'text' || shape === 'list';
