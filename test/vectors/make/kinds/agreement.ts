import type { Agreement } from '../../../../schemas/agreement.ts';
import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, id32, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

const clause: Agreement['clauses'][number] = {
  id: id16('clause'),
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

const belonging: Agreement['belonging'][number] = {
  id: id16('belonging'),
  when: { es: 'Cuando no participa del proceso.' },
  severityFrom: 'grave',
  measure: { es: 'Deja de pertenecer.' },
  restorativePlan: 'required',
  reviewMonths: 6,
  wayBack: { es: 'Al retomar el proceso.' },
};

const contact: Agreement['contacts'][number] = {
  id: id16('contact'),
  purpose: { es: 'Si pasó algo' },
  role: { es: 'Quien acompaña esta semana' },
  place: {},
  hours: { es: 'Lunes por la tarde' },
  address: null,
  phone: '+52 55 0000 0000',
  email: null,
  languages: ['es', 'nah'],
  ifAboutThem: { es: 'Habla con la otra acompañante.' },
};

const step: Agreement['ladder'][number] = {
  id: id16('step'),
  name: { es: 'Una charla' },
  leads: { es: 'Algo que pasó una vez.' },
  happens: { es: 'Dos personas hablan con quien lo hizo.' },
  longest: { es: 'dos semanas' },
  decides: { es: 'el equipo de cuidados' },
  skip: 'may_be_skipped',
};

const appeal: Agreement['procedures'][number] = {
  id: id16('procedure'),
  about: 'appeal',
  ownName: {},
  text: { es: 'Quien no está de acuerdo lo dice en la asamblea siguiente.' },
};

const origin = { agreement: id32('another agreement'), issuer: id32('another collective') };

export function agreement(world: World): KindSpec<'agreement'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: 'One immutable version of a co-existence agreement. By as many stewards as rotate demands. Public.',
    statement: {
      issuer: ceiba.id,
      series: id16('series'),
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
      belonging: [belonging],
      protects: { es: ['Quien vive aquí'] },
      adopted: { body: 'Asamblea', method: 'consent_round', at: '2026-11-01' },
      reviewBy: '2027-11-01',
      licence: 'CC-BY-SA-4.0',
      issuedAt: inDays(-1),
    },
    enough: ceiba.by('rosa', 'lu'),
    tooFew: [
      ['one steward', ceiba.by('rosa'), 'attest-threshold'],
      ['a steward and an accompanier', ceiba.by('rosa', 'itzel'), 'attest-threshold'],
    ],
    tampered: { title: { es: 'Otro acuerdo' } },
    rules: [
      { name: 'in its second version', changes: { version: 2, prev: id32('version 1') }, expect: 'ok' },
      { name: 'in its second version without a first', changes: { version: 2 }, expect: 'agreement-form' },
      { name: 'in its first version after another', changes: { prev: id32('version 1') }, expect: 'agreement-form' },
      { name: 'with a language twice', changes: { languages: ['es', 'es'] }, expect: 'agreement-form' },
      {
        name: 'with a text in a language it does not name',
        changes: { title: { es: 'Acuerdo', fr: 'Accord' } },
        expect: 'agreement-form',
      },
      { name: 'with a title in its second language only', changes: { title: { en: 'Agreement' } }, expect: 'ok' },
      { name: 'without a title', changes: { title: {} }, expect: 'agreement-form' },
      { name: 'with one id for two clauses', changes: { clauses: [clause, clause] }, expect: 'agreement-form' },
      {
        name: 'with one id for a clause and a belonging',
        changes: { belonging: [{ ...belonging, id: clause.id }] },
        expect: 'agreement-form',
      },
      {
        name: 'with a clause not decided yet and without text',
        changes: { clauses: [{ ...clause, stance: 'not_decided_yet', text: {} }] },
        expect: 'ok',
      },
      {
        name: 'with a decided clause without text',
        changes: { clauses: [{ ...clause, text: {} }] },
        expect: 'agreement-form',
      },
      {
        name: 'with a contact, a ladder that a clause points to, and a procedure',
        changes: {
          contacts: [contact],
          ladder: [step],
          clauses: [{ ...clause, fromStep: step.id }],
          procedures: [appeal],
        },
        expect: 'ok',
      },
      {
        name: 'with a clause that points to no step of it',
        changes: { clauses: [{ ...clause, fromStep: step.id }] },
        expect: 'agreement-form',
      },
      {
        name: 'with a way back that is not decided yet',
        changes: { belonging: [{ ...belonging, restorativePlan: 'not_decided_yet', wayBack: 'not_decided_yet' }] },
        expect: 'ok',
      },
      {
        name: 'in force since a year, its decision not recorded',
        changes: { adopted: { body: null, method: 'not_recorded', at: '2015' } },
        expect: 'ok',
      },
      {
        name: 'adopted by nobody who is named',
        changes: { adopted: { body: null, method: 'vote', at: '2026-11' } },
        expect: 'agreement-form',
      },
      {
        name: 'adapted from one agreement twice',
        changes: { adaptedFrom: [origin, origin] },
        expect: 'agreement-form',
      },
      { name: 'reviewed on a day that no calendar has', changes: { reviewBy: '2027-02-30' }, expect: 'encoding' },
      { name: 'dated ahead', changes: { issuedAt: inSeconds(601) }, expect: 'agreement-form' },
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
    ],
  };
}
