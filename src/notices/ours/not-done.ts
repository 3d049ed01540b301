import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import { allWords } from '../../client/pages/parts/all-words.ts';
import { type Doubt, doubtOf, typedWords } from '../../client/pages/parts/typed-words.ts';

/** Why nothing was done with somebody's words, and which of them to look at again. */
export type NotDone = { code: RefusalCode; doubt: Doubt | null };

/** What is answered with the page for the words, empty, and a sentence on it. */
const asksAgain: ReadonlySet<RefusalCode> = new Set(['words', 'no-such-consent', 'lapsed', 'conflict']);

/** @throws what is no refusal of these words */
export function notDone(error: unknown, fields: Readonly<Record<string, unknown>>): NotDone {
  if (!(error instanceof Refusal) || !asksAgain.has(error.code)) throw error;
  return { code: error.code, doubt: error.code === 'words' ? doubtOf(typedWords(fields), allWords) : null };
}
