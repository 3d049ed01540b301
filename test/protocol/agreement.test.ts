import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../schemas/agreement.ts';
import { checkAgreement, verifyAgreement } from '../../src/protocol/agreement.ts';
import { reviewDue } from '../../src/protocol/calendar.ts';
import { b64u, randomId } from '../../src/protocol/encoding.ts';
import { draftEnvelope, readUnverified } from '../../src/protocol/envelope.ts';
import { collective, inDays, now, person, signedBy } from './cast.ts';
import { refuses } from './refusals.ts';

const ceiba = await collective('ceiba');
const maguey = await collective('maguey');
const { rosa, lu, itzel } = ceiba.people;

const clause: Agreement['clauses'][number] = {
  id: randomId(),
  violence: 'psychological',
  ownName: { es: 'Violencia psicológica' },
  axes: ['gender'],
  severity: 'serious',
  stance: 'not_tolerated',
  fromStep: null,
  text: { es: 'No se tolera humillar a nadie.', en: 'Humiliating anyone is not tolerated.' },
  examples: { es: ['Burlas repetidas'] },
  responses: {},
  support: {},
};

const origin = { agreement: maguey.id, issuer: maguey.id };

function agreementOf(changes: Partial<Agreement> = {}): Agreement {
  return {
    type: 'agreement',
    issuer: ceiba.id,
    series: randomId(),
    version: 1,
    prev: null,
    adaptedFrom: [],
    scope: {},
    contacts: [],
    ladder: [],
    procedures: [],
    title: { es: 'Acuerdo de convivencia' },
    languages: ['es', 'en'],
    summary: { es: 'Lo que vivimos.' },
    clauses: [clause],
    belonging: [
      {
        id: randomId(),
        when: { es: 'Cuando no participa del proceso.' },
        severityFrom: 'grave',
        measure: { es: 'Deja de pertenecer.' },
        restorativePlan: 'required',
        reviewMonths: 6,
        wayBack: { es: 'Al retomar el proceso.' },
      },
    ],
    protects: { es: ['Quien vive aquí'] },
    adopted: { body: 'Asamblea', method: 'consent_round', at: '2026-11-01' },
    reviewBy: '2027-11-01',
    licence: 'CC-BY-SA-4.0',
    issuedAt: inDays(-1),
    ...changes,
  };
}

const signed = (agreement: Agreement) => signedBy(draftEnvelope('agreement', agreement), rosa!, lu!);
const verified = (agreement: Agreement) => verifyAgreement(signed(agreement), ceiba.chain, now);

