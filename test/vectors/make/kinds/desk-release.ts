import type { World } from '../../vector.ts';
import type { Draft } from '../cases.ts';
import { castOf } from '../cast.ts';
import { id32, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

export function deskRelease(world: World): KindSpec<'desk-release'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about: 'Which desk two stewards of a collective stand for: the hash of the list of its files.',
    statement: { issuer: ceiba.id, version: 2, sha256: id32('print'), at: inDays(0) },
    enough: ceiba.by('rosa', 'lu'),
    tooFew: [
      ['one steward', ceiba.by('rosa'), 'attest-threshold'],
      ['a steward and an accompanier', ceiba.by('rosa', 'itzel'), 'attest-threshold'],
    ],
    tampered: { sha256: id32('another print') },
    rules: [
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
    ],
    more: [...printCases(), ...laterCases()],
  };
}

const page = { name: 'desk.es.html', sha256: id32('page') };
const script = { name: 'desk.es.js', sha256: id32('script') };
const worker = { name: 'desk-worker.es.js', sha256: id32('worker') };

function printCases(): Draft[] {
  const files = [page, script, worker];
  const print = (name: string, given: object, expect: Draft['expect'] = 'ok'): Draft => ({
    name: `the print of ${name}`,
    check: 'print',
    given: { files, others: files, ...given },
    expect,
  });
  return [
    print('three files', {}),
    print('the same in another order', { files: [worker, page, script] }),
    print('other bytes', { files: [page, { ...script, sha256: id32('changed') }, worker] }),
    print('a file less', { files: [page, script] }),
    print('a file more', { others: [page, script] }),
    print('no file', { files: [] }),
    print('a file named twice', { files: [page, page] }, 'statement-rule'),
  ];
}

function laterCases(): Draft[] {
  const at = (version: number, label: string, days = 0) => ({ version, id: id32(label), at: inDays(days) });
  const later = (name: string, next: object, newest: object | null, expect: Draft['expect'] = 'ok'): Draft => ({
    name: `a release ${name}`,
    check: 'later-release',
    given: { next, newest },
    expect,
  });
  return [
    later('where none is known', at(1, 'first'), null),
    later('after the newest one', at(3, 'third'), at(2, 'second')),
    later('that is the newest one', at(2, 'second'), at(2, 'second')),
    later('before the newest one', at(1, 'first'), at(2, 'second'), 'edition-rollback'),
    later('after it, of a moment before it', at(3, 'third', -1), at(2, 'second'), 'edition-rollback'),
    later('beside the newest one', at(2, 'other'), at(2, 'second'), 'equivocation'),
  ];
}
