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
  requiresRestorativePlan: true,
  reviewMonths: 6,
  wayBack: { es: 'Al retomar el proceso.' },
};

export function agreement(world: World): KindSpec<'agreement'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: 'One immutable version of a co-existence agreement. By as many stewards as rotate demands. Public.',
    statement: {
      issuer: ceiba.id,
      series: id16('series'),
      version: 1,
      prev: null,
      adaptedFrom: null,
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
      {
        name: 'without a title in its first language',
        changes: { title: { en: 'Agreement' } },
        expect: 'agreement-form',
      },
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
      { name: 'reviewed on a day that no calendar has', changes: { reviewBy: '2027-02-30' }, expect: 'encoding' },
      { name: 'dated ahead', changes: { issuedAt: inSeconds(601) }, expect: 'agreement-form' },
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
    ],
  };
}
