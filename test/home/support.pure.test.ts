import { expect, test } from 'vitest';
import type { Agreement } from '../../schemas/agreement.ts';
import { importMarkdown } from '../../src/agreement-file/read.ts';
import { contactsOf, promiseOf } from '../../src/home/support.ts';
import { randomId } from '../../src/protocol/encoding.ts';
import { agreementText } from '../support/trust.ts';

type Contact = Agreement['contacts'][number];

const read = importMarkdown(agreementText('ceiba-v1.es.md'), { newId: randomId, asks: () => false });
if (!read.ok) throw new Error('an agreement of the cast that does not read');
const ceiba: Agreement = {
  ...read.agreement,
  ...{ type: 'agreement', issuer: 'A'.repeat(43), series: 'A'.repeat(22), version: 1, prev: null },
  issuedAt: '2026-03-14T00:00:00Z',
};
const contact = (id: string, purpose: string): Contact => ({
  ...{ id: id.repeat(22), purpose: { es: purpose }, role: {}, place: {}, hours: {} },
  ...{ address: null, phone: '555 0100', email: null, languages: [], ifAboutThem: {} },
});

test('nobody is named where no agreement names anybody', () => {
  expect(contactsOf([])).toBeNull();
  expect(contactsOf([{ ...ceiba, contacts: [] }])).toBeNull();
});

test('the contacts of every agreement stand together, each once', () => {
  const night = contact('a', 'De noche');
  const found = contactsOf([
    { ...ceiba, contacts: [] },
    { ...ceiba, contacts: [night, contact('b', 'De día')] },
    { ...ceiba, contacts: [contact('c', 'De noche')] },
  ]);
  expect(found?.contacts.map(({ purpose }) => purpose.es)).toEqual(['De noche', 'De día']);
});

test('support is promised by a clause that names some', () => {
  const bare = { ...ceiba, clauses: ceiba.clauses.map((clause) => ({ ...clause, support: {} })) };
  expect(
    promiseOf([bare, { ...bare, clauses: bare.clauses.map((one) => ({ ...one, support: { es: [] } })) }]),
  ).toBeNull();
  expect(promiseOf([bare, ceiba])).toBe(ceiba);
});
