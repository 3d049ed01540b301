import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { I18n } from '@lingui/core';
import type { AlertWords } from '../client/alerts/compose.ts';

/** An agreement of the demo, as its file stands. */
export async function agreementFile(name: string): Promise<string> {
  return readFile(fileURLToPath(new URL(`../../test/support/agreements/${name}`, import.meta.url)), 'utf8');
}

/** The invented alert of the demo: its pause may be shortened. */
export function alertOf(i18n: I18n, end: string): AlertWords {
  const conduct = i18n._('demo.conduct', {}, { message: 'Threatened a member after a meeting' });
  return {
    purpose: 'preventive',
    identifiers: [{ kind: 'handle', value: '@nadie@example.org' }],
    violence: ['psychological'],
    axes: [],
    severity: 'extreme',
    immediacy: 'imminent',
    period: '2026-Q3',
    region: i18n._('demo.region', {}, { message: 'North of the city' }),
    conduct: `${conduct}${end}`,
    clauses: ['psychological'],
    asks: ['know_only', 'ask_us'],
    basis: 'account_of_person_affected',
    languages: [i18n.locale],
  };
}
