import type { I18n } from '@lingui/core';

/* What stands beside parts that are compared; a page says it without the words of agreements. */

/** Said above what a part said in the version before. */
export const beforeText = (i18n: I18n): string => i18n._('desk.before', {}, { message: 'What it said before' });

/** How many parts are as they were. */
export const sameText = (i18n: I18n, count: number): string =>
  i18n._('desk.same', { count }, { message: 'Unchanged: {count, plural, one {# part} other {# parts}}' });
