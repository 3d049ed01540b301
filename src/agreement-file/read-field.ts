import { isDay, isLanguage } from './check.ts';
import { type Field, isSpoken, type Kind } from './fields.ts';
import { emptyValue, type Lists, type Words } from './parts.ts';
import { oneLine } from './plain.ts';
import type { Complain, Problem, ProblemId } from './problems.ts';
import type { Asks } from './template.ts';
import { termChoices, termFor } from './vocabulary.ts';
import type { Terms } from './words/terms.ts';

export type Item = { line: number; text: string };

/** One value as it stands in a file; null where it is no text, or no list. */
export type Written = {
  line: number;
  /** As the key names it; null when it names none, which means the first of the agreement. */
  language: string | null;
  text: () => string | null;
  items: () => Item[] | null;
};

/** What a reading knows and finds out, beside the words themselves. */
export type Reading = {
  languages: readonly string[];
  asks: Asks;
  complain: Complain;
  /** Whether what nobody wrote yet may be missing: the file is still being written. */
  open: boolean;
  /** On which line each part, field, language and entry stands. */
  lines: Map<string, number>;
  /** Fields that could not be read: that they are empty is then no problem of its own. */
  unread: Set<string>;
};

/** The part that is being read, and the line that it begins on. */
export type At = { kind: Kind; at: number; line: number };

/** The name of a place in {@link Reading.lines}. */
export const lineKey = (...place: (string | number | null)[]): string => place.join('.');

type Say = (line: number, problem: ProblemId, values?: Problem['values']) => void;

/** What a part says in a field, as the table wants it; empty, with a complaint, where it cannot be read. */
export function readField(reading: Reading, part: At, key: string, field: Field, written: readonly Written[]): unknown {
  const place = lineKey(part.kind, part.at, key);
  const [first, again] = written;
  const complain: Say = (line, problem, values = {}) =>
    reading.complain(line, problem, { key: `${part.kind}.${key}`, ...values });
  const refuse: Say = (line, problem, values) => {
    reading.unread.add(place);
    complain(line, problem, values);
  };
  if (first === undefined) {
    if (field.needed && field.otherwise !== undefined) complain(part.line, 'key-missing');
    return emptyValue(field);
  }
  reading.lines.set(place, first.line);
  if (isSpoken(field)) return readTexts(reading, place, field, written, complain, refuse);
  if (again !== undefined) complain(again.line, 'key-repeated');
  return readWord(reading, first, field, refuse);
}

function readTexts(
  { languages, lines, open }: Reading,
  place: string,
  field: Field,
  written: readonly Written[],
  complain: Say,
  refuse: Say,
): Words | Lists | 'not_decided_yet' {
  const found: Record<string, string | string[]> = {};
  const undecided = field.undecided && written.length === 1 ? written[0]?.text() : null;
  if (undecided && termFor('plan', undecided) === 'not_decided_yet') return 'not_decided_yet';
  for (const one of written) {
    const tag = one.language ?? languages[0] ?? '';
    if (Object.hasOwn(found, tag)) {
      complain(one.line, 'key-repeated');
      continue;
    }
    lines.set(lineKey(place, tag), one.line);
    if (field.shape === 'list') {
      const items = one.items();
      if (items === null) refuse(one.line, 'key-shape', { shape: 'list' });
      else if (items.length === 0) refuse(one.line, 'text-empty');
      else found[tag] = items.map(({ text }) => oneLine(text));
      for (const [at, item] of (items ?? []).entries()) lines.set(lineKey(place, tag, at), item.line);
    } else {
      const text = one.text();
      if (text === null) refuse(one.line, 'key-shape', { shape: 'text' });
      else if (text !== '' || !open) found[tag] = field.shape === 'line' ? oneLine(text) : text;
    }
  }
  return found as Words | Lists;
}

function readWord(reading: Reading, written: Written, field: Field, refuse: Say): unknown {
  const { line } = written;
  if (field.shape === 'choices' || field.shape === 'languages') return readList(reading, written, field, refuse);
  const text = written.text();
  if (text === null) {
    refuse(line, 'key-shape', { shape: 'text' });
    return emptyValue(field);
  }
  const word = oneLine(text);
  if (word === '') {
    if (!reading.open) refuse(line, 'text-empty');
    return emptyValue(field);
  }
  // A question of the template is no answer to a question with fixed answers.
  const asked = field.shape !== 'plain' && reading.asks(word);
  if (asked) refuse(line, 'question-left');
  if (asked) return emptyValue(field);
  if (field.shape === 'choice') return readChoice(field, line, word, refuse);
  const fits = { day: isDay, months: isCount, step: isCount } as const;
  const problems = { day: 'date', months: 'review-months', step: 'step-unknown' } as const;
  if (field.shape === 'line' || field.shape === 'text' || field.shape === 'list' || field.shape === 'plain')
    return word;
  if (!fits[field.shape](word)) {
    refuse(line, problems[field.shape], { most: field.most ?? 0 });
    return emptyValue(field);
  }
  return field.shape === 'months' ? Number(word) : word;
}

const isCount = (word: string): boolean => /^[1-9]\d{0,3}$/.test(word);

function readChoice(field: Field, line: number, word: string, refuse: Say): string | null {
  const name = field.terms === undefined ? null : termFor(field.terms, word);
  if (name !== null) return name;
  if (field.terms === 'plan') refuse(line, 'restorative-plan');
  else refuse(line, 'word-unknown', { choices: choicesOf(field.terms) });
  return field.otherwise ?? null;
}

function readList({ asks }: Reading, written: Written, field: Field, refuse: Say): string[] {
  const items = written.items();
  if (items === null) {
    refuse(written.line, 'key-shape', { shape: 'list' });
    return [];
  }
  const words = items.flatMap(({ line, text }) =>
    text.split(',').flatMap((word) => (word.trim() === '' ? [] : [{ line, word: word.trim() }])),
  );
  const meant = words.flatMap(({ line, word }) => {
    if (field.shape === 'languages') {
      if (!isLanguage(word)) refuse(line, 'language-code');
      return isLanguage(word) ? [word] : [];
    }
    const name = field.terms === undefined ? null : termFor(field.terms, word);
    if (name !== null) return [name];
    if (asks(word)) refuse(line, 'question-left');
    else refuse(line, 'word-unknown', { choices: choicesOf(field.terms) });
    return [];
  });
  const once = [...new Set<string>(meant)];
  if (
    field.shape === 'languages' &&
    (once.length < meant.length || once.length === 0 || once.length > (field.most ?? 0))
  )
    refuse(written.line, 'language-code');
  return once;
}

const choicesOf = (terms: keyof Terms | undefined): string => (terms === undefined ? '' : termChoices(terms));
