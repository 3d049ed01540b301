import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { press } from '../support/browser-session.ts';
import { convive } from './command-line.ts';
import { withKeyring } from './with-keyring.ts';

const stage = await withKeyring();
afterAll(() => stage[Symbol.asyncDispose]());
const { ceiba, as, keyring } = stage;

const enter = (argv: string[] = [], env = {}) => as(['enter', ...argv], [], env);

test('the command prints the link alone, says beside it how long it is good, and leaves no session open', async () => {
  const { exit, out, err } = await enter();
  expect(exit).toBe(0);
  expect(out).toMatch(new RegExp(`^${ceiba.origin}/enter/[A-Za-z0-9_-]{43}\n$`));
  expect(err).toContain('within 60 seconds');
  expect(err).not.toContain('/enter/');
  const { db } = ceiba.node!.app.runtime;
  const left = () => db.selectFrom('sessions').select('ends').execute();
  const bearers = (await left()).filter(({ ends }) => ends === null).length;
  const again = await enter(['--json'], { LANG: 'es_MX.UTF-8' });
  expect(JSON.parse(again.out)).toEqual({
    link: expect.stringContaining(`${ceiba.origin}/enter/`),
    expires: expect.any(String),
  });
  expect(again.err).toContain('Ábrelo en tu navegador');
  expect((await left()).filter(({ ends }) => ends === null)).toHaveLength(bearers);
  expect((await press(out.trim())).status).toBe(303);
  // Not even the keyring, which holds so much, remembers it.
  expect(readFileSync(keyring, 'latin1')).not.toContain(out.trim().slice(-43));
});

test('a wrong phrase gives no link', async () => {
  const { exit, out } = await convive(['enter', '--node', ceiba.origin, '--keyring', keyring], {
    lines: [wordsOf(newSecret(), 'es')],
  });
  expect([exit, out]).toEqual([1, '']);
});
