import type { Agreement } from '../../../schemas/agreement.ts';
import { type Field, fieldsOf, isSpoken, type PartKind } from '../../agreement-file/fields.ts';
import { type AnyPart, listedParts, textsIn } from '../../agreement-file/parts.ts';
import { readable } from '../../web/markdown.ts';
import { inLanguage } from '../versions/in-language.ts';

type Said<T> = { value: T; language: string } | null;
type SaidWords = { key: string; words: NonNullable<Said<string | string[]>> };

/** A part on the folded sheet: as much of it as there is room for. */
export type ZinePoint = {
  kind: PartKind;
  number: number;
  part: AnyPart;
  /** What the part is there for. */
  text: Said<string>;
  /** The rest, under headings of their own. */
  more: SaidWords[];
};

/**
 * An agreement on one A4 sheet that is folded once: cover, two inner pages, back. `left` says what had to be left out;
 * nothing is left out without it.
 */
export type Zine = {
  title: Said<string>;
  summary: Said<string>;
  /** What else holds for all of it, on the cover. */
  front: SaidWords[];
  points: ZinePoint[];
  belonging: ZinePoint[];
  left: { parts: boolean; points: number; belonging: number };
};

/*
 * Room in lines of 62 letters at 8.5 points on a page of A5. The widest of the usual sans-serif fonts holds 66, and a
 * few lines are kept free, so that what is counted here fits whatever font a reader's machine has.
 */
const lineLetters = 62;
const summaryLines = 16;
const frontLines = 14;
const insideLines = 88;
const backLines = 36;

/**
 * Lays an agreement out in one language where it has it. Keeps every point as long as that is possible, cut as little
 * as there is room.
 */
export function zineOf(agreement: Agreement, wanted: string): Zine {
  const said = <T extends string | string[]>(texts: Record<string, T>): Said<T> =>
    inLanguage(texts, wanted, agreement.languages);
  const all = listedParts({ ...agreement, series: null });
  const forms = all.filter(({ kind }) => kind !== 'belonging').map((one) => formsOf(one, said));
  const points = roomiest(forms);
  const parameters = all.filter(({ kind }) => kind === 'belonging').map((one) => formsOf(one, said)[0]!);
  const belonging = fillUp(parameters, parameterLines, backLines);
  const whole = said(agreement.summary);
  const summary = beginning(whole, summaryLines);
  const others = wordsOf('front', agreement, said).filter(({ key }) => key !== 'title' && key !== 'summary');
  const front = fillUp(others, ({ words }) => 1.4 + linesOfWords(words), frontLines);
  const parts =
    summary?.value !== whole?.value ||
    front.length < others.length ||
    points.some((point, at) => point !== forms[at]?.[0]);
  const left = {
    parts,
    points: forms.length - points.length,
    belonging: parameters.length - belonging.length,
  };
  return { title: said(agreement.title), summary, front, points, belonging, left };
}

type SaidIn = <T extends string | string[]>(texts: Record<string, T>) => Said<T>;

/**
 * What a point keeps, from all of it down to where it begins: first of what stands beside its text, then of the text.
 */
function formsOf({ kind, at, part }: { kind: PartKind; at: number; part: AnyPart }, said: SaidIn): ZinePoint[] {
  const leads = fieldsOf(kind).flatMap(([key, field]) => (field.lead ? [key] : []));
  const lead = said(textsIn(part, leads[0] ?? ''));
  const text = lead === null ? null : { ...lead, value: [lead.value].flat().join('\n') };
  const more = wordsOf(kind, part, said).filter(({ key }) => !leads.includes(key));
  const point = { kind, number: at + 1, part, text };
  const kept = more.map((_, from) => ({ ...point, more: more.slice(from) }));
  return [...kept, { ...point, more: [] }, { ...point, text: beginning(text, 2), more: [] }];
}

