import type { I18n } from '@lingui/core';
import type { Doubt } from '../pages/parts/typed-words.ts';

/** What to look at again in twelve words, by their numbers and never by a word. */
export function doubtText(i18n: I18n, { because, at }: Doubt): string {
  const places = new Intl.ListFormat(i18n.locale).format(at.map(String));
  if (because === 'order')
    return i18n._(
      'words.order',
      {},
      { message: 'These words do not fit together. One may be wrong, or in another place.' },
    );
  if (at.length === 0) return i18n._('words.count', {}, { message: 'It takes twelve words.' });
  if (because === 'missing') return i18n._('words.missing', { places }, { message: 'Still missing: {places}.' });
  return i18n._('words.doubt', { places }, { message: 'Look again at number {places}.' });
}
