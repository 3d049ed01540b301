import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { problems, read } from '../agreement-file/agreement-file.ts';
import { agreementFileDocument } from '../support/agreement-file-document.ts';
import { root } from '../support/sources.ts';
import { blocksIn } from '../support/walk.ts';

const document = readFileSync(join(root, 'docs/agreement-file.md'), 'utf8');
const example = blocksIn(document)
  .find(({ language }) => language === 'markdown')!
  .lines.join('\n');
const changed = (from: string, to: string) => {
  expect(example).toContain(from);
  return problems(example.replace(from, to)).map((one) => one.replace(/^\d+ /, ''));
};

test('docs/agreement-file.md has the fields and words of the code: run `npm run docs`', () => {
  expect(agreementFileDocument(document)).toBe(document);
  expect(document).toContain('| `from step` | `desde el paso` | the number of a step |  |');
});

test('its example is a whole agreement, with a part of each kind', () => {
  const { contacts, clauses, ladder, belonging, procedures, adopted } = read(example);
  expect([contacts, ladder, belonging, procedures].map((parts) => parts.length)).toEqual([1, 1, 1, 1]);
  expect(clauses.map(({ stance, fromStep }) => [stance, fromStep])).toEqual([
    ['not_tolerated', ladder[0]!.id],
    ['not_decided_yet', null],
  ]);
  expect(adopted).toMatchObject({ method: 'consent_round' });
});

test('what it says is refused is refused, and what it allows is taken', () => {
  expect(changed('## psychological', '### psychological')).toContain('heading-level');
  expect(changed('restorative plan: required', 'restorative plan: none')).toEqual(['restorative-plan']);
  expect(changed('## other: driving people out', '## other: ?? driving people out')).toEqual(['question-left']);
  expect(changed('stance: not tolerated', 'stance: not decided yet')).toEqual(['nothing-decided']);
  expect(changed('method: consent round', 'method: not recorded')).toEqual(['body-unknown']);
  expect(changed('at: 2026-02-01', 'at: 2026-02')).toEqual([]);
  expect(changed('at: 2026-02-01', 'at: 2026')).toEqual([]);
  expect(changed('We share a house', 'Ours: we share a house')).toEqual(['front-yaml']);
  expect(changed('examples:\n', 'examples (es):\n  - Leer mensajes.\nexamples:\n')).toEqual(['list-lengths']);
  expect(changed('examples:\n', 'examples (nah):\n  - A.\nexamples:\n')).toContain('key-language');
  expect(changed('title: How we live together', 'título: Cómo vivimos')).toEqual([]);
});
