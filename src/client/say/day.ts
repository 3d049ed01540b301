import type { I18n } from '@lingui/core';

/** The day of a time, as it is written everywhere: 2026-11-29. */
export const dayOf = (time: string): string => time.slice(0, 10);

/** The minute of a time, in UTC, as people tell moments of a day apart. */
export const minuteOf = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;

/** The moment that a statement says it was made at. */
export const datedText = (i18n: I18n, at: string): string =>
  i18n._('said.dated', { when: minuteOf(at) }, { message: 'Dated {when}.' });
