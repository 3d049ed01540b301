import type { I18n } from '@lingui/core';
import type { AlertWords } from '../alerts/compose.ts';

/** A field that is asked for; the two dates of an alert have a default and are only in files. */
export type AskedField = Exclude<keyof AlertWords, 'reviewBy' | 'expires'>;

/** What is asked for each field, with the words that fit, in the order in which it is asked. */
export function alertQuestions(i18n: I18n): Record<AskedField, string> {
  return {
    purpose: i18n._('alert.ask-purpose', {}, { message: 'What for: preventive, or intervention' }),
    identifiers: i18n._(
      'alert.ask-identifiers',
      {},
      { message: 'How the person named is known, like handle=@name@host; name=…, with semicolons' },
    ),
    violence: i18n._('alert.ask-violence', {}, { message: 'Types of violence, with commas, like digital, verbal' }),
    axes: i18n._('alert.ask-axes', {}, { message: 'Axes, with commas, or nothing' }),
    severity: i18n._('alert.ask-severity', {}, { message: 'Severity: serious, grave, extreme' }),
    immediacy: i18n._('alert.ask-immediacy', {}, { message: 'When: past, recent, ongoing, imminent' }),
    period: i18n._('alert.ask-period', {}, { message: 'Year or quarter, like 2026 or 2026-Q3. Never a date' }),
    region: i18n._('alert.ask-region', {}, { message: 'Region. Never an address' }),
    conduct: i18n._(
      'alert.ask-conduct',
      {},
      { message: 'What was done: acts, not labels. Could someone recognise you in it?' },
    ),
    clauses: i18n._(
      'alert.ask-clauses',
      {},
      { message: 'Which points of our agreement: types of violence or ids, with commas' },
    ),
    asks: i18n._(
      'alert.ask-asks',
      {},
      {
        message:
          'What we ask: know_only, ask_us, inform_host_team, apply_own_agreement, speak_with_person, offer_mediation',
      },
    ),
    basis: i18n._(
      'alert.ask-basis',
      {},
      { message: 'Where we know it from: account_of_person_affected, collective_process, acknowledged_by_person' },
    ),
    languages: i18n._('alert.ask-languages', {}, { message: 'Languages, like es' }),
  };
}
