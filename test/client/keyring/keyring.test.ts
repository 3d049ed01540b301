import { expect, test } from 'vitest';
import { newKeyring, openKeyring, sealKeyring, signingKey } from '../../../src/client/keyring/keyring.ts';
import { sealFile } from '../../../src/protocol/age-seal.ts';
import { canonical } from '../../../src/protocol/canonical.ts';
import { utf8 } from '../../../src/protocol/encoding.ts';
import { newSecret, wordsOf } from '../../../src/protocol/secrets.ts';

const words = wordsOf(newSecret(), 'es');
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? 'crashed',
  );

test('twelve words open a keyring, however they are typed, and nothing else does', async () => {
  const keyring = await newKeyring(['accompanier', 'steward', 'steward'], words);
  expect(keyring.roles).toEqual(['steward', 'accompanier']);
  const file = await sealKeyring(keyring);
  expect(await openKeyring(file, words)).toEqual(keyring);
  const typed = words
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll(' ', '  ');
  expect(signingKey(await openKeyring(file, ` ${typed}\n`))).toBe(signingKey(keyring));
  expect(await code(openKeyring(file, wordsOf(newSecret(), 'es')))).toBe('keyring-phrase');
  expect(await code(openKeyring(file, words.split(' ').slice(1).join(' ')))).toBe('words');
});

test('the file shows nothing of what is in it', async () => {
  const keyring = await newKeyring(['steward'], words);
  const file = Buffer.from(await sealKeyring(keyring)).toString('latin1');
  for (const value of [keyring.member, keyring.signing, keyring.identity, keyring.recipient, words]) {
    expect(file).not.toContain(value);
  }
});

test('a changed, cut, foreign or oversized file is refused', async () => {
  const keyring = await newKeyring(['steward'], words);
  const file = await sealKeyring(keyring);
  const flipped = Uint8Array.from(file, (byte, at) => (at === file.length - 9 ? byte ^ 1 : byte));
  expect(await code(openKeyring(flipped, words))).toBe('keyring-phrase');
  expect(await code(openKeyring(file.subarray(0, 100), words))).toBe('keyring-phrase');
  expect(await code(openKeyring(utf8('not a keyring'), words))).toBe('keyring-file');
  expect(await code(openKeyring(new Uint8Array(), words))).toBe('keyring-file');
  const sealed = (text: string) => sealFile(utf8(text), [keyring.phrase]);
  expect(await code(openKeyring(await sealed('{}'), words))).toBe('keyring-file');
  expect(await code(openKeyring(await sealed('{"v":1,"v":1}'), words))).toBe('keyring-file');
  expect(await code(openKeyring(await sealed(canonical({ ...keyring, more: 1 })), words))).toBe('keyring-file');
  const other = await newKeyring(['steward'], wordsOf(newSecret(), 'en'));
  expect(await code(openKeyring(await sealed(canonical(other)), words))).toBe('keyring-file');
});
