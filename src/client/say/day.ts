import type { I18n } from '@lingui/core';

/** The day of a time, as it is written everywhere: 2026-11-29. */
export const dayOf = (time: string): string => time.slice(0, 10);

/**
 * The minute of a time by the clock of this device, with how far that is from UTC: 2026-11-29 17:05 UTC-6. People act by
 * it, and read it to somebody whose clock shows another hour.
 */
export function minuteOf(time: string): string {
  const ahead = -new Date(time).getTimezoneOffset();
  const here = new Date(Date.parse(time) + ahead * 60_000).toISOString();
  const [hours, minutes] = [Math.trunc(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
  const away = ahead === 0 ? '' : `${ahead < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : `:${minutes}`}`;
  return `${here.slice(0, 16).replace('T', ' ')} UTC${away}`;
}

/** The moment that a statement says it was made at. */
export const datedText = (i18n: I18n, at: string): string =>
  i18n._('said.dated', { when: minuteOf(at) }, { message: 'Dated {when}.' });
