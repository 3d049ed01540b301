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

const nobody = { contacts: [], languages: ['es'] };

test('nobody is named where neither the collective nor an agreement names anybody', () => {
  expect(contactsOf(nobody, [])).toBeNull();
  expect(contactsOf(nobody, [{ ...ceiba, contacts: [] }])).toBeNull();
});

test('the contacts of every agreement stand together, each once', () => {
  const night = contact('a', 'De noche');
  const found = contactsOf(nobody, [
    { ...ceiba, contacts: [] },
    { ...ceiba, contacts: [night, contact('b', 'De día')] },
    { ...ceiba, contacts: [contact('c', 'De noche')] },
  ]);
  expect(found?.contacts.map(({ purpose }) => purpose.es)).toEqual(['De noche', 'De día']);
});

test('whom the collective names beside its agreements comes first, in any of its languages', () => {
  const own = { contacts: [contact('d', 'Para ti')], languages: ['es', 'nah'] };
  const found = contactsOf(own, [{ ...ceiba, contacts: [contact('a', 'De noche'), contact('b', 'Para ti')] }]);
  expect(found?.contacts.map(({ purpose }) => purpose.es)).toEqual(['Para ti', 'De noche']);
  expect(found?.languages).toEqual(['es', 'nah', ...ceiba.languages.filter((one) => one !== 'es')]);
});

test('support is promised by a clause that names some', () => {
  const bare = { ...ceiba, clauses: ceiba.clauses.map((clause) => ({ ...clause, support: {} })) };
  expect(
    promiseOf([bare, { ...bare, clauses: bare.clauses.map((one) => ({ ...one, support: { es: [] } })) }]),
  ).toBeNull();
  expect(promiseOf([bare, ceiba])).toBe(ceiba);
});
