import type { I18n } from '@lingui/core';
import type { Person } from '../desk/people/people.ts';

/** Read before somebody leaves: who signs, what goes and what stays. */
export function leavingLines(i18n: I18n, me: Person, people: readonly Person[]): string[] {
  const others = people.filter((one) => !one.me && one.has.includes('steward')).map(({ called }) => called);
  const next = me.plain
    ? i18n._('people.go-plain', {}, { message: 'You leave at once; nobody has to sign.' })
    : i18n._(
        'people.go-listed',
        { stewards: others.join(', ') },
        {
          message:
            'Two stewards sign a next manifest without you, of these: {stewards}. You sign nothing. Until it holds ' +
            'you work here as before.',
        },
      );
  const box = i18n._(
    'people.go-box',
    {},
    { message: 'An accompanier proposes it, and makes a new box, which you cannot open.' },
  );
  const goes = i18n._(
    'people.go-erased',
    {},
    {
      message:
        'Then you are signed out everywhere; your keyring here, its passkeys and your nickname are erased, and your ' +
        'words open nothing here. What you signed and wrote stays.',
    },
  );
  return [next, ...(me.has.includes('accompanier') ? [box] : []), goes];
}

/** What the second press does. */
export const leaveText = (i18n: I18n, { plain }: Pick<Person, 'plain'>): string =>
  plain
    ? i18n._('people.go-now', {}, { message: 'Leave now' })
    : i18n._('people.go-say', {}, { message: 'Tell the stewards that I leave' });

/** Said of whoever wants to, since that day. */
export const wishText = (i18n: I18n, day: string): string =>
  i18n._('people.wish', { day }, { message: 'Wants to leave, your node says since {day}.' });

/** Said to whoever is gone. */
export const goneText = (i18n: I18n): string =>
  i18n._('people.gone', {}, { message: 'You are no member here any more' });
