import { Refusal, type RefusalCode } from '../../../../schemas/codes.ts';
import { i18nFrom } from '../../../platform/i18n.ts';
import { type Spelling, spellingOf, type WordLists } from '../../../protocol/spelling.ts';
import { language, messages } from '../../catalogue.ts';
import type { Knows } from '../parts/typed-words.ts';

/** What the page says, in the one language that it was built for. */
export const i18n = i18nFrom(language, messages);

/** What the worker refused, with the sentence that it gave for it. */
export class Told extends Refusal {
  readonly why: string;
  constructor(code: RefusalCode, where: string | undefined, why: string) {
    super(code, where);
    this.why = why;
  }
}

/** Why something was not done. */
export function whyText(error: unknown): string {
  if (error instanceof Told) return error.why;
  return i18n._(
    'desk.failed',
    {},
    { message: 'That did not work. Try it again; if it stays so, lock the desk and open it anew.' },
  );
}

let known: (Knows & Pick<Spelling, 'starts'>) | null = null;

/** The lists that the worker has, so that a phone loads them once; whether twelve belong together, it says too. */
export function learnWords(lists: WordLists): void {
  known = { ...spellingOf(lists), fit: () => true };
}

/** @throws an error before `learnWords` */
export function wordsKnown(): NonNullable<typeof known> {
  if (!known) throw new Error('no words are known yet');
  return known;
}
