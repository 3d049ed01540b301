import { expect, test } from 'vitest';
import type { Agreement } from '../../../schemas/agreement.ts';
import { contactParts, measureParts } from '../../../src/client/say/agreement-words.ts';
import { alertFields, alertText } from '../../../src/client/say/alert.ts';
import { i18nFor } from '../../../src/platform/i18n.ts';
import { read } from '../../agreement-file/agreement-file.ts';
import { alertOf, collective } from '../../protocol/cast.ts';
import { agreementText } from '../../support/trust.ts';

const en = i18nFor('en');
const published = { version: 1, issuedAt: '2026-10-01T00:00:00Z', adopted: null };
const agreement = { ...read(agreementText('ceiba-v1.es.md')), ...published } as unknown as Agreement;

test('what our agreement says about an alert is its clauses about that violence, the ladder and situations', () => {
  const headings = (...about: string[]) => measureParts(en, agreement, about).map(({ heading }) => heading);
  const always = headings();
  expect(always).toHaveLength(agreement.ladder.length + agreement.belonging.length);
  expect(headings('psychological').filter((one) => !always.includes(one))).toEqual(['Psychological violence']);
  expect(headings('economic', 'psychological')).not.toContain('Sexual violence');
});

test('contacts are named with how to reach them, and nothing else of the agreement', () => {
  const one = {
    purpose: { es: 'Cuidados' },
    role: {},
    place: {},
    hours: {},
    address: null,
    phone: '55 1234',
    email: null,
  };
  const contact = { id: 'AAAAAAAAAAAAAAAAAAAAAA', languages: ['es'], ifAboutThem: {}, ...one };
  const said = contactParts(en, { ...agreement, contacts: [contact] });
  expect(said.map(({ heading }) => heading)).toEqual(['Cuidados']);
  expect(JSON.stringify(said)).toContain('55 1234');
});

test('an alert is the same words field by field and as one text', async () => {
  const alert = alertOf(await collective('ceiba'), { conduct: 'One line.\nAnother.' });
  const fields = alertFields(en, alert);
  expect(fields.find(({ name }) => name === 'asks')?.text).toBe('to tell your care team');
  for (const { label, text } of fields)
    expect(alertText(en, alert)).toContain(`${label}:\n  ${text.replace('\n', '\n  ')}`);
});
