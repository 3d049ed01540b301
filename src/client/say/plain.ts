import type { I18n } from '@lingui/core';

/** Said to whoever came in under an invitation without a role. */
export function joinedText(i18n: I18n, member: string): string {
  return i18n._(
    'cli.people-joined',
    { member },
    {
      message:
        'You are in, as {member}. Your keyring lies at your node, sealed: your twelve words open it, at the desk and ' +
        'for these commands.',
    },
  );
}

/** Asked before a plain member is removed. */
export function removePlainQuestion(i18n: I18n, member: string): string {
  return i18n._(
    'cli.people-remove-question',
    { member },
    { message: 'Remove {member} at once? Their keyring here is erased too.' },
  );
}

/** Said once they are. */
export const plainRemovedText = (i18n: I18n, member: string): string =>
  i18n._('cli.people-removed', { member }, { message: '{member} is removed.' });
