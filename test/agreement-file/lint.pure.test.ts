import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { agreementTemplates } from '../../src/platform/agreement-templates.ts';
import { convive } from '../members/command-line.ts';
import { fileText } from './agreement-file.ts';

const home = mkdtempSync(join(tmpdir(), 'convive-files-'));
afterAll(() => rmSync(home, { recursive: true }));
const kept = (name: string, text: string) => {
  writeFileSync(join(home, name), text);
  return join(home, name);
};

test('the template is printed in a language, with no node and no keyring', async () => {
  expect(await convive(['agreements', 'template'])).toEqual({ exit: 0, out: agreementTemplates.en, err: '' });
  const spanish = await convive(['agreements', 'template', '--language', 'es']);
  expect(spanish).toMatchObject({ exit: 0, out: agreementTemplates.es });
  expect(await convive(['agreements', 'template', '--language', 'fr'])).toMatchObject({ exit: 1, out: '' });
});

test('lint says the same as the import would, and its exit code says whether anything is wrong', async () => {
  const fine = await convive(['agreements', 'lint', kept('ours.md', fileText('ceiba-v2.es.md'))]);
  expect(fine).toMatchObject({ exit: 0, out: 'ours.md can be imported.\n' });
  const untouched = kept('new.md', agreementTemplates.es);
  const refused = await convive(['agreements', 'lint', untouched], { env: { LANG: 'es_MX.UTF-8' } });
  expect(refused.exit).toBe(1);
  expect(refused.out).toMatch(/^new\.md:5: .*pregunta/);
  const json = await convive(['agreements', 'lint', untouched, '--json']);
  expect(json.exit).toBe(1);
  expect(JSON.parse(json.out).problems[0]).toMatchObject({ line: 5, problem: 'question-left' });
  for (const [name, text] of [
    ['torn.json', '{'],
    ['other.json', '{"agreement":{}}'],
  ] as const)
    expect((await convive(['agreements', 'lint', kept(name, text)])).exit).toBe(1);
});

test('a file that is not there is said to be none, and a command without a keyring says what it needs', async () => {
  expect(await convive(['agreements', 'lint', join(home, 'folder', 'none.md')])).toEqual({
    exit: 1,
    out: '',
    err: 'The file none.md cannot be read. Check where it is.\n',
  });
  expect(await convive(['record', 'verify', '--node', 'http://localhost:1'])).toEqual({
    exit: 1,
    out: '',
    err: 'This command needs your keyring. Add --keyring FILE, or set CONVIVE_KEYRING.\n',
  });
});
