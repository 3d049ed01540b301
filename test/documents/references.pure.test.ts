import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lostReferences } from '../support/references.ts';
import { root } from '../support/sources.ts';

const files = ['src', 'schemas', 'test', 'deploy', 'migrations', 'docs', '.ci']
  .flatMap((folder) => globSync(`${folder}/**`, { cwd: root, withFileTypes: true }))
  .concat(globSync('*.{md,ts,json}', { cwd: root, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
  .filter((path) => !/^test\/documents\/references|\.(png|woff2?)$/.test(path));

test('a document or section that a file names is in this repository', () => {
  expect(files.length).toBeGreaterThan(900);
  const lost = files.flatMap((path) => lostReferences({ path, text: readFileSync(join(root, path), 'utf8') }));
  expect(lost).toEqual([]);
});

test.each([
  ['a page that nobody has', '/** The words (DOMAIN §3). */', 'DOMAIN §3'],
  ['a section that is not there', '/** As in PROTOCOL §13. */', 'PROTOCOL §13'],
  ['the second of two', '// PROTOCOL §5 and §14 say it.', 'PROTOCOL §14'],
  ['a section of nothing', '/** See §3. */', '§3'],
  ['a document', '/** FEDERATIONS.md has it. */', 'FEDERATIONS.md'],
  ['a heading', '/** FEDERATION.md, "Beds", says it. */', 'FEDERATION.md, "Beds"'],
  ['a page in docs', '// docs/nothing.md', 'docs/nothing.md'],
  ['over two lines', '/*\n * The table of QUALITY\n * §4.\n */', 'QUALITY §4'],
])('a reference to %s is found', (_what, text, found) => {
  expect(lostReferences({ path: 'src/a.ts', text })).toEqual([`src/a.ts: ${found}`]);
});

test.each([
  '/** PROTOCOL §5 "HTTP answers", PROTOCOL §1, §2. */',
  '/** FEDERATION.md, "What we refuse", and RFC 9497 §3.3.1. */',
  '/** A UUIDv7 (RFC 9562) that counts up (§6.2). */',
])('what is there is left alone: %s', (text) => {
  expect(lostReferences({ path: 'src/a.ts', text })).toEqual([]);
});
