import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { brotliDecompressSync, gzipSync } from 'node:zlib';
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

test('a page that says sentences is built for each language, with those that it says', async () => {
  const catalogue = join(root, 'src/client/catalogue.ts');
  const speaking = `import { i18nFrom } from '${join(root, 'src/platform/i18n.ts')}';
    import { refusalSentence } from '${join(root, 'src/platform/refusal.ts')}';
    import { language, messages } from '${catalogue}';
    const i18n = i18nFrom(language, messages);
    document.title = i18n._('web.stop-here', {}, { message: 'You can stop here.' });
    document.title += refusalSentence(i18n, { code: 'words' });`;
  const place = mkdtempSync(join(root, 'dist/pages-'));
  try {
    writeFileSync(join(place, 'says.ts'), speaking);
    const built = await buildScripts(place);
    expect([...built.keys()].filter((name) => name.endsWith('.js'))).toEqual(['says.en.js', 'says.es.js']);
    const [english = '', spanish = ''] = ['says.en.js', 'says.es.js'].map((name) =>
      Buffer.from(built.get(name)!).toString(),
    );
    expect(spanish).toContain('Puedes parar aquí.');
    expect(spanish).toContain('Estas palabras no');
    for (const one of ['You can stop here', 'These words do not belong together'])
      expect([english.split(one).length, spanish.split(one).length]).toEqual([2, 1]);
    for (const other of ['exit.title', 'web.skip']) expect(english + spanish).not.toContain(other);
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('sentences have short ids there, but for those that are put together or may mean something else', async () => {
  const speaking = `import { i18nFrom } from '${join(root, 'src/platform/i18n.ts')}';
    import { language, messages } from '${join(root, 'src/client/catalogue.ts')}';
    const i18n = i18nFrom(language, messages);
    const kept = { id: 'web.skip', message: 'Skip' };
    const action = 'exit.title';
    said.push(i18n._('web.stop-here', {}, { message: 'You can stop here.' }), i18n._(kept.id), action);
    said.push(i18n._('exit.title', {}, { message: 'Left' }), i18n._(\`role.\${role}\`));`;
  const place = mkdtempSync(join(root, 'dist/pages-'));
  try {
    writeFileSync(join(place, 'says.ts'), speaking);
    const script = Buffer.from((await buildScripts(place)).get('says.en.js')!).toString();
    const said: string[] = [];
    runInNewContext(script, { said, role: 'steward' });
    const stop = 'You can stop here. Nothing was sent and nothing was saved.';
    expect(said).toEqual([stop, 'Skip to the content', 'exit.title', 'What quick exit does', 'steward']);
    for (const id of ['web.stop-here', 'web.skip']) expect(script).not.toContain(id);
    for (const id of ['exit.title', 'role.steward']) expect(script).toContain(id);
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('no script makes JSON Schemas', async () => {
  for (const { text } of (await browserScripts()).values()) expect(text.includes('json-schema.org')).toBe(false);
});

test('the desk weighs at most 150 KB in brotli and 190 in gzip, page and worker together, in each language', async () => {
  const scripts = await browserScripts();
  for (const language of ['en', 'es']) {
    const both = [`desk.${language}.js`, `desk-worker.${language}.js`].map((name) => scripts.get(name)!);
    expect(both.reduce((sum, { brotli }) => sum + brotli.length, 0)).toBeLessThanOrEqual(150_000);
    expect(both.reduce((sum, { text }) => sum + gzipSync(text, { level: 9 }).length, 0)).toBeLessThanOrEqual(
      190 * 1024,
    );
  }
});

test('what looks at pictures is loaded only when it is asked for, and weighs at most 14 KB', async () => {
  const camera = (await browserScripts()).get('desk-camera.js')!;
  expect(camera.brotli.length).toBeLessThanOrEqual(14_000);
  // It holds no key, and has no way to ask anybody for anything.
  expect(camera.text).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|twelve/);
});

test('a page that names a script which nothing makes is refused when it is loaded', async () => {
  await expect(builtScript('nothing.js')).rejects.toThrow('nothing.js');
  for (const name of (await browserScripts()).keys()) expect((await builtScript(name)).path).toContain(name);
});
