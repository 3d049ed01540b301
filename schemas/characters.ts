/*
 * Marks that no text of people holds (docs/decisions/0034): they show nothing, or have it read in another order than it
 * is stored.
 */

/** A mark of some kind, which `mark-<kind>` refuses; `at` counts characters (code points) from 1. */
export type Mark = { mark: 'control' | 'hidden' | 'order'; at: number };

// As they stand in a class of a regular expression; JSON Schema publishes them in its patterns.
const controls = '\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u2028\\u2029';
const turning = '\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069';
const hidden =
  '\\u00AD\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u2060-\\u2065\\u206A-\\u206F\\u2800\\u3164\\uFE00-\\uFE0D' +
  '\\uFEFF\\uFFA0\\uFFF0-\\uFFFB\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E0FFF}';

/** What text of several lines holds nowhere, whatever stands beside it. One line holds no tab or end of line either. */
export const refusedInProse = controls + turning + hidden;

/** Letters and their marks of these scripts (Unicode's Script_Extensions). */
const lettersOf = (...scripts: string[]): string =>
  `(?=[\\p{L}\\p{M}])[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]`;
// Scripts that write some words with a joiner or a non-joiner; those of India also after a virama that ends a word.
const joining = lettersOf(
  ...['Arab', 'Beng', 'Deva', 'Gujr', 'Guru', 'Khmr', 'Knda', 'Mlym', 'Mong', 'Mymr', 'Nkoo', 'Orya', 'Sinh', 'Syrc'],
  ...['Taml', 'Telu', 'Tibt'],
);
// Scripts that put no space between words, and say with this one where a line may end.
const unspaced = lettersOf('Khmr', 'Laoo', 'Mymr', 'Thai');
/** One mark beside such a letter: after it, or between it and another letter, figure or sign. */
const beside = (mark: string, letter: string): string[] => [
  `${mark}(?<=${letter}.)`,
  `${mark}(?<=[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}].)(?=${letter})`,
];
const picture = '\\p{Extended_Pictographic}';
const virama = '[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA]';
/** What shows something beside these: beside such letters, within one picture, after a letter of Mongolian. */
const kept = [
  ...beside('[\\u200C\\u200D]', joining),
  ...beside('\\u200B', unspaced),
  `[\\u200C\\u200D](?<=${virama}.)`,
  `\\u200D(?<=${picture}[\\uFE0F\\p{Emoji_Modifier}]?.)(?=${picture})`,
  `[\\uFE0E\\uFE0F](?<=${picture}.)`,
  '\\uFE0F(?<=[0-9#*].)(?=\\u20E3)',
  '[\\u180B-\\u180F](?<=[\\u1820-\\u18AA].)',
];
const marks = new RegExp(
  `${kept.join('|')}|([${controls}]|\\p{Cs})|([${turning}])|([${hidden}\\u180B-\\u180F\\u200B-\\u200D\\uFE0E\\uFE0F])`,
  'gu',
);

/** The first mark that text of people may not hold, `line` where it is of one line; null in a text without one. */
export function firstMark(text: string, line = false): Mark | null {
  const found = (mark: Mark['mark'], index: number): Mark => ({ mark, at: [...text.slice(0, index)].length + 1 });
  const turn = line ? text.search(/[\t\n]/) : -1;
  for (const { 1: control, 2: order, 3: nothing, index } of text.matchAll(marks)) {
    if (turn >= 0 && turn < index) break;
    if (control) return found('control', index);
    if (order) return found('order', index);
    if (nothing) return found('hidden', index);
  }
  return turn < 0 ? null : found('control', turn);
}

/** Text of before these were refused, or that no schema reads, as it is shown: without them. */
export function withoutMarks(text: string): string {
  return text.replace(marks, (mark, control, order, nothing) => (control || order || nothing ? '' : mark));
}

type Issue = { path: PropertyKey[]; params?: Record<string, unknown> | undefined; errors?: Issue[][] };

/** The mark that an issue of a schema is about, wherever it lies under it, and the path to its text. */
export function markIn(issue: Issue | undefined): (Mark & { path: PropertyKey[] }) | null {
  if (!issue) return null;
  const mark = issue.params?.mark as Mark | undefined;
  if (mark) return { ...mark, path: issue.path };
  for (const one of issue.errors?.flat() ?? []) {
    const under = markIn(one);
    if (under) return { ...under, path: [...issue.path, ...under.path] };
  }
  return null;
}
