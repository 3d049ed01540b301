import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { I18n, Messages } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { buildSync } from 'esbuild';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { forBrowsers } from '../../src/browser-scripts.js';
import { calledUnread } from '../../src/client/peers/called.ts';
import type { whereLines } from '../../src/client/say/where.ts';
import { nodesOf, readSources, root } from '../support/sources.ts';

const sources = readSources(['src/client/say']);
const files = readdirSync(join(root, 'src/client/say')).sort();

/** One file for a browser out of these lines; throws where one of them leads to a module of Node. */
function bundled(lines: readonly string[]): string {
  const stdin = { contents: lines.join('\n'), resolveDir: root, loader: 'ts' as const };
  return buildSync({ ...forBrowsers, logLevel: 'silent', stdin }).outputFiles[0]!.text;
}

const nameOf = (file: string) => file.replace('.ts', '').replaceAll('-', '_');
const everything = [
  ...files.map((file) => `export * as ${nameOf(file)} from './src/client/say/${file}';`),
  `export { i18nFrom } from './src/platform/i18n.ts';`,
  `export { refusalSentence } from './src/platform/refusal.ts';`,
  `export { violenceName } from './src/platform/terms.ts';`,
];

test('everything that is said goes into a browser, and asks nothing of Node or of a page', () => {
  expect(files.length).toBeGreaterThan(12);
  const text = bundled(everything);
  const { program, module } = parseSync('say.js', text);
  expect([module.staticImports.length, module.dynamicImports.length]).toEqual([0, 0]);
  const used = new Set<string>();
  for (const node of nodesOf(program)) if (node.type === 'Identifier') used.add(String(node.name));
  const forbidden = ['Buffer', 'require', 'document', 'window', 'localStorage', 'fetch', 'prompt'];
  expect(forbidden.filter((word) => used.has(word))).toEqual([]);
  expect(text).not.toContain(root);
});

test('what is said is a function of what it is given: of the rest of the client it knows only shapes, and no clock', () => {
  const rest = sources.flatMap(({ path, text }) =>
    parseSync(path, text).module.staticImports.flatMap(({ moduleRequest: { value }, entries }) =>
      /^\.\.\/[a-z]/.test(value) && !entries.every(({ isType }) => isType) ? [`${path}: ${value}`] : [],
    ),
  );
  expect(rest).toEqual([]);
  expect(sources.filter(({ text }) => /new Date\(\)|Date\.now|Math\.random|\bawait\b/.test(text))).toEqual([]);
});

test.each(['src/commands/terminal.ts', 'src/commands/agreement-files.ts', 'src/platform/read-catalogues.ts'])(
  'a file that needs Node does not: %s',
  (file) => {
    expect(() => bundled([...everything, `export * as planted from './${file}';`])).toThrow(/Could not resolve "node:/);
  },
);

test('a browser hands in one catalogue, and reads in its language what the terminal reads', async () => {
  type Said = {
    i18nFrom(language: string, messages: Messages): I18n;
    where: { whereLines: typeof whereLines };
  };
  const url = `data:text/javascript;base64,${Buffer.from(bundled(everything)).toString('base64')}`;
  const { i18nFrom, where }: Said = await import(/* @vite-ignore */ url);
  const there = '{name} la tiene, sin abrir. Acaba a más tardar el {until}.';
  const i18n = i18nFrom('es', { 'cli.where-there': compileMessage(there) });
  const step = { kind: 'alert', recipient: 'p', state: 'sent', attempts: 1, sent: null, answer: null } as const;
  const one = {
    delivery: 'd',
    peer: 'p',
    state: 'granted' as const,
    edition: 1,
    until: '2027-03-01T00:00:00Z',
    goneBy: null,
    asksNothingMore: false,
    goesOut: null,
    steps: [{ ...step, acknowledged: null, acknowledgedOn: null }],
  };
  const holder = calledUnread('A'.repeat(43), { name: null }, 'maguey.test');
  expect(where.whereLines(i18n, one, holder)).toEqual([
    'maguey.test (gratis dieta) la tiene, sin abrir. Acaba a más tardar el 2027-03-01.',
  ]);
});
