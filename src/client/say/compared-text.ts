import type { I18n } from '@lingui/core';

/* Said beside parts that were compared. No word list comes with it: pages say it too. */

/** Said above what a part said in the version before. */
export const beforeText = (i18n: I18n): string => i18n._('desk.before', {}, { message: 'What it said before' });

/** How many parts are as they were. */
export const sameText = (i18n: I18n, count: number): string =>
  i18n._('desk.same', { count }, { message: 'Unchanged: {count, plural, one {# part} other {# parts}}' });
