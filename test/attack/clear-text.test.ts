import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { afterReading } from '../../src/commands/clear-text.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { refusalSentence } from '../../src/platform/refusal.ts';
import { wordsOf } from '../../src/protocol/secrets.ts';
import { openOffice } from '../client-alerts/office.ts';
import { type Served, serveOffice } from '../client-alerts/served.ts';
import { handInBy, sealedFor } from '../notices/granted.ts';
import { type House, know, openHouse } from '../notices/houses.ts';
import { collective, now } from '../protocol/cast.ts';
import { freePort } from '../support/free-port.ts';

/* A device is seized: what do a draft, the words of a person and those of a keyring leave there that a file held? */

let house: House;
let ceiba: Served;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now });
  house = await openHouse(await collective('ceiba', `http://localhost:${await freePort()}`));
  ceiba = await serveOffice(await openOffice(house));
});
afterAll(async () => {
  await ceiba[Symbol.asyncDispose]();
  await house[Symbol.asyncDispose]();
  vi.useRealTimers();
});

const canary = 'tlacuache';
const written = `
propósito: preventivo
identificadores:
  - cuenta: "@${canary}@social.test"
violencia: [digital]
gravedad: seria
inmediatez: reciente
periodo: 2026-Q3
región: Valle
conducta: Mandó mensajes sin parar.
puntos: [digital]
pedimos: [preguntarnos]
base: relato de la persona afectada
idiomas: [es]
`;

function source(name: string, text = written): string {
  const file = join(ceiba.folder, name);
  writeFileSync(file, text);
  return file;
}
const draft = (file: string, ...more: string[]) => ceiba.as('rosa', ['alert', 'draft', '--from', file, ...more]);

test('a file that stays is named, also to a program', async () => {
  const file = source('stays.yaml');
  for (const more of [[], ['--json']]) {
    const run = await draft(file, ...more);
    expect(run).toMatchObject({ exit: 0, err: expect.stringContaining('clear words still lie in stays.yaml') });
    expect(run.err).toContain('--shred-source');
  }
  expect(readFileSync(file, 'utf8')).toBe(written);
});

test('a file is overwritten where it lies, then removed, and what that cannot reach is said', async () => {
  const file = source('goes.yaml');
  // Another name of the same blocks shows what lies in them afterwards.
  const blocks = join(ceiba.folder, 'blocks');
  linkSync(file, blocks);
  const run = await draft(file, '--shred-source');
  expect(run.exit).toBe(0);
  expect(run.out.trim()).not.toBe('');
  for (const reach of ['SSD', 'snapshot', 'backup', 'editor']) expect(run.err).toContain(reach);
  expect(existsSync(file)).toBe(false);
  expect(statSync(blocks).size).toBe(Buffer.byteLength(written));
  expect(readFileSync(blocks, 'latin1')).not.toMatch(/tlacuache|digital|conducta/);
});

test('a file that somebody changed meanwhile stays, and the sentence says both what is kept and what lies there', async () => {
  const file = source('changed.yaml');
  const refused = afterReading({ i18n: i18nFor('en'), tell: () => {} }, { path: file, text: `${written}more` }, true);
  await expect(refused).rejects.toMatchObject({ code: 'clear-text', where: 'changed.yaml' });
  expect(readFileSync(file, 'utf8')).toBe(written);
  const sentence = refusalSentence(i18nFor('en'), new Refusal('clear-text', 'changed.yaml'));
  expect(sentence).toMatch(/^The rest is done, but changed\.yaml .*clear words still lie there\.$/);
});

test('behind a symbolic link the words go too', async () => {
  const file = source('behind.yaml');
  const link = join(ceiba.folder, 'link.yaml');
  symlinkSync(file, link);
  expect(await draft(link, '--shred-source')).toMatchObject({ exit: 0 });
  expect([existsSync(file), existsSync(link)]).toEqual([false, false]);
});

