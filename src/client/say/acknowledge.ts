import type { I18n } from '@lingui/core';
import type { CheckedAcknowledgement } from '../agreements/acknowledge.ts';
import { agreementParts } from './agreement-words.ts';
import { titleOf, versionText } from './agreements.ts';
import { calledText } from './called.ts';
import { datedText } from './day.ts';

/** What our collective would say of a partner's agreement: whether it fits, else the clauses on which we differ. */
export function acknowledgementLines(i18n: I18n, { about, called, statement }: CheckedAcknowledgement): string[] {
  const values = { name: calledText(i18n, called), title: `${titleOf(about)}, ${versionText(i18n, about.version)}` };
  const stance =
    statement.stance === 'compatible'
      ? i18n._('cli.acknowledge-fits', values, { message: '{title}, of {name}: it fits what we live by.' })
      : i18n._('cli.acknowledge-differ', values, { message: '{title}, of {name}: we differ on these clauses.' });
  const named = agreementParts(i18n, about).filter(({ id }) => statement.clauses.includes(id));
  return [stance, ...named.map(({ id, heading }) => `${heading}  ${id}`), datedText(i18n, statement.at)];
}

/** Asked before a steward signs it. */
export function acknowledgeQuestion(i18n: I18n): string {
  return i18n._(
    'cli.acknowledge-confirm',
    {},
    { message: 'Sign this? Once enough stewards have, everyone can read it, on both sides.' },
  );
}

/** Said once enough stewards have signed. */
export function acknowledgedText(i18n: I18n, { called }: CheckedAcknowledgement): string {
  const name = calledText(i18n, called);
  return i18n._('cli.acknowledge-published', { name }, { message: 'Published. {name} is told.' });
}
