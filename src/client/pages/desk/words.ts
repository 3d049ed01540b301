import { Refusal } from '../../../../schemas/codes.ts';
import { i18nFrom } from '../../../platform/i18n.ts';
import { refusalSentence } from '../../../platform/refusal.ts';
import { spellingOf, type WordLists } from '../../../protocol/spelling.ts';
import { language, messages } from '../../catalogue.ts';
import type { Knows } from '../parts/typed-words.ts';

/** What the page says, in the one language that it was built for. */
export const i18n = i18nFrom(language, messages);

/** Why something was not done. */
export function whyText(error: unknown): string {
  return refusalSentence(i18n, error instanceof Refusal ? error : { code: 'failed' });
}

let known: Knows | null = null;

/** The lists that the worker has, so that a phone loads them once; whether twelve belong together, it says too. */
export function learnWords(lists: WordLists): void {
  known = { ...spellingOf(lists), fit: () => true };
}

/** @throws an error before `learnWords` */
export function wordsKnown(): Knows {
  if (!known) throw new Error('no words are known yet');
  return known;
}
