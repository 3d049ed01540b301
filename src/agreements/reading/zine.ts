import type { Agreement } from '../../../schemas/agreement.ts';
import { readable } from '../../web/markdown.ts';
import type { Belonging, Clause } from '../differences/changes.ts';
import { inLanguage } from '../versions/in-language.ts';

type Field = 'examples' | 'responses' | 'support';
type Said<T> = { value: T; language: string } | null;

/** A point on the folded sheet: as much of it as there is room for. */
export type ZinePoint = {
  clause: Clause;
  text: Said<string>;
  lists: { field: Field; items: NonNullable<Said<string[]>> }[];
};
export type ZineParameter = { parameter: Belonging; when: Said<string>; measure: Said<string>; wayBack: Said<string> };

/**
 * An agreement on one A4 sheet that is folded once: cover, two inner pages, back. `left` says what had to be left out; nothing is
 * left out without it.
 */
export type Zine = {
  title: Said<string>;
  summary: Said<string>;
  points: ZinePoint[];
  belonging: ZineParameter[];
  left: { parts: boolean; points: number; belonging: number };
};

/*
 * Room in lines of 62 letters at 8.5 points on a page of A5. The widest of the usual sans-serif fonts holds 66, and a few lines are
 * kept free, so that what is counted here fits whatever font a reader's machine has.
 */
const lineLetters = 62;
const summaryLines = 16;
const insideLines = 88;
const backLines = 36;

/** What a point keeps, from all of it down to where it begins. */
const levels: { fields: Field[]; whole: boolean }[] = [
  { fields: ['examples', 'responses', 'support'], whole: true },
  { fields: ['responses', 'support'], whole: true },
  { fields: ['support'], whole: true },
  { fields: [], whole: true },
  { fields: [], whole: false },
];

/** Lays an agreement out in one language where it has it. Keeps every point as long as that is possible, cut as little as there is room. */
export function zineOf(agreement: Agreement, wanted: string): Zine {
  const said = <T extends string | string[]>(texts: Record<string, T>): Said<T> =>
    inLanguage(texts, wanted, agreement.languages);
  const forms = agreement.clauses.map((clause) => levels.map((level) => pointAt(clause, level, said)));
  const points = roomiest(forms);
  const parameters = agreement.belonging.map((parameter) => ({
    parameter,
    when: said(parameter.when),
    measure: said(parameter.measure),
    wayBack: said(parameter.wayBack),
  }));
  const belonging = fillUp(parameters, parameterLines, backLines);
  const whole = said(agreement.summary);
  const summary = beginning(whole, summaryLines);
  const parts = summary?.value !== whole?.value || points.some((point, at) => point !== forms[at]?.[0]);
  const left = {
    parts,
    points: forms.length - points.length,
    belonging: parameters.length - belonging.length,
  };
  return { title: said(agreement.title), summary, points, belonging, left };
}

function pointAt(
  clause: Clause,
  { fields, whole }: (typeof levels)[number],
  said: <T extends string | string[]>(texts: Record<string, T>) => Said<T>,
): ZinePoint {
  const text = said(clause.text);
  const lists = fields.flatMap((field) => {
    const items = said(clause[field]);
    return items === null || items.value.length === 0 ? [] : [{ field, items }];
  });
  return { clause, text: whole ? text : beginning(text, 2), lists };
}

/** Of each point the longest form that still leaves room for all; when not even the shortest ones do, as many as fit. */
function roomiest(forms: readonly ZinePoint[][]): ZinePoint[] {
  const lines = forms.map((all) => all.map(pointLines));
  const chosen = forms.map(() => levels.length - 1);
  let used = total(lines, (all) => all.at(-1) ?? 0);
  if (used > insideLines)
    return fillUp(
      forms.map((all) => all.at(-1)!),
      pointLines,
      insideLines,
    );
  for (let level = levels.length - 2; level >= 0; level--) {
    for (const [at, all] of lines.entries()) {
      const more = all[level]! - all[chosen[at]!]!;
      if (chosen[at] !== level + 1 || used + more > insideLines) continue;
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

function pointLines({ text, lists }: ZinePoint): number {
  return 3 + linesOf(text) + total(lists, ({ items }) => 1.4 + total(items.value, (item) => linesIn(`- ${item}`)));
}

function parameterLines({ when, measure, wayBack }: ZineParameter): number {
  return 2.4 + linesOf(when) + linesOf(measure) + linesOf(wayBack) + 3;
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

/** The first sentences of a text that fit into so many lines, with a sign that there is more; at least where the first one begins. */
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
