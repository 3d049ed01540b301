import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSources, root } from '../support/sources.ts';

/* docs/cryptography.md is the inventory of cryptography: what computes, and what it computes with. */

const document = readFileSync(join(root, 'docs/cryptography.md'), 'utf8');
const [algorithms = '', rest = ''] = document.split('\n\nRandom bytes come from');
const sources = readSources(['src']);

const imported = /from '(?:node:crypto|@noble\/[^']+|@scure\/bip39[^']*|age-encryption)'/;
const called = /\bcrypto\.(?:subtle|getRandomValues|randomUUID)|fedify\.signatures\(/;
const library = new RegExp(`${imported.source}|${called.source}`);
const named = (text: string): string[] => [...text.matchAll(/`(src\/[\w./-]+)`/g)].map(([, path]) => path!);
const filesWith = (what: RegExp): string[] => sources.filter(({ text }) => what.test(text)).map(({ path }) => path);

/** The algorithms that a text names where it computes. */
const chosen = (text: string): string[] =>
  [
    ...text.matchAll(/\b(?:createHash|createHmac|hkdfSync|pbkdf2Sync|createSign|createVerify|verify)\('([^']+)'/g),
    ...text.matchAll(/\b(?:createCipheriv|createDecipheriv)\('([^']+)'/g),
    ...text.matchAll(/\b(?:hash|name): '([A-Z][^']*\d[^']*)'/g),
    ...text.matchAll(/from '@noble\/hashes\/([^']+)\.js'/g),
  ].map(([, name]) => name!);

describe('the inventory', () => {
  test('names every file that computes with a cryptographic library, and no other', () => {
    expect(named(algorithms).toSorted()).toEqual(filesWith(library).sort());
    expect(new Set(named(algorithms)).size).toBe(named(algorithms).length);
  });

  test('says where chance is no secret’s', () => {
    expect(named(rest).toSorted()).toEqual(filesWith(/\bMath\.random\(/).sort());
  });
});

test('no other algorithm is chosen anywhere than those of the inventory', () => {
  const known = ['sha256', 'aes-256-gcm', 'Ed25519', 'RSASSA-PKCS1-v1_5', 'SHA-256', 'hkdf', 'sha2', 'utils'];
  const found = sources.flatMap(({ text }) => chosen(text));
  expect([...new Set(found)].sort()).toEqual(known.sort());
});

test.each([
  ["createHash('md5').update(text)", 'md5'],
  ["createCipheriv('aes-256-cbc', key, iv)", 'aes-256-cbc'],
  ["import { sha1 } from '@noble/hashes/legacy.js';", 'legacy'],
  ["{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }", 'SHA-1'],
])('%s would be found', (text, name) => {
  expect(chosen(text)).toContain(name);
});
