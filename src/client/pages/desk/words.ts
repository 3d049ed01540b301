import { Refusal } from '../../../../schemas/codes.ts';
import { i18nFrom } from '../../../platform/i18n.ts';
import { refusalSentence } from '../../../platform/refusal.ts';
import { language, messages } from '../../catalogue.ts';

/** What the page says, in the one language that it was built for. */
export const i18n = i18nFrom(language, messages);

/** Why something was not done. */
export function whyText(error: unknown): string {
  return refusalSentence(i18n, error instanceof Refusal ? error : { code: 'failed' });
}
