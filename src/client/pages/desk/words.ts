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
  if (error instanceof Told) return byLabel(error);
  return i18n._(
    'desk.failed',
    {},
    { message: 'That did not work. Try it again; if it stays so, lock the desk and open it anew.' },
  );
}

/** Refusals that say where in something typed, by the names of its fields. */
const inFields = /^(malformed|schema|encoding|recipient|agreement-form|mark-.+|.+-rule|.+-members)$/;

/** A field is named as its label on the page does, never by the names that programs give it. */
function byLabel({ code, where, why }: Told): string {
  if (!where || !inFields.test(code)) return why;
  const names = where.split(/[.: ]+/).reverse();
  const fields = names.flatMap((name) => [...document.getElementsByName(name)] as HTMLInputElement[]);
  const label = fields[0]?.closest('fieldset')?.querySelector('legend') ?? fields[0]?.labels?.[0];
  const said = label?.textContent
    ? `“${label.textContent}”`
    : i18n._('desk.some-field', {}, { message: 'what was typed' });
  return why.replace(where, () => said);
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
