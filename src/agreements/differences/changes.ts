import { diffArrays } from 'diff';
import type { Agreement } from '../../../schemas/agreement.ts';
import { type FieldGroup, fieldsOf, type groups, isSpoken, type PartKind } from '../../agreement-file/fields.ts';
import { type AnyPart, type TextsByLanguage, textsIn } from '../../agreement-file/parts.ts';
import { canonical } from '../../protocol/canonical.ts';
import { readable } from '../../web/markdown.ts';
import { inLanguage } from '../versions/in-language.ts';
import { type Effort, type SentenceChange, sentenceChanges } from './sentences.ts';

export type Clause = Agreement['clauses'][number];

/** A text, or a list with one entry a line, that changed. `unseen`: only in characters that show nothing. */
export type TextChange = {
  /** The key of the field that it stands in. */
  field: string;
  /** The languages that before and after are in; null where there was, or is, no such text. */
  before: string | null;
  after: string | null;
  lines: SentenceChange[];
  unseen: boolean;
};

type Part = { id: string } & AnyPart;

/** What became of one part, found by its id. */
export type PartChange<Of extends Part = Part> = {
  id: string;
  before: Of | null;
  after: Of | null;
  moved: boolean;
  texts: TextChange[];
  /** Languages, beside the one shown, in which its words changed as well. */
  elsewhere: string[];
};

/** What changed between two versions, for a reader of one language. What stayed is not in it. */
export type AgreementChanges = {
  texts: TextChange[];
  elsewhere: string[];
  parts: { [K in PartKind]: PartChange<Agreement[(typeof groups)[K]][number]>[] };
  /** There was more to compare than the effort allows: some texts come whole that could be shown word by word. */
  cut: boolean;
};

/** A version, or words that nobody has signed, and where they are read whole. */
export type AgreementAt = { agreement: Agreement; href: string };

/** Two sides of one agreement, the earlier one first, and what changed. */
export type ShownChanges<S extends AgreementAt = AgreementAt> = { before: S; after: S; changes: AgreementChanges };

/** All of a page: under a tenth of a second, whatever two versions hold. */
const wholeEffort = 800_000;

/**
 * What changed from one version of an agreement to another: texts sentence by sentence in the wanted language where
 * both have it, else in one that both have. Parts are matched by id alone. The work is bounded; loses no change, at
 * worst shows a text whole.
 */
export function changesBetween(before: Agreement, after: Agreement, wanted: string): AgreementChanges {
  const effort: Effort = { left: wholeEffort };
  const order = [wanted, ...after.languages, ...before.languages];
  const of = <Of extends Part>(kind: PartKind, old: readonly Of[], now: readonly Of[]): PartChange<Of>[] =>
    changedParts(old, now).map((one) => {
      const texts = one.before && one.after ? textsOf(kind, one.before, one.after, order, effort) : none;
      return { ...one, ...texts };
    });
  const own = textsOf('front', before, after, order, effort);
  const parts = {
    contact: of('contact', before.contacts, after.contacts),
    clause: of('clause', before.clauses, after.clauses),
    step: of('step', before.ladder, after.ladder),
    belonging: of('belonging', before.belonging, after.belonging),
    procedure: of('procedure', before.procedures, after.procedures),
  };
  return { ...own, parts, cut: effort.left === 0 };
}

const none: { texts: TextChange[]; elsewhere: string[] } = { texts: [], elsewhere: [] };

/**
 * Which parts are new, changed, moved or gone, by id, in the order of the later version; those that are gone come last.
 */
export function changedParts<Of extends { id: string }>(
  old: readonly Of[],
  now: readonly Of[],
): { id: string; before: Of | null; after: Of | null; moved: boolean }[] {
  const moved = movedIds(old, now);
  const olds = new Map(old.map((one) => [one.id, one]));
  const nows = new Set(now.map(({ id }) => id));
  const gone = old.filter(({ id }) => !nows.has(id));
  return [
    ...now.map((after) => ({ id: after.id, before: olds.get(after.id) ?? null, after, moved: moved.has(after.id) })),
    ...gone.map((before) => ({ id: before.id, before, after: null, moved: false })),
  ].filter(({ before, after, moved }) => moved || saying(before) !== saying(after));
}

// Keys and fixed words have no order that anybody means: a form gives them in another than a file.
function saying(part: object | null): string {
  const inOrder = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value);
  return canonical(
    part && Object.fromEntries(Object.entries(part).map(([key, value]: [string, unknown]) => [key, inOrder(value)])),
  );
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

function textsOf(
  kind: FieldGroup,
  before: AnyPart,
  after: AnyPart,
  order: string[],
  effort: Effort,
): { texts: TextChange[]; elsewhere: string[] } {
  const elsewhere = new Set<string>();
  const texts: TextChange[] = [];
  for (const [key, field] of fieldsOf(kind)) {
    if (!isSpoken(field)) continue;
    const [old, now] = [flat(textsIn(before, key)), flat(textsIn(after, key))];
    const change = textChange(key, old, now, order, effort);
    if (change !== null) texts.push(change);
    for (const language of new Set([...Object.keys(old), ...Object.keys(now)]))
      if (old[language] !== now[language] && language !== change?.before && language !== change?.after)
        elsewhere.add(language);
  }
  return { texts, elsewhere: [...elsewhere] };
}

function textChange(
  field: string,
  old: Record<string, string>,
  now: Record<string, string>,
  order: string[],
  effort: Effort,
): TextChange | null {
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
function flat(texts: TextsByLanguage): Record<string, string> {
  const entries = Object.entries(texts).map(([language, text]) => [
    language,
    typeof text === 'string' ? text : text.join('\n'),
  ]);
  return Object.fromEntries(entries.filter(([, text]) => text !== ''));
}
