import type { I18n } from '@lingui/core';
import type { Keyring } from '../keyring/keyring.ts';
import type { Renewal } from '../keyring/renew.ts';
import { agreementDraftLines } from './agreements.ts';
import { calledText } from './called.ts';
import { comparedLines, comparedParts } from './compared-parts.ts';
import { dayOf } from './day.ts';
import { standingLines } from './to-sign.ts';

/** The twelve words of a keyring, with what they are for. They are shown once. */
export function phraseText(i18n: I18n, words: string): string {
  const about = i18n._(
    'cli.phrase-shown',
    {},
    {
      message:
        'These twelve words open your keyring. Write them on paper, in this order. They are shown this once; nobody ' +
        'can find them again for you.',
    },
  );
  return `${about}\n\n${words}\n`;
}

/** Said once a keyring is made. */
export function madeText(i18n: I18n, { member }: Pick<Keyring, 'member'>): string {
  return i18n._('cli.keys-made', { member }, { message: 'Your keyring is made. In the manifest you are {member}.' });
}

/** Said once a keyring lies at the node and its file is gone. */
export function movedInText(i18n: I18n): string {
  return i18n._(
    'cli.keys-moved-in',
    {},
    {
      message:
        'Your keyring lies at your node now, sealed, and the file here is gone. Only your twelve words open it: ' +
        'keep the paper.',
    },
  );
}

/** Said once a keyring lies in a file and the node has it no more. */
export function movedOutText(i18n: I18n): string {
  return i18n._(
    'cli.keys-moved-out',
    {},
    { message: 'Your keyring lies in this file now, and your node has it no more. The same words open it.' },
  );
}

/** What is public in a keyring. */
export function keyringLines(
  i18n: I18n,
  { member, roles, publicKey, collective }: Pick<Keyring, 'member' | 'roles' | 'collective'> & { publicKey: string },
): string[] {
  return [
    i18n._('cli.shown-member', { member }, { message: 'In the manifest you are {member}' }),
    i18n._('cli.shown-roles', { roles: roles.join(', ') || '–' }, { message: 'Your roles: {roles}' }),
    i18n._('cli.shown-key', { key: publicKey }, { message: 'Your public key: {key}' }),
    collective
      ? i18n._('cli.shown-collective', { id: collective }, { message: 'Your collective: {id}' })
      : i18n._('cli.shown-no-collective', {}, { message: 'This keyring belongs to no collective yet.' }),
  ];
}

/** What each thing that would be signed again is, and all that it says. */
export function renewalSaid(i18n: I18n, renewal: Renewal): { line: string; says: string[] } {
  const line = renewalText(i18n, renewal);
  if (renewal.kind === 'comparison') return { line, says: [] };
  if (renewal.kind === 'standing') return { line, says: standingLines(i18n, renewal.standing) };
  const parts = comparedParts(i18n, renewal.statement, null);
  return { line, says: [...agreementDraftLines(i18n, renewal), ...comparedLines(i18n, parts)] };
}

function renewalText(i18n: I18n, { kind, about, at }: Pick<Renewal, 'kind' | 'about' | 'at'>): string {
  const values = { about: typeof about === 'string' ? about : calledText(i18n, about), day: dayOf(at) };
  switch (kind) {
    case 'comparison':
      return i18n._('cli.renew-comparison', values, { message: 'On {day} you compared words with {about}.' });
    case 'standing':
      return i18n._('cli.renew-standing', values, { message: 'On {day} you decided what {about} may do.' });
    case 'agreement':
      return i18n._('cli.renew-agreement', values, {
        message: 'The agreement “{about}” of {day} lacks a signature.',
      });
  }
}

/** Asked before all of them are signed again. */
export function renewQuestion(i18n: I18n): string {
  return i18n._(
    'cli.renew-question',
    {},
    {
      message:
        'Is that so, and do you sign each of these again? Stop if you do not know one: your old key may have been ' +
        'used by somebody else.',
    },
  );
}

/** How many were signed again. */
export function renewedText(i18n: I18n, count: number): string {
  return i18n._(
    'cli.renewed',
    { count },
    { message: 'Signed again: {count, plural, one {# statement} other {# statements}}.' },
  );
}
