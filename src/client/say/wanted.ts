import type { I18n } from '@lingui/core';

/** How many accompaniers we want under what a partner sends. */
export const wantedText = (i18n: I18n, attest: number): string =>
  i18n._('desk.standing-attest', { attest }, { message: 'Under their alerts we want {attest} signatures.' });
