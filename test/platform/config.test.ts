import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { originOf, readSettings } from '../../src/config.ts';
import { i18nFor, languages } from '../../src/platform/i18n.ts';
import { refusalSentence } from '../../src/platform/refusal.ts';

test('without any setting the node tries itself out on this machine', () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({ host: '127.0.0.1', port: 8420, origin: undefined, allowLoopback: true });
  expect(settings.database).toEqual({ folder: settings.folder });
  expect(settings.folder).toMatch(/\/data$/);
  expect(originOf(settings, 8420)).toBe('http://localhost:8420');
});

test('a public node reaches nothing on its own machine unless that is asked for', () => {
  const settings = readSettings({ ORIGIN: 'https://ceiba.example/' });
  expect(settings).toMatchObject({ origin: 'https://ceiba.example', allowLoopback: false });
  expect(originOf(settings, 1)).toBe('https://ceiba.example');
  expect(readSettings({ ORIGIN: 'https://ceiba.example', ALLOW_LOOPBACK: 'yes' }).allowLoopback).toBe(true);
  expect(readSettings({ ORIGIN: 'http://localhost:8421' }).allowLoopback).toBe(true);
  expect(readSettings({ ORIGIN: `http://${'a'.repeat(56)}.onion` }).allowLoopback).toBe(false);
  expect(readSettings({ ALLOW_LOOPBACK: 'no' }).allowLoopback).toBe(false);
});

test('flags come before the environment, and an empty variable counts as not set', () => {
  const env = { PORT: '9000', HOST: '', DATABASE_URL: '', LOG: 'json' };
  expect(readSettings(env, { PORT: '0' })).toMatchObject({
    port: 0,
    host: '127.0.0.1',
    log: { format: 'json', level: 'info' },
  });
  expect(readSettings({ DATABASE_URL: 'postgres://a:b@c/d' }).database).toEqual({ url: 'postgres://a:b@c/d' });
});

test('only proxies that are named say where a visitor comes from', () => {
  expect(readSettings({}).proxies).toEqual([]);
  expect(readSettings({ PROXY: '127.0.0.1, ::1' }).proxies).toEqual(['127.0.0.1', '::1']);
});

test.each([
  ['PORT', ['eighty', '-1', '65536', '1.5', '0x50', ' 80', '8420; rm']],
  ['HOST', ['ceiba.example', '1.2.3', '127.0.0.1:80']],
  [
    'ORIGIN',
    [
      'ceiba.example',
      'http://ceiba.example',
      'https://ceiba.example/node',
      'https://a:b@ceiba.example',
      'https://ceiba.example?x',
      'ftp://ceiba.example',
      'https://',
    ],
  ],
  ['DATABASE_URL', ['mysql://a:hunter2@b/c', 'hunter2', '//b/c', 'postgres//a:hunter2@b']],
  ['EXIT_SITE', ['http://plain.example', 'javascript:alert(1)', 'weather']],
  ['PROXY', ['caddy', '127.0.0.1,', '127.0.0.1 ::1', '10.0.0.0/8', '*']],
  ['LOG', ['xml', 'TEXT']],
  ['LOG_LEVEL', ['all']],
  ['ALLOW_LOOPBACK', ['true', '1', 'maybe']],
] as const)('a wrong %s is one sentence that says what to write, without what was written', (name, values) => {
  for (const value of values) {
    const refusal = caught(() => readSettings({ [name]: value }));
    expect(refusal, value).toMatchObject({ code: 'config', where: name });
    for (const language of languages()) {
      const sentence = refusalSentence(i18nFor(language), refusal);
      expect(sentence).toContain(name);
      expect(sentence).not.toContain('hunter2');
    }
    expect(String(refusal.stack)).not.toContain('hunter2');
  }
});

function caught(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('not refused');
}
