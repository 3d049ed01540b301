import { Refusal } from '../../../schemas/codes.ts';

/** How many words, and the names of their fields. */
export const wordFields = Array.from({ length: 12 }, (_, at) => `w${at + 1}`);

/**
 * The words of twelve fields as one line; all of them may stand in the first.
 * @throws `words` with the number of the first field that has none, or several.
 */
export function wordsTyped(fields: Readonly<Record<string, unknown>>): string {
  const typed = wordFields.map((name) => String(fields[name] ?? '').trim());
  if (typed.slice(1).every((word) => word === '')) return typed[0]!;
  const wrong = typed.findIndex((word) => word === '' || /\s/.test(word));
  if (wrong >= 0) throw new Refusal('words', String(wrong + 1));
  return typed.join(' ');
}
