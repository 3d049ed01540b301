import type { I18n } from '@lingui/core';
import { keptFor } from '../../platform/kept-for.ts';
import type { SaidField } from './agreement-words.ts';

/** What lies at a node of ours, who could read it there, and until when. */
export function whatIsKept(i18n: I18n): SaidField[] {
  return [
    {
      label: i18n._('kept.public', {}, { message: 'What you publish' }),
      text: i18n._(
        'kept.public-until',
        {},
        {
          message:
            'Agreements, how people reach you, and who belongs, by keys and not by names. It stays; what you take ' +
            'back says that it was taken back.',
        },
      ),
    },
    {
      label: i18n._('kept.alerts', {}, { message: 'Alerts, and what consents to them' }),
      text: i18n._('kept.alerts-until', keptFor, {
        message:
          'Sealed: the node cannot read them. Until the day that the person affected chose, {alertDays} days at ' +
          'most, or until they take it back. Every node that has it erases it then.',
      }),
    },
    {
      label: i18n._('kept.drafts', {}, { message: 'Alerts that you prepare' }),
      text: i18n._('kept.drafts-until', keptFor, {
        message: 'Sealed too, until you send or drop them. What was written before stays {revisionDays} days.',
      }),
    },
    {
      label: i18n._('kept.typed', {}, { message: 'What members typed and did not save' }),
      text: i18n._('kept.typed-until', keptFor, {
        message: 'For whoever typed it alone, at most {typedDays} days. Whoever keeps the node could read it.',
      }),
    },
    {
      label: i18n._('kept.sessions', {}, { message: 'Who is signed in, who is invited' }),
      text: i18n._('kept.sessions-until', keptFor, {
        message:
          'A session ends after {sessionMinutes} minutes without use and after {browserHours} hours, an ' +
          'invitation after {invitationDays} days.',
      }),
    },
    {
      label: i18n._('kept.record', {}, { message: 'The record of what was done' }),
      text: i18n._('kept.record-until', {}, { message: 'Who did what and when, without content. It stays.' }),
    },
  ];
}
