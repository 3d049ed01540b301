import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeKeys } from '../../src/platform/keys.ts';
import { readNodeSecret } from '../../src/platform/node-secret.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convive-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const secret = () => ({ bytes: randomBytes(32), source: 'environment' as const });

test('what is wrapped is unwrapped for the same use only', () => {
  const keys = nodeKeys(secret());
  const plain = randomBytes(48);
  const sealed = keys.wrap(plain, 'http');
  expect(keys.unwrap(sealed, 'http')).toEqual(plain);
  expect(keys.wrap(plain, 'http')).not.toBe(sealed);
  expect(() => keys.unwrap(sealed, 'receipt')).toThrow('node-secret');
  expect(() => nodeKeys(secret()).unwrap(sealed, 'http')).toThrow('node-secret');
});

test('one changed character, a shortened text and another version are refused', () => {
  const keys = nodeKeys(secret());
  const sealed = keys.wrap(Buffer.from('private'), 'http');
  for (let at = 3; at < sealed.length - 1; at++) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    expect(() => keys.unwrap(changed, 'http')).toThrow('node-secret');
  }
  for (const text of ['', 'v1.', sealed.slice(0, -6), `v2${sealed.slice(2)}`, `${sealed}AAAA`]) {
    expect(() => keys.unwrap(text, 'http')).toThrow('node-secret');
  }
});

test('a new node makes its secret once, for itself alone', () => {
  const place = join(folder, 'data');
  const made = readNodeSecret({}, place);
  expect(made.source).toBe('file');
  expect(made.bytes).toHaveLength(32);
  expect(readNodeSecret({}, place)).toEqual(made);
  expect(statSync(join(place, 'node.secret')).mode & 0o777).toBe(0o600);
  expect(statSync(place).mode & 0o777).toBe(0o700);
  expect(readdirSync(place)).toEqual(['node.secret']);
});

test("systemd's credential comes before the environment, and that before the file", () => {
  const credentials = join(folder, 'credentials');
  mkdirSync(credentials);
  writeFileSync(join(credentials, 'node-secret'), `${'ab'.repeat(32)}\n`);
  const env = { CREDENTIALS_DIRECTORY: credentials, NODE_SECRET: randomBytes(32).toString('base64') };
  expect(readNodeSecret(env, folder)).toEqual({ bytes: Buffer.from('ab'.repeat(32), 'hex'), source: 'credential' });
  expect(readNodeSecret({ NODE_SECRET: env.NODE_SECRET }, folder).source).toBe('environment');
  expect(readNodeSecret({ CREDENTIALS_DIRECTORY: folder }, folder).source).toBe('file');
});

test.each([
  ['NODE_SECRET', 'too short', { NODE_SECRET: 'correct horse battery staple' }],
  ['NODE_SECRET', 'too long', { NODE_SECRET: randomBytes(33).toString('base64') }],
  [
    'NODE_SECRET',
    'with spaces',
    { NODE_SECRET: `${randomBytes(16).toString('base64')} ${randomBytes(16).toString('base64')}` },
  ],
])('%s that is %s is refused without being shown', (where, _what, env) => {
  expect(() => readNodeSecret(env, folder)).toThrow(`config (${where})`);
  expect(readdirSync(folder)).toEqual([]);
});

test('a damaged file is refused and left as it is', () => {
  writeFileSync(join(folder, 'node.secret'), 'half', { mode: 0o600 });
  expect(() => readNodeSecret({}, folder)).toThrow('config (node.secret)');
  expect(readFileSync(join(folder, 'node.secret'), 'utf8')).toBe('half');
});