test('nothing is removed that is not kept as a draft, and what is not a file is no file that stays', async () => {
  const wrong = source('wrong.yaml', written.replace('seria', canary));
  expect(await draft(wrong, '--shred-source')).toMatchObject({ exit: 1, out: '' });
  expect(existsSync(wrong)).toBe(true);
  for (const argv of [['--shred-source'], ['--from', '-', '--shred-source']])
    expect(await ceiba.as('rosa', ['alert', 'draft', ...argv])).toMatchObject({ exit: 1, out: '' });
  const pipe = join(ceiba.folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [run] = await Promise.all([draft(pipe), writeFile(pipe, written)]);
  expect(run).toMatchObject({ exit: 0, err: expect.not.stringContaining('still lie') });
});

describe.each([
  ['her words', 'words'],
  ['the words of a keyring', 'phrase'],
] as const)('a file with %s', (_what, kind) => {
  const words = async () => {
    if (kind === 'phrase') return ceiba.keyringOf('rosa').phrase;
    const maguey = await collective('maguey');
    await know(house, maguey);
    const given = await sealedFor(house, maguey);
    await handInBy(house, given);
    return wordsOf(given.shared.secret, 'es');
  };
  const using = (file: string, ...more: string[]) =>
    kind === 'phrase'
      ? ceiba.nobody(['alert', 'list', '--keyring', ceiba.keyringOf('rosa').path, '--phrase-file', file, ...more])
      : ceiba.nobody(['withdraw', '--look', '--words-file', file, ...more]);
  let text: string;
  beforeAll(async () => {
    text = `${await words()}\n`;
  });

  test('that stays is named, also to a program', async () => {
    const file = source(`${kind}-stays`, text);
    for (const more of [[], ['--json']]) {
      const run = await using(file, ...more);
      expect(run).toMatchObject({ exit: 0, err: expect.stringContaining(`clear words still lie in ${kind}-stays`) });
      expect(run.err).toContain('--shred-source');
    }
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('that is to go is overwritten where it lies, then removed, and what that cannot reach is said', async () => {
    const file = source(`${kind}-goes`, text);
    const blocks = join(ceiba.folder, `${kind}-blocks`);
    linkSync(file, blocks);
    const run = await using(file, '--shred-source');
    expect(run.exit).toBe(0);
    for (const reach of ['SSD', 'snapshot', 'backup', 'editor']) expect(run.err).toContain(reach);
    expect(existsSync(file)).toBe(false);
    expect(statSync(blocks).size).toBe(Buffer.byteLength(text));
    for (const word of text.trim().split(' ')) expect(readFileSync(blocks, 'latin1')).not.toContain(` ${word} `);
  });

  test('stays where the command did not do its work', async () => {
    const file = source(`${kind}-wrong`, `${text.trim().split(' ').reverse().join(' ')}\n`);
    expect(await using(file, '--shred-source')).toMatchObject({ exit: 1 });
    expect(existsSync(file)).toBe(true);
  });
});

test('what a keyring is opened with stays where the command has a file of its own to remove', async () => {
  const phrase = source('both.phrase', ceiba.keyringOf('rosa').phrase);
  const file = source('both.yaml');
  const argv = ['alert', 'draft', '--from', file, '--shred-source', '--phrase-file', phrase];
  const run = await ceiba.nobody([...argv, '--keyring', ceiba.keyringOf('rosa').path]);
  expect([run.exit, existsSync(file), existsSync(phrase)]).toEqual([0, false, true]);
  expect(run.err).toContain('clear words still lie in both.phrase');
});

test('whoever asks to remove what no file holds is told so before anything is done', async () => {
  for (const argv of [['withdraw', '--look'], ['withdraw', '--look', '--words-file', '-'], ['doctor']])
    expect(await ceiba.nobody([...argv, '--shred-source'])).toMatchObject({ exit: 1, out: '' });
});
