import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { clientBundle } from '../../src/build.ts';
import { nodesOf, root } from '../support/sources.ts';

const run = promisify(execFile);

/** Builds in a process of its own, as somebody else would on another machine; gives back the one file. */
async function built(cwd: string, env: Record<string, string>): Promise<{ name: string; bytes: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'convive-bundle-'));
  try {
    const script = [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'src/build.ts'), folder];
    await run(process.execPath, script, { cwd, env: { PATH: process.env.PATH ?? '', ...env } });
    const [name, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    return { name: name!, bytes: await readFile(join(folder, name!)) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the client is built to the same bytes, whoever builds it and where', { timeout: 120_000 }, async () => {
  const here = await built(root, { TZ: 'America/Mexico_City', LANG: 'es_MX.UTF-8', HOME: tmpdir() });
  const there = await built(tmpdir(), { TZ: 'Pacific/Auckland', LANG: 'C', NODE_ENV: 'production', HOME: root });
  expect(here.name).toBe(there.name);
  expect(here.bytes.equals(there.bytes)).toBe(true);
  expect(here.name).toBe(name);
  expect(here.bytes.equals(Buffer.from(text))).toBe(true);
  expect(name).toMatch(/^client-[0-9a-f]{16}\.js$/);
});

const { name, text } = clientBundle();
const { program, module } = parseSync(name, text);

test('it is one file that asks for no other, and weighs at most 400 KB, 145 KB compressed', () => {
  expect([module.staticImports.length, module.dynamicImports.length]).toEqual([0, 0]);
  expect(module.staticExports.length).toBe(1);
  expect(Buffer.byteLength(text)).toBeGreaterThan(200_000);
  expect(Buffer.byteLength(text)).toBeLessThan(420_000);
  expect(/othersWork|\bwho:/.test(text)).toBe(false);
  expect(gzipSync(text, { level: 9 }).length).toBeLessThan(145_000);
});

test('it uses no WebAssembly, no eval, nothing of a page or of Node, and names no folder of this machine', () => {
  const used = new Set<string>();
  for (const node of nodesOf(program)) if (node.type === 'Identifier') used.add(String(node.name));
  expect(used.has('TextEncoder')).toBe(true);
  const forbidden = ['WebAssembly', 'eval', 'document', 'window', 'localStorage', 'indexedDB', 'require', 'Buffer'];
  expect(forbidden.filter((word) => used.has(word))).toEqual([]);
  expect(text.includes(root)).toBe(false);
});

test('zod is told to make no code before the first schema is built', () => {
  const told = text.indexOf('jitless:!0');
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(text.indexOf('vnd\\.convive'));
});
