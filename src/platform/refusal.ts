import type { I18n } from '@lingui/core';
import type { Refusal } from '../../schemas/codes.ts';
import { refusalSentences, settingSentences } from './refusal-sentences.ts';

/** What a person reads for a refusal: what to do next, with the field, header or file:line where that helps. */
export function refusalSentence(i18n: I18n, refusal: Pick<Refusal, 'code' | 'where'>): string {
  const where = refusal.where ?? '';
  const setting = refusal.code === 'config' ? settingSentences[where] : undefined;
  if (setting) return i18n._(`setting.${where}`, {}, { message: setting });
  return i18n._(`refusal.${refusal.code}`, { where }, { message: refusalSentences[refusal.code] });
}
