import type { I18n } from '@lingui/core';
import type { Refusal } from '../../schemas/codes.ts';
import { refusalSentences, settingSentences } from './refusal-sentences.ts';

/** What a person reads for a refusal: what to do next, with the field, header or file:line where that helps. */
export function refusalSentence(i18n: I18n, refusal: Pick<Refusal, 'code' | 'where'>): string {
  const where = refusal.where ?? '';
  const setting = refusal.code === 'config' ? settingSentences[where] : undefined;
  if (setting) return i18n._(`setting.${where}`, {}, { message: setting });
  return i18n._(`refusal.${refusal.code}`, refusal.code === 'clock' ? apart(where) : { where }, {
    message: refusalSentences[refusal.code],
  });
}

/** How far the clocks of a device and its node are apart, by the minutes that the device is ahead. */
function apart(where: string): { count: number; unit: 'minute' | 'hour' | 'day'; way: 'ahead' | 'behind' } {
  const minutes = Math.round(Number(where)) || 0;
  const away = Math.abs(minutes);
  const [unit, length] =
    away < 120 ? (['minute', 1] as const) : away < 2880 ? (['hour', 60] as const) : (['day', 1440] as const);
  return { count: Math.round(away / length), unit, way: minutes > 0 ? 'ahead' : 'behind' };
}
