import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKeyring } from '../../../src/client/keyring/keyring.ts';
import { createKeyringFile } from '../../../src/commands/keyring-file.ts';
import { newSecret, wordsOf } from '../../../src/protocol/secrets.ts';
import { convive } from '../../members/command-line.ts';
import { type Collective, eventually, found } from '../../support/world.ts';
import { fileOf } from '../words.ts';

/* The whole way on the command line, between two real nodes: what a member types, and what they read. */

let ceiba: Collective & AsyncDisposable;
let maguey: Collective & AsyncDisposable;
let home: string;
type Member = { keyring: string; words: string; node: string };
const people: Record<string, Member> = {};

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'convive-words-'));
  ceiba = await found('Ceiba');
  maguey = await found('Maguey');
  for (const [name, of, index] of [
    ['rosa', ceiba, 0],
    ['lu', ceiba, 2],
    ['toño', maguey, 0],
    ['itzel', maguey, 2],
  ] as const) {
    const words = wordsOf(newSecret(), 'es');
    const { phrase } = await newKeyring([], words);
    const keyring = join(home, `${name}.keyring`);
    await createKeyringFile(keyring, { ...of.keyrings[index]!, phrase });
    people[name] = { keyring, words, node: of.origin };
  }
});
afterAll(async () => {
  await ceiba?.[Symbol.asyncDispose]();
  await maguey?.[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

async function as(name: string, argv: string[], lines: string[] = []) {
  const { keyring, words, node } = people[name]!;
  return convive([...argv, '--node', node, '--keyring', keyring], { lines: [words, ...lines] });
}
async function json(name: string, argv: string[], lines: string[] = []) {
  const run = await as(name, [...argv, '--json', '--yes'], lines);
  if (run.exit !== 0) throw new Error(run.err);
  return JSON.parse(run.out) as Record<string, unknown>;
}

describe('on the command line', () => {
  it('an agreement is imported, signed by two, published, and shown by a follower', async () => {
    expect(await as('toño', ['peers', 'add', ceiba.origin])).toMatchObject({ exit: 0 });
    const broken = join(home, 'roto.md');
    writeFileSync(broken, fileOf('ceiba-v1.es.md').replace('postura: no se tolera', 'postura: quizás'));
    const refused = await as('rosa', ['agreements', 'import', broken]);
    expect(refused.exit).toBe(1);
    expect(refused.err).toMatch(/^roto\.md:\d+: /m);
    const file = join(home, 'ceiba.md');
    writeFileSync(file, fileOf('ceiba-v1.es.md'));
    const imported = await as('rosa', ['agreements', 'import', file]);
    expect(imported).toMatchObject({ exit: 0 });
    expect(imported.out).toContain('Acuerdo de convivencia de Ceiba');
    expect((await as('rosa', ['agreements', 'sign', '--yes'])).out).toContain('Signed: 1 of 2');
    expect(await as('rosa', ['agreements', 'publish', '--yes'])).toMatchObject({ exit: 1 });
    expect((await as('lu', ['agreements', 'sign'], ['yes'])).out).toContain('Signed: 2 of 2');
    const { id, series } = await json('rosa', ['agreements', 'publish']);
    const listed = await eventually(
      () => json('toño', ['agreements', 'list']),
      ({ partners }) => (partners as unknown[]).length === 1,
    );
    expect(listed).toMatchObject({ partners: [{ id, series, name: 'Ceiba' }] });
    const copy = join(home, 'copy.md');
    expect(await as('rosa', ['agreements', 'export', '--out', copy])).toMatchObject({ exit: 0 });
    expect(readFileSync(copy, 'utf8')).toContain(String(series));
    expect(await as('rosa', ['agreements', 'export', '--out', copy])).toMatchObject({ exit: 1 });
    const again = await json('rosa', ['agreements', 'import', copy]);
    expect(again).toMatchObject({ series, version: 2 });
  });

  it('two collectives compare twelve words, two members each, and decide what they take and send', async () => {
    await as('rosa', ['peers', 'add', maguey.origin, '--no-follow']);
    const ours = await json('rosa', ['peers', 'words', 'Maguey', '--lang', 'es']);
    const theirs = await json('toño', ['peers', 'words', '@ceiba@localhost', '--lang', 'es']).catch(() =>
      json('toño', ['peers', 'words', 'Ceiba', '--lang', 'es']),
    );
    expect(ours.words).toBe(theirs.words);
    const heard = String(theirs.words);
    const other = `${heard.split(' ').slice(1).join(' ')} ábaco`;
    const differs = await as('rosa', ['peers', 'compare', 'Maguey'], [other]);
    expect(differs).toMatchObject({ exit: 1 });
    expect(differs.err).toContain('not the same');
    const standing = ['peers', 'stand', 'Maguey', '--accepts', 'alerts', '--sends', 'alerts', '--review', '2027-05-01'];
    expect(await as('rosa', [...standing, '--yes'])).toMatchObject({ exit: 1 });
    expect(await json('rosa', ['peers', 'compare', 'Maguey'], [heard])).toMatchObject({ complete: false });
    const file = join(home, 'heard.txt');
    writeFileSync(file, `${heard.toUpperCase()}\n`);
    expect(await json('lu', ['peers', 'compare', 'Maguey', '--words-file', file])).toMatchObject({ state: 'compared' });
    expect(await json('rosa', standing)).toMatchObject({ complete: false, state: 'compared' });
    // Of two that wait, Lu signs the one that she names by its hash, and no other takes its place meanwhile.
    const beside = ['peers', 'stand', 'Maguey', '--accepts', 'directory', '--sends', '-', '--review', '2027-05-01'];
    expect(await json('rosa', beside)).toMatchObject({ complete: false });
    const several = await as('lu', ['peers', 'stand', 'Maguey', '--yes']);
    expect(several.exit).toBe(1);
    const named = /^(\S+) {2}we take alerts; we send alerts; signed by/m.exec(several.err)?.[1];
    expect(several.err).toContain('we take the directory; we send nothing');
    expect(await as('lu', ['peers', 'stand', 'Maguey', '--draft', 'none', '--yes'])).toMatchObject({ exit: 1 });
    const stand = ['peers', 'stand', 'Maguey', '--draft', named ?? ''];
    expect(await json('lu', stand)).toMatchObject({ complete: true, state: 'trusted' });
    expect((await as('lu', ['peers', 'list'])).out).toContain('trusted');
  });

  it('a partner adapts a clause, and says with two stewards on which it differs', async () => {
    const [about] = (await json('toño', ['agreements', 'list'])).partners as { id: string; url: string }[];
    const { id, url } = about!;
    const draft = join(home, 'adapted.md');
    expect(await as('toño', ['agreements', 'adapt', url, '--out', draft])).toMatchObject({ exit: 0 });
    expect(readFileSync(draft, 'utf8')).toContain(id);
    expect((await as('toño', ['agreements', 'lint', draft])).exit).toBe(1);
    const [, clause = ''] = /^## física \{#(.*)\}$/m.exec(readFileSync(draft, 'utf8')) ?? [];
    const one = await json('toño', ['agreements', 'adapt', id, '--clause', clause]);
    expect(String(one.markdown).match(/^## /gm)).toHaveLength(1);
    expect(await as('itzel', ['agreements', 'acknowledge', id, '--yes'])).toMatchObject({ exit: 1 });
    const unknown = ['agreements', 'acknowledge', id, '--differs', 'A'.repeat(22), '--yes'];
    expect((await as('toño', unknown)).exit).toBe(1);
    const said = await as('toño', ['agreements', 'acknowledge', id, '--differs', clause, '--yes']);
    expect(said.out).toMatch(new RegExp(`^Physical violence.*  ${clause}$`, 'm'));
    expect(said.out).toContain('Signed: 1 of 2');
    expect((await as('itzel', ['agreements', 'acknowledge', id], ['yes'])).out).toContain('Published.');
    const { agreements } = await json('rosa', ['agreements', 'list']);
    const place = (agreements as { url: string }[])[0]!.url;
    const shown = await eventually(
      async () => (await (await fetch(place, { headers: { accept: 'application/json' } })).json()).acknowledgements,
      (said: unknown[]) => said.length === 1,
    );
    expect(shown).toMatchObject([{ name: 'Maguey', stance: 'differs', clauses: [clause] }]);
    expect(await (await fetch(place, { headers: { 'accept-language': 'es' } })).text()).toContain('no coincidimos en');
  });

  it('an agreement is taken back, and gone at the follower', async () => {
    expect(await json('rosa', ['agreements', 'withdraw'])).toMatchObject({ withdrawn: false, asked: 1, needed: 2 });
    const { series } = await json('lu', ['agreements', 'withdraw']);
    await eventually(
      () => json('toño', ['agreements', 'list']),
      ({ partners }) => (partners as unknown[]).length === 0,
    );
    expect((await fetch(`${ceiba.origin}/agreements/${String(series)}`)).status).toBe(404);
  });

  it('says what is wrong with what was typed, and exits with 1', async () => {
    for (const argv of [
      ['agreements', 'import', join(home, 'nowhere.md')],
      ['agreements', 'sign', 'A'.repeat(43)],
      ['peers', 'words', 'Nadie'],
      ['peers', 'add', 'ftp://x.test'],
      ['peers', 'stand', 'Maguey', '--accepts', 'everything', '--review', '2027-05-01'],
      ['peers', 'stand', 'Maguey', '--accepts', 'alerts', '--review', '2027-02-30'],
    ]) {
      const run = await as('rosa', [...argv, '--yes']);
      expect(run, argv.join(' ')).toMatchObject({ exit: 1, out: '' });
      expect(run.err.trim().split('\n').length, argv.join(' ')).toBe(1);
    }
    expect(existsSync(join(home, 'nowhere.md'))).toBe(false);
  });
});
