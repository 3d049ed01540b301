import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { newKeyring } from '../../src/client/keyring/keyring.ts';
import { createKeyringFile } from '../../src/commands/keyring-file.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { withKeyring } from './with-keyring.ts';

const stage = await withKeyring();
afterAll(() => stage[Symbol.asyncDispose]());
const { as, keyring } = stage;

test('a keyring moves in and out: it lies in one place at a time, and is the same when it is back', async () => {
  const shown = await as(['keys', 'show', '--json']);
  copyFileSync(keyring, `${keyring}.cut-off`);
  const moved = await as(['keys', 'move-in']);
  expect([moved.exit, moved.out]).toEqual([0, '']);
  expect(moved.err).toContain('keep the paper');
  expect(existsSync(keyring)).toBe(false);
  expect((await as(['keys', 'show'])).exit).toBe(1);
  // Cut off before the file was gone: the same command again.
  copyFileSync(`${keyring}.cut-off`, keyring);
  expect((await as(['keys', 'move-in', '--json'])).exit).toBe(0);
  expect(existsSync(keyring)).toBe(false);
  const back = await as(['keys', 'move-out'], [], { LANG: 'es_MX.UTF-8' });
  expect([back.exit, back.err]).toEqual([0, expect.stringContaining('Lo abren las mismas palabras')]);
  expect((await as(['keys', 'show', '--json'])).out).toBe(shown.out);
  expect((await as(['keys', 'move-out'])).exit).toBe(1);
});

test('cut off before the node was told, moving out goes on; another file is not written over', async () => {
  copyFileSync(keyring, `${keyring}.copy`);
  expect((await as(['keys', 'move-in'])).exit).toBe(0);
  await createKeyringFile(keyring, await newKeyring([], wordsOf(newSecret(), 'en')));
  const other = readFileSync(keyring);
  const refused = await as(['keys', 'move-out']);
  expect(refused.exit).toBe(1);
  expect(readFileSync(keyring).equals(other)).toBe(true);
  copyFileSync(`${keyring}.copy`, keyring);
  expect((await as(['keys', 'move-out'])).exit).toBe(0);
  expect((await as(['keys', 'move-out'])).exit).toBe(1);
});
