import type { I18n } from '@lingui/core';

/** Asked before somebody takes no part in an item any more: the one who is asked, or the member named. */
export function recuseQuestion(i18n: I18n, member?: string): string {
  if (member === undefined)
    return i18n._(
      'cli.recuse-self',
      {},
      { message: 'You will not see this item any more, nor whether it is there. Go on?' },
    );
  return i18n._('cli.recuse-member', { member }, { message: 'Seal this item for everybody but {member}?' });
}

/** Asked before what a colleague proposed is confirmed. */
export function recusalQuestion(i18n: I18n): string {
  return i18n._(
    'cli.recusal-question',
    {},
    { message: 'Confirm it? From then on this item does not exist for whoever is left out.' },
  );
}

/** Said once it was confirmed at the desk. */
export function confirmedRecusalText(i18n: I18n): string {
  return i18n._('reseal.left-out', {}, { message: 'Confirmed. It does not exist any more for whoever is left out.' });
}
