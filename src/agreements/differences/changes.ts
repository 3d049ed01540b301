import { diffArrays } from 'diff';
import type { Agreement } from '../../../schemas/agreement.ts';
import { canonical } from '../../protocol/canonical.ts';
import { readable } from '../../web/markdown.ts';
import { inLanguage } from '../versions/in-language.ts';
import type { ShownAgreement } from '../versions/shown.ts';
import { type Effort, type SentenceChange, sentenceChanges } from './sentences.ts';

export type Clause = Agreement['clauses'][number];
export type Belonging = Agreement['belonging'][number];

/** A text, or a list with one entry a line, that changed. `unseen`: only in characters that show nothing. */
export type TextChange<Field extends string> = {
  field: Field;
  /** The languages that before and after are in; null where there was, or is, no such text. */
  before: string | null;
  after: string | null;
  lines: SentenceChange[];
  unseen: boolean;
};

/** What became of one clause or belonging parameter, found by its id. */
export type PartChange<Part, Field extends string> = {
  id: string;
  before: Part | null;
  after: Part | null;
  moved: boolean;
  texts: TextChange<Field>[];
  /** Languages, beside the one shown, in which its words changed as well. */
  elsewhere: string[];
};
export type ClauseChange = PartChange<Clause, keyof typeof clauseTexts>;
export type BelongingChange = PartChange<Belonging, keyof typeof belongingTexts>;

/** What changed between two versions, for a reader of one language. What stayed is not in it. */
export type AgreementChanges = {
  texts: TextChange<keyof typeof ownTexts>[];
  elsewhere: string[];
  clauses: ClauseChange[];
  belonging: BelongingChange[];
  /** There was more to compare than the effort allows: some texts come whole that could be shown word by word. */
  cut: boolean;
};

/** Two versions of one agreement, the earlier one first, and what changed. */
export type ShownChanges = { before: ShownAgreement; after: ShownAgreement; changes: AgreementChanges };

/** All of a page: under a tenth of a second, whatever two versions hold. */
const wholeEffort = 800_000;

type Texts = Record<string, string> | Record<string, string[]>;
type Getters<Part> = Record<string, (part: Part) => Texts>;

const ownTexts = {
  title: (one: Agreement) => one.title,
  summary: (one: Agreement) => one.summary,
  protects: (one: Agreement) => one.protects,
} satisfies Getters<Agreement>;

const clauseTexts = {
  ownName: (one: Clause) => one.ownName ?? {},
  text: (one: Clause) => one.text,
  examples: (one: Clause) => one.examples,
  responses: (one: Clause) => one.responses,
  support: (one: Clause) => one.support,
} satisfies Getters<Clause>;

const belongingTexts = {
  when: (one: Belonging) => one.when,
  measure: (one: Belonging) => one.measure,
  wayBack: (one: Belonging) => one.wayBack,
} satisfies Getters<Belonging>;

/**
 * What changed from one version of an agreement to another: texts sentence by sentence in the wanted language where both have it,
 * else in one that both have. Clauses are matched by id alone. The work is bounded; loses no change, at worst shows a text whole.
 */
export function changesBetween(before: Agreement, after: Agreement, wanted: string): AgreementChanges {
  const effort: Effort = { left: wholeEffort };
  const order = [wanted, ...after.languages, ...before.languages];
  const all = <Part extends { id: string }, Field extends string>(
    old: Part[],
    now: Part[],
    getters: Record<Field, (part: Part) => Texts>,
  ) => partChanges(old, now, getters, order, effort);
  const own = textsOf(before, after, ownTexts, order, effort);
  const clauses = all(before.clauses, after.clauses, clauseTexts);
  const belonging = all(before.belonging, after.belonging, belongingTexts);
  return { ...own, clauses, belonging, cut: effort.left === 0 };
}

function partChanges<Part extends { id: string }, Field extends string>(
  old: Part[],
  now: Part[],
  getters: Record<Field, (part: Part) => Texts>,
  order: string[],
  effort: Effort,
): PartChange<Part, Field>[] {
  return changedParts(old, now).map((one) => {
    const { before, after } = one;
    const texts =
      before && after ? textsOf(before, after, getters, order, effort) : { texts: [], elsewhere: [] as string[] };
    return { ...one, ...texts };
  });
}

