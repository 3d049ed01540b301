import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { connect } from '../../src/client/api/api.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { keepAtNode, openAtNode } from '../../src/client/keyring/at-node.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { random } from '../../src/protocol/encoding.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { movedIn } from '../support/moved-in.ts';
import { type Collective, found } from '../support/world.ts';

let ceiba: Collective & AsyncDisposable;
let words: string;
beforeAll(async () => {
  ceiba = await found('Ceiba');
  words = await movedIn(ceiba, 0);
}, 120_000);
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const desk = () => deskTasks(ceiba.origin, i18nFor('en'));
const byWords = async () => {
  const tasks = desk();
  await tasks.unlock(words);
  return tasks;
};

test('only what gives the same 32 bytes twice becomes a way in', async () => {
  const tasks = await byWords();
  const output = random(32);
  for (const [first, again] of [
    [output, random(32)],
    [new Uint8Array(), new Uint8Array()],
    [random(16), random(16)],
    [output.subarray(1), output.subarray(1)],
    [output, output.subarray(0, 31)],
  ] as [Uint8Array, Uint8Array][])
    expect(await code(tasks.addPasskey([first, again]))).toBe('passkey-differs');
  expect(await tasks.passkeys()).toEqual({ list: [], room: true });
  await tasks.addPasskey([output, output.slice()]);
  // The same again is no second one.
  expect(await tasks.addPasskey([output, output.slice()])).toMatchObject({ list: [{ used: false }], room: true });
  const phone = desk();
  expect(await phone.unlock(output)).toMatchObject({ passkeys: 1, wordsDue: false });
  const [one] = (await phone.passkeys()).list;
  expect(one).toMatchObject({ used: true });
  // A second device beside it, and the first one away.
  const other = random(32);
  await phone.addPasskey([other, other.slice()]);
  const third = desk();
  await third.unlock(other);
  expect((await third.removePasskey(one!.recipient)).list).toHaveLength(1);
  expect(await code(desk().unlock(output))).toBe('keyring-passkey');
  const another = random(32);
  expect(await code(phone.addPasskey([another, another.slice()]))).not.toBe('done');
  await (await byWords()).removePasskey((await third.passkeys()).list[0]!.recipient);
  expect(await code(desk().unlock(other))).toBe('keyring-passkey');
});

test('whoever comes by passkey for a year is asked for the words, until they are typed', async () => {
  const output = random(32);
  await (await byWords()).addPasskey([output, output.slice()]);
  const held = await openAtNode(connect(ceiba.origin), words, new Date());
  const long = new Date(Date.now() - 400 * 86_400_000).toISOString().replace(/\.\d+/, '');
  await keepAtNode(held.api, { ...held.keyring, wordsTyped: long }, words, held.revision);
  const tasks = desk();
  expect(await tasks.unlock(output)).toMatchObject({ wordsDue: true });
  expect(await code(tasks.wordsStill(wordsOf(newSecret(), 'es')))).toBe('keyring-phrase');
  expect(await code(tasks.wordsStill('no words'))).toBe('words');
  expect(await tasks.me()).toMatchObject({ wordsDue: true });
  await tasks.wordsStill(words);
  expect(await tasks.me()).toMatchObject({ wordsDue: false });
  expect(await desk().unlock(output)).toMatchObject({ wordsDue: false });
});
