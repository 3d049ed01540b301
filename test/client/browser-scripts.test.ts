import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserScripts, buildScripts } from '../../src/browser-scripts.js';
import { builtScript } from '../../src/web/static.ts';
import { root } from '../support/sources.ts';

// Among the packages, of which a page is made.
mkdirSync(join(root, 'dist'), { recursive: true });
const folder = mkdtempSync(join(root, 'dist/pages-'));
beforeAll(() => {
  writeFileSync(join(folder, 'one.tsx'), "import { render } from 'hono/jsx/dom'; render(<p>ñandú</p>, document.body);");
  const contract = join(root, 'schemas/routes/record.ts');
  writeFileSync(join(folder, 'two.ts'), `export { recordContract } from '${contract}';`);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('each file of the folder becomes one script that asks for no other, the same whenever it is built', async () => {
  const built = await buildScripts(folder);
  expect([...built.keys()].toSorted()).toEqual(['one.js', 'one.js.br', 'two.js', 'two.js.br']);
  const again = await buildScripts(folder);
  for (const [name, bytes] of built) expect(Buffer.from(bytes).equals(again.get(name)!)).toBe(true);
  for (const name of ['one.js', 'two.js']) {
    const text = Buffer.from(built.get(name)!).toString();
    expect(brotliDecompressSync(built.get(`${name}.br`)!).toString()).toBe(text);
    expect(text).not.toMatch(/^import|import\(/m);
    expect(text).not.toContain(root);
  }
});

test('a page is drawn by the library’s half for browsers, and contracts say nothing of servers', async () => {
  const built = await buildScripts(folder);
  expect(Buffer.from(built.get('one.js')!).toString()).toContain('ñandú');
  expect(Buffer.from(built.get('one.js')!).toString()).toContain('createElement');
  expect(Buffer.from(built.get('two.js')!).toString()).not.toMatch(/othersWork|who:\[/);
});

test('a page that names a script which nothing makes is refused when it is loaded', async () => {
  await expect(builtScript('nothing.js')).rejects.toThrow('nothing.js');
  for (const name of (await browserScripts()).keys()) expect((await builtScript(name)).path).toContain(name);
});
