import type { I18n } from '@lingui/core';

/** Said on top of every page of a node that one person tries out alone. */
export function aloneText(i18n: I18n): string {
  return i18n._('web.alone', {}, { message: 'Only to try out: nothing here is real, and one person holds all keys.' });
}
