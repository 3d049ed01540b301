import type { I18n } from '@lingui/core';
import { dayOf } from './day.ts';

/** One follower, as a list shows them. */
export const followerLine = ({ actor, followed }: { actor: string; followed: string }): string =>
  `${dayOf(followed)}  ${actor}`;

/** Said of a list without followers. */
export function noFollowersText(i18n: I18n): string {
  return i18n._('cli.followers-none', {}, { message: 'Nobody follows yet.' });
}

/** Asked before somebody is removed, with what that can do. */
export function removeQuestion(i18n: I18n, address: string): string {
  return i18n._(
    'cli.followers-question',
    { address },
    {
      message:
        'Remove {address}? We send nothing new there, and ask that server to end it. It is a request: it may keep ' +
        'showing what it has, and what you publish stays public for everyone.',
    },
  );
}

/** Said once somebody is removed. */
export function removedText(i18n: I18n, address: string): string {
  return i18n._(
    'cli.followers-removed',
    { address },
    {
      message:
        '{address} is removed here, and its server is asked to do the same. That is a request: it may not, and what ' +
        'you publish stays public.',
    },
  );
}
