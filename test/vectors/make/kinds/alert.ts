import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id32, inDays, inSeconds } from '../seeds.ts';
import { alertFields } from '../shared.ts';
import type { KindSpec } from '../statement.ts';

export function alert(world: World): KindSpec<'alert'> {
  const ceiba = castOf(world, 'ceiba');
  const statement = alertFields(ceiba);
  const grave = { severity: 'grave' as const };
  return {
    about:
      'Checks 9 and 10. By as many accompaniers as attest demands, or more where the receiver does (`threshold`). A ' +
      'manifest is named, its signers never are looked up there.',
    statement,
    enough: ceiba.by('rosa', 'marisol'),
    tooFew: [
      ['one accompanier', ceiba.by('rosa'), 'attest-threshold'],
      ['an accompanier and a steward', ceiba.by('rosa', 'lu'), 'attest-threshold'],
      ['accompaniers of processes', ceiba.by('espe', 'nahui'), 'attest-threshold'],
    ],
    tampered: { conduct: 'Otra cosa.' },
    rules: [
      {
        name: 'by one alone although it is imminent',
        changes: { severity: 'extreme', immediacy: 'imminent' },
        signers: ceiba.by('rosa'),
        expect: 'attest-threshold',
      },
      { name: "below the receiver's own threshold", given: { threshold: 3 }, expect: 'attest-threshold' },
      {
        name: "at the receiver's own threshold",
        given: { threshold: 3 },
        signers: ceiba.by('rosa', 'marisol', 'itzel'),
        expect: 'ok',
      },
      { name: "below the issuer's newest threshold", given: { chain: 'ceiba-attest-3' }, expect: 'attest-threshold' },
      {
        name: 'by a key that the newest manifest no longer lists',
        given: { chain: 'ceiba-without-marisol' },
        expect: 're-attest',
      },
      { name: 'after a manifest that changed nobody', given: { chain: 'ceiba-v2' }, expect: 'ok' },
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      {
        name: 'that names a manifest we have not got',
        changes: { manifest: { version: 2, id: id32('later') } },
        expect: 'need-manifest',
      },
      {
        name: 'that names another manifest in its place',
        changes: { manifest: { version: 1, id: id32('fork') } },
        expect: 'equivocation',
      },
      {
        name: 'with one name only',
        changes: { identifiers: [{ kind: 'name', value: 'Ejemplo' }] },
        expect: 'notice-rule',
      },
      {
        name: 'with a name twice',
        changes: {
          identifiers: [
            { kind: 'name', value: 'Ejemplo' },
            { kind: 'name', value: 'Ejemplo' },
          ],
        },
        expect: 'notice-rule',
      },
      {
        name: 'with a name and an alias',
        changes: {
          identifiers: [
            { kind: 'name', value: 'Ejemplo' },
            { kind: 'alias', value: 'Eje' },
          ],
        },
        expect: 'ok',
      },
      { name: 'micro', changes: { severity: 'micro' }, expect: 'notice-rule' },
      { name: 'in its second version without the first', changes: { version: 2 }, expect: 'notice-rule' },
      {
        name: 'in its second version',
        changes: { version: 2, supersedes: id32('version 1'), firstIssuedAt: inDays(-40) },
        expect: 'ok',
      },
      {
        name: 'dated ahead',
        changes: { issuedAt: inSeconds(601), firstIssuedAt: inSeconds(601) },
        expect: 'notice-rule',
      },
      {
        name: 'first issued on another day than its first version',
        changes: { firstIssuedAt: inDays(-3) },
        expect: 'notice-rule',
      },
      { name: 'that is over', given: { now: inDays(300) }, expect: 'notice-rule' },
      { name: 'serious, good for twelve months', changes: { expires: '2027-11-20T12:00:00Z' }, expect: 'ok' },
      {
        name: 'serious, good for more than twelve months',
        changes: { expires: '2027-11-20T12:00:01Z' },
        expect: 'notice-rule',
      },
      { name: 'grave, good for 24 months', changes: { ...grave, expires: '2028-11-20T12:00:00Z' }, expect: 'ok' },
      {
        name: 'grave, good for more than 24 months',
        changes: { ...grave, expires: '2028-11-20T12:00:01Z' },
        expect: 'notice-rule',
      },
      {
        name: 'serious, in its versions beyond 60 months altogether',
        changes: { version: 9, supersedes: id32('version 8'), firstIssuedAt: '2022-01-01T00:00:00Z' },
        expect: 'notice-rule',
      },
      { name: 'reviewed later than six months', changes: { reviewBy: '2027-05-20T12:00:01Z' }, expect: 'notice-rule' },
      { name: 'reviewed within six months', changes: { reviewBy: '2027-05-20T12:00:00Z' }, expect: 'ok' },
    ],
  };
}
