import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptFor } from '../../src/platform/kept-for.ts';
import { allContracts } from '../support/contracts.ts';
import { root } from '../support/sources.ts';

/* docs/asvs.md answers every requirement of three chapters of OWASP ASVS 5.0.0, and counts its answers. */

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const document = read('docs/asvs.md');

/** How many requirements each section of the chapters V6, V7 and V11 of version 5.0.0 has. */
const sections = { 6: [3, 12, 8, 6, 8, 4, 2, 4], 7: [3, 4, 2, 5, 3, 2], 11: [4, 5, 5, 4, 2, 2, 2] };
const ids = Object.entries(sections).flatMap(([chapter, counts]) =>
  counts.flatMap((count, section) => Array.from({ length: count }, (_, at) => `${chapter}.${section + 1}.${at + 1}`)),
);
const answers = ['met', 'does not apply', 'not met'] as const;

type Row = { id: string; asks: string; answer: string; how: string; tests: string[] };

const cellsOf = (line: string): string[] => line.slice(2, -2).split(' | ');
/** Every row that begins with the number of a requirement. */
const rowsIn = (text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => /^\| \d+\.\d+\.\d+ \|/.test(line))
    .map((line) => {
      const [id = '', asks = '', stands = '', tests = ''] = cellsOf(line);
      const [answer = '', ...how] = stands.split(': ');
      return {
        id,
        asks,
        answer,
        how: how.join(': '),
        tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, path]) => path!),
      };
    });
const rows = rowsIn(document);
const section = (title: string): string => document.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

/** What a row says that it should not, or leaves out. */
function wrongIn({ id, asks, answer, how, tests }: Row): string[] {
  const met = answer === 'met';
  return [
    ...(asks !== '' && asks.split(' ').length <= 15 ? [] : ['asks in more than fifteen words']),
    ...(answers.some((one) => one === answer) ? [] : ['is neither met, nor does it not apply, nor is it not met']),
    ...(how !== '' && how.length <= 120 ? [] : ['says nothing, or more than a line']),
    ...(met === tests.length > 0 ? [] : ['names a test exactly when it is met']),
    ...tests.filter((path) => !/\.test\.tsx?$/.test(path) || !existsSync(join(root, path))),
  ].map((wrong) => `${id}: ${wrong}`);
}

describe('docs/asvs.md', () => {
  test('answers every requirement once, in their order', () => {
    expect(ids).toHaveLength(90);
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  test('asks briefly, says how it stands, and names tests that are there', () => {
    expect(rows.flatMap(wrongIn)).toEqual([]);
  });

  test('counts its answers', () => {
    const counted = (of: Row[]) => answers.map((answer) => `${of.filter((row) => row.answer === answer).length}`);
    const said = (line: string) => cellsOf(new RegExp(`^\\| ${line} \\| .*$`, 'm').exec(document)?.[0] ?? '').slice(1);
    for (const [chapter, title] of Object.entries({
      6: 'V6 Authentication',
      7: 'V7 Session Management',
      11: 'V11 Cryptography',
    }))
      expect([title, said(title)]).toEqual([title, counted(rows.filter(({ id }) => id.startsWith(`${chapter}.`)))]);
    expect(said('all')).toEqual(counted(rows));
  });

  test('names every role that a route answers, and no other', async () => {
    const table = section('Ways in')
      .split('\n')
      .filter((line) => /^\| .*`/.test(line));
    const named = table.flatMap((line) => [...cellsOf(line)[0]!.matchAll(/`([a-z-]+)`/g)].map(([, who]) => who!));
    const asked = (await allContracts()).flatMap(({ contract }) => contract.who);
    expect(named.toSorted()).toEqual([...new Set(asked)].sort());
  });

  test('says how long sessions last as they do', () => {
    expect(keptFor).toMatchObject({ sessionMinutes: 30, browserHours: 8 });
    expect(read('src/client/pages/desk/locking.ts')).toContain('const quietMs = 15 * 60_000;');
    for (const time of ['half an hour', 'eight hours at\nmost', 'locks after a quarter of an hour'])
      expect(section('Sessions')).toContain(time);
  });
});

const row = '| 6.1.1 | Asks | met: so | `test/members/enter.test.ts` |';
test.each([
  ['an answer that is none', row.replace(/met.*/, 'nearly: so | – |')],
  ['met without a test', row.replace(/`[^`]+`/, '–')],
  ['a test that is not there', row.replace('enter', 'entered')],
  ['a test where it is not met', row.replace('met', 'not met')],
  ['too many words', row.replace('Asks', 'a '.repeat(16).trim())],
  ['no reason', row.replace('met: so', 'met')],
])('%s is found', (_what, line) => {
  expect(rowsIn(row).flatMap(wrongIn)).toEqual([]);
  expect(rowsIn(line).flatMap(wrongIn)).toHaveLength(1);
});