describe('an agreement', () => {
  it('names the place of a language tag that is none, never the tag', async () => {
    await refuses('schema', () => draftEnvelope('agreement', agreementOf({ title: { 'a secret': 'x' } })), 'title');
    await refuses('schema', () => draftEnvelope('agreement', agreementOf({ title: { es: '' } })), 'title.es');
  });

  it('stands with the stewards’ signatures', () => {
    expect(verified(agreementOf()).statement.title).toEqual({ es: 'Acuerdo de convivencia' });
  });

  it('is nothing by too few stewards, by strangers, or in another collective’s name', async () => {
    const draft = draftEnvelope('agreement', agreementOf());
    await refuses('attest-threshold', () => verifyAgreement(signedBy(draft, rosa!, itzel!), ceiba.chain, now));
    await refuses('signature', () => verifyAgreement(signedBy(draft, rosa!, lu!, person('x', [])), ceiba.chain, now));
    await refuses('from-mismatch', () => verifyAgreement(signed(agreementOf()), maguey.chain, now));
  });

  it('is read by the rules of an agreement wherever its signatures are', async () => {
    await refuses('agreement-form', () => verified(agreementOf({ languages: ['es', 'es'] })), 'languages');
  });

  it('has each text in whatever language it names', () => {
    const other = { ownName: { en: 'x' }, examples: { en: ['x'] }, responses: { en: ['x'] }, support: { en: ['x'] } };
    const changes = { summary: { en: 'x' }, protects: { en: ['x'] }, clauses: [{ ...clause, ...other }] };
    expect(() => checkAgreement(agreementOf(changes), now)).not.toThrow();
  });

  it.each(['when', 'measure', 'wayBack'] as const)('says in some language, for belonging, %s', async (field) => {
    const [rule] = agreementOf().belonging;
    expect(() => checkAgreement(agreementOf({ belonging: [{ ...rule!, [field]: { en: 'x' } }] }), now)).not.toThrow();
    const belonging = [{ ...rule!, [field]: {} }];
    await refuses('agreement-form', () => checkAgreement(agreementOf({ belonging }), now), `belonging.0.${field}`);
  });

  it('is due for review for its last thirty days and on the day itself, and over from the next day on', () => {
    const days = ['2026-11-21', '2026-11-22', '2026-12-22', '2026-12-23'];
    expect(days.map((reviewBy) => reviewDue(reviewBy, now))).toEqual(['over', 'soon', 'soon', null]);
  });

  it('may say that something is not decided yet, without a text', () => {
    const open = { ...clause, stance: 'not_decided_yet', text: {} } as const;
    expect(() => checkAgreement(agreementOf({ clauses: [open] }), now)).not.toThrow();
  });

  it.each([
    ['nobody yet', null],
    ['a body whose day is not known', { body: 'Asamblea', method: 'vote', at: '2026' }],
    ['no recorded body', { body: null, method: 'not_recorded', at: '2026-10' }],
  ] satisfies [string, Agreement['adopted']][])('may be adopted by %s', (_name, adopted) => {
    expect(() => checkAgreement(agreementOf({ adopted }), now)).not.toThrow();
  });

  it('may name several origins, and steps of its own ladder in its clauses', () => {
    const origins = [rosa!, lu!].map(({ publicKey }) => ({ agreement: publicKey, issuer: ceiba.id }));
    const step = { id: randomId(), name: {}, leads: {}, happens: { es: 'Se habla.' }, longest: {}, decides: {} };
    const changes: Partial<Agreement> = {
      adaptedFrom: origins,
      ladder: [{ ...step, skip: 'may_be_skipped' }],
      clauses: [{ ...clause, fromStep: step.id }],
    };
    expect(() => checkAgreement(agreementOf(changes), now)).not.toThrow();
  });

  it.each([
    ['a language twice', { languages: ['es', 'es'] }, 'languages'],
    ['a later version of nothing', { version: 2 }, 'prev'],
    ['a first version of something', { prev: b64u(new Uint8Array(32)) }, 'prev'],
    ['a clause that points to no step', { clauses: [{ ...clause, fromStep: randomId() }] }, 'clauses.fromStep'],
    ['nobody who adopted it', { adopted: { body: null, method: 'vote', at: '2026' } }, 'adopted.body'],
    [
      'a body beside a way that was not recorded',
      { adopted: { body: 'x', method: 'not_recorded', at: '2026' } },
      'adopted.body',
    ],
    ['one origin twice', { adaptedFrom: [origin, origin] }, 'adaptedFrom'],
    ['one id for two clauses', { clauses: [clause, clause] }, 'clauses.id'],
    ['a date ahead of ours', { issuedAt: inDays(1) }, 'issuedAt'],
    ['a title in no named language', { title: { pt: 'Acordo' } }, 'title'],
    ['no title', { title: {} }, 'title'],
    ['a clause without text', { clauses: [{ ...clause, text: {} }] }, 'clauses.0.text'],
    [
      'an own name in a language it does not name',
      { clauses: [{ ...clause, ownName: { fr: 'x' } }] },
      'clauses.0.ownName',
    ],
    [
      'examples in a language it does not name',
      { clauses: [{ ...clause, examples: { fr: [] } }] },
      'clauses.0.examples',
    ],
  ] satisfies [string, Partial<Agreement>, string][])('is refused with %s', async (_name, changes, where) => {
    await refuses('agreement-form', () => checkAgreement(agreementOf(changes), now), where);
  });

  it('is refused with a day that no calendar has, and when it is too long to travel', async () => {
    await refuses('encoding', () => checkAgreement(agreementOf({ reviewBy: '2027-02-30' }), now));
    await refuses('encoding', () =>
      checkAgreement(agreementOf({ adopted: { body: 'x', method: 'other', at: '2026-11-31' } }), now),
    );
    const long = Array.from({ length: 100 }, () => ({ ...clause, id: randomId(), text: { es: 'x'.repeat(3000) } }));
    await refuses('too-large', () => verified(agreementOf({ clauses: long })));
  });

  it('may have 190,000 bytes, and none more', async () => {
    const clauses = Array.from({ length: 70 }, (_, at) => ({
      ...clause,
      id: b64u(new Uint8Array(16).fill(at)),
      text: { es: 'x'.repeat(2_000) },
    }));
    const fitted = agreementOf({ clauses });
    const missing = (agreement: Agreement) =>
      190_000 - readUnverified('agreement', draftEnvelope('agreement', agreement)).bytes.length;
    for (const one of clauses) one.text.es += 'x'.repeat(Math.min(1_000, missing(fitted)));
    expect(missing(fitted)).toBe(0);
    expect(verified(fitted).statement).toEqual(fitted);
    clauses[0]!.ownName = { es: `${clause.ownName!.es}x` };
    await refuses('too-large', () => verified(fitted));
  });
});