/** The texts and lists of a part below its heading. */
function wordsOf(kind: PartKind | 'front', part: AnyPart, said: SaidIn): SaidWords[] {
  const shown = ([, field]: [string, Field]) => isSpoken(field) && !field.inHeading;
  return fieldsOf(kind)
    .filter(shown)
    .flatMap(([key]) => {
      const words = said(textsIn(part, key));
      return words === null || words.value.length === 0 ? [] : [{ key, words }];
    });
}

/**
 * Of each point the longest form that still leaves room for all; when not even the shortest ones do, as many as fit.
 */
function roomiest(forms: readonly ZinePoint[][]): ZinePoint[] {
  const lines = forms.map((all) => all.map(pointLines));
  const shortest = (all: readonly number[]) => all.length - 1;
  const chosen = lines.map(shortest);
  let used = total(lines, (all) => all.at(-1) ?? 0);
  if (used > insideLines)
    return fillUp(
      forms.map((all) => all.at(-1)!),
      pointLines,
      insideLines,
    );
  const steps = Math.max(0, ...lines.map(shortest));
  for (let step = 1; step <= steps; step++) {
    for (const [at, all] of lines.entries()) {
      const level = shortest(all) - step;
      if (level < 0 || chosen[at] !== level + 1) continue;
      const more = all[level]! - all[level + 1]!;
      if (used + more > insideLines) continue;
      chosen[at] = level;
      used += more;
    }
  }
  return forms.map((all, at) => {
    // What adds nothing is the whole of it.
    const longest = all.findIndex((_, level) => lines[at]![level] === lines[at]![chosen[at]!]);
    return all[Math.min(longest, chosen[at]!)]!;
  });
}

function total<T>(all: readonly T[], lines: (one: T) => number): number {
  return all.reduce((sum, one) => sum + lines(one), 0);
}

function fillUp<T>(all: readonly T[], lines: (one: T) => number, room: number): T[] {
  let used = 0;
  const end = all.findIndex((one) => {
    used += lines(one);
    return used > room;
  });
  return all.slice(0, end < 0 ? all.length : end);
}

/** A heading, what is said in fixed words, and the texts with theirs. */
function pointLines({ kind, text, more }: ZinePoint): number {
  const fixed = kind === 'contact' ? 5 : 3;
  return fixed + linesOf(text) + total(more, ({ words }) => 1.4 + linesOfWords(words));
}

/** On the back a situation is told without headings. */
function parameterLines({ more }: ZinePoint): number {
  return 2.4 + total(more, ({ words }) => linesOfWords(words)) + 3;
}

function linesOfWords({ value, language }: NonNullable<Said<string | string[]>>): number {
  return typeof value === 'string' ? linesOf({ value, language }) : total(value, (item) => linesIn(`- ${item}`));
}

function linesOf(text: Said<string>): number {
  return text === null
    ? 0
    : total(
        text.value.split('\n').filter((line) => line !== ''),
        (line) => linesIn(line) + 0.4,
      );
}

function linesIn(line: string): number {
  const wide = line.match(/[\u1100-\uFFDC]/g)?.length ?? 0;
  return Math.max(1, Math.ceil(([...line].length + wide) / lineLetters));
}

/**
 * The first sentences of a text that fit into so many lines, with a sign that there is more; at least where the first
 * one begins.
 */
function beginning(text: Said<string>, lines: number): Said<string> {
  if (text === null || linesOf(text) <= lines) return text;
  const sentences = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(readable(text.value))];
  let kept = '';
  for (const { segment } of sentences) {
    if (linesOf({ ...text, value: `${kept}${segment}…` }) > lines) break;
    kept += segment;
  }
  if (kept.trim() === '') {
    const graphemes = [...new Intl.Segmenter().segment(readable(text.value).replace(/\s+/g, ' '))];
    kept = graphemes
      .slice(0, Math.floor(lines * lineLetters * 0.9))
      .map(({ segment }) => segment)
      .join('')
      .slice(0, lines * lineLetters);
  }
  return { ...text, value: `${kept.trimEnd()} …` };
}
