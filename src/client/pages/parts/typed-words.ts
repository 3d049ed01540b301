import { type Spelling, wordsIn } from '../../../protocol/spelling.ts';

/** What whoever reads the fields knows of words; `fit` says whether twelve of a list belong together. */
export type Knows = Pick<Spelling, 'lettersAfter' | 'unknownWords'> & { fit(words: string): boolean };

/** Names of the twelve fields. */
export const wordFields = Array.from({ length: 12 }, (_, place) => `w${place + 1}`);

/**
 * Why these are not somebody's twelve words, with the places to look at, from 1. `order`: each is a word of the list
 * and together they are none, so that nobody can say which.
 */
export type Doubt = { because: 'missing' | 'unknown' | 'order'; at: readonly number[] };

/** The words of twelve fields; all of them may stand in the first. */
export function typedWords(fields: Readonly<Record<string, unknown>>): string[] {
  const typed = wordFields.map((name) => String(fields[name] ?? '').trim());
  const [first = '', ...rest] = typed;
  return rest.some((word) => word !== '') ? typed : filled(wordsIn(first));
}

const filled = (words: readonly string[]): string[] => [...words, ...wordFields.slice(words.length).map(() => '')];

/** What is to be looked at again before these can be somebody's words; null for nothing. Never says a word. */
export function doubtOf(words: readonly string[], knows: Omit<Knows, 'lettersAfter'>): Doubt | null {
  const empty = words.flatMap((word, place) => (word === '' ? [place + 1] : []));
  if (words.length !== wordFields.length || empty.length > 0) return { because: 'missing', at: empty };
  const unknown = unknownAt(words, knows);
  if (unknown.length > 0) return { because: 'unknown', at: unknown };
  return knows.fit(words.join(' ')) ? null : { because: 'order', at: [] };
}

/** The places, from 1, of what is no word of the list, or several. */
export function unknownAt(words: readonly string[], { unknownWords }: Pick<Knows, 'unknownWords'>): number[] {
  const unknown = new Set(unknownWords(words));
  return words.flatMap((word, place) => (unknown.has(place) || wordsIn(word).length > 1 ? [place + 1] : []));
}