/** Which parts are new, changed, moved or gone, by id, in the order of the later version; those that are gone come last. */
export function changedParts<Part extends { id: string }>(
  old: readonly Part[],
  now: readonly Part[],
): { id: string; before: Part | null; after: Part | null; moved: boolean }[] {
  const moved = movedIds(old, now);
  const olds = new Map(old.map((one) => [one.id, one]));
  const nows = new Set(now.map(({ id }) => id));
  const gone = old.filter(({ id }) => !nows.has(id));
  return [
    ...now.map((after) => ({ id: after.id, before: olds.get(after.id) ?? null, after, moved: moved.has(after.id) })),
    ...gone.map((before) => ({ id: before.id, before, after: null, moved: false })),
  ].filter(({ before, after, moved }) => moved || saying(before) !== saying(after));
}

// Keys and axes have no order that anybody means: a form gives them in another than a file.
function saying(part: object | null): string {
  const axes = part !== null && 'axes' in part && Array.isArray(part.axes) ? { axes: [...part.axes].sort() } : {};
  return canonical(part && { ...part, ...axes });
}

// What stands elsewhere among those that are in both.
function movedIds(old: readonly { id: string }[], now: readonly { id: string }[]): Set<string> {
  const ids = (parts: readonly { id: string }[], in_: readonly { id: string }[]) => {
    const others = new Set(in_.map(({ id }) => id));
    return parts.map(({ id }) => id).filter((id) => others.has(id));
  };
  const runs = diffArrays(ids(old, now), ids(now, old));
  return new Set(runs.filter(({ added }) => added).flatMap(({ value }) => value));
}

function textsOf<Part, Field extends string>(
  before: Part,
  after: Part,
  getters: Record<Field, (part: Part) => Texts>,
  order: string[],
  effort: Effort,
): { texts: TextChange<Field>[]; elsewhere: string[] } {
  const elsewhere = new Set<string>();
  const texts: TextChange<Field>[] = [];
  for (const field of Object.keys(getters) as Field[]) {
    const [old, now] = [flat(getters[field](before)), flat(getters[field](after))];
    const change = textChange(field, old, now, order, effort);
    if (change !== null) texts.push(change);
    for (const language of new Set([...Object.keys(old), ...Object.keys(now)]))
      if (old[language] !== now[language] && language !== change?.before && language !== change?.after)
        elsewhere.add(language);
  }
  return { texts, elsewhere: [...elsewhere] };
}

function textChange<Field extends string>(
  field: Field,
  old: Record<string, string>,
  now: Record<string, string>,
  order: string[],
  effort: Effort,
): TextChange<Field> | null {
  const both = order.find((tag) => Object.hasOwn(old, tag) && Object.hasOwn(now, tag));
  if (both !== undefined) {
    const [was, is] = [old[both] ?? '', now[both] ?? ''];
    if (was === is) return null;
    const unseen = readable(was) === readable(is);
    const lines = unseen ? [] : sentenceChanges(was, is, both, effort);
    return { field, before: both, after: both, lines, unseen };
  }
  const [was, is] = [inLanguage(old, order[0] ?? '', order), inLanguage(now, order[0] ?? '', order)];
  if (was === null && is === null) return null;
  const whole = { before: readable(was?.value ?? ''), after: readable(is?.value ?? '') };
  const lines: SentenceChange[] = [{ kind: 'replaced', ...whole, opens: true }];
  return { field, before: was?.language ?? null, after: is?.language ?? null, lines, unseen: false };
}

/** A list as one text, an entry a line; an empty list is none. */
function flat(texts: Texts): Record<string, string> {
  const entries = Object.entries(texts).map(([language, text]: [string, string | string[]]) => [
    language,
    typeof text === 'string' ? text : text.join('\n'),
  ]);
  return Object.fromEntries(entries.filter(([, text]) => text !== ''));
}
