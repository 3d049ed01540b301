import type { Complain } from './problems.ts';
import type { Entry } from './sections.ts';
import { asksStill } from './template.ts';
import { termChoices, termFor } from './vocabulary.ts';
import type { Terms } from './words/words.ts';

/** The languages an agreement is written in, the first one first, and where to complain. */
export type Reading = {
  languages: readonly string[];
  complain: Complain;
  /** Whether questions of the template stay as text: the file is still being written. */
  open?: boolean | undefined;
};
export type Words = Record<string, string>;
export type Lists = Record<string, string[]>;
export type Item = { line: number; text: string };

/** Longest texts in characters and longest lists, as schemas/agreement.ts has them. */
export const most = {
  line: 200,
  item: 600,
  items: 30,
  summary: 1000,
  text: 4000,
  belonging: 2000,
  ownName: 120,
  licence: 100,
};

/** Whether a text can stand: something is written, it fits, and, unless it is still being written, no question of the template is left in it. */
export function sound({ complain, open }: Reading, line: number, key: string, text: string, longest: number): boolean {
  if (text === '') complain(line, 'text-empty', { key });
  else if (!open && asksStill(text)) complain(line, 'question-left', { key });
  else if ([...text].length > longest) complain(line, 'text-too-long', { key, most: longest });
  else return true;
  return false;
}

/** Whether every item of a list can stand, and the list is not too long. */
export function soundList(reading: Reading, line: number, key: string, items: readonly Item[]): boolean {
  if (items.length > most.items) reading.complain(line, 'list-too-long', { key, most: most.items });
  return items.every((item) => sound(reading, item.line, key, item.text, most.item)) && items.length <= most.items;
}

/** The values of one key by language. Complains of a language the agreement does not name, of repetition, and of what is missing. */
export function byLanguage<T>(
  { languages, complain }: Reading,
  line: number,
  key: string,
  values: readonly { line: number; language: string | null; value: T }[],
  needed: boolean,
): Record<string, T> {
  const found: Record<string, T> = {};
  for (const { line: at, language, value } of values) {
    const tag = language ?? languages[0] ?? '';
    // Without languages, that they are missing is said once, and nothing of each text.
    if (languages.length > 0 && !languages.includes(tag))
      complain(at, 'key-language', { key, languages: languages.join(', ') });
    else if (Object.hasOwn(found, tag)) complain(at, 'key-repeated', { key });
    else found[tag] = value;
  }
  if (values.length === 0 && needed) complain(line, 'key-missing', { key });
  const missing = languages.filter((language) => !Object.hasOwn(found, language));
  if (values.length > 0 && missing.length > 0)
    complain(line, 'language-missing', { key, languages: missing.join(', '), first: missing[0] ?? '' });
  return found;
}

/** The one value of a key without languages, or undefined. Complains when it is needed and missing, or repeated. */
export function single(
  { complain }: Reading,
  entries: readonly Entry[],
  line: number,
  key: string,
  needed: boolean,
): Entry | undefined {
  const [entry, again] = entries;
  if (again !== undefined) complain(again.line, 'key-repeated', { key });
  if (entry === undefined && needed) complain(line, 'key-missing', { key });
  return entry;
}

/** What a fixed word means. Complains with the words to choose from. */
export function fixed<Term extends keyof Terms>(
  { complain }: Reading,
  term: Term,
  line: number,
  key: string,
  word: string,
): Terms[Term] | null {
  const name = termFor(term, word);
  if (name === null && asksStill(word)) complain(line, 'question-left', { key });
  else if (name === null) complain(line, 'word-unknown', { key, choices: termChoices(term) });
  return name;
}
