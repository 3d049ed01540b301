import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { type Api, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { eraseAtNode, keepAtNode, moveIn, openAtNode } from '../../src/client/keyring/at-node.ts';
import { type Keyring, newKeyring, signingKey } from '../../src/client/keyring/keyring.ts';
import { b64u, randomId } from '../../src/protocol/encoding.ts';
import { newSecret, phraseSignInKeyOf, secretFrom, wordsOf } from '../../src/protocol/secrets.ts';
import { enterAs } from '../support/browser-session.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { drafting, newDevice, signing } from './people.ts';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const newWords = () => wordsOf(newSecret(), 'es');
const signInKeyOf = (words: string) => b64u(phraseSignInKeyOf(secretFrom(words)).publicKey);

/** The keyring as these words open it. */
const under = async (keyring: Keyring, words: string): Promise<Keyring> => ({
  ...keyring,
  phrase: (await newKeyring([], words)).phrase,
});
const opening = (node: TestNode, words: string) => openAtNode(connect(node.origin), words, new Date());
const put = (api: Api, body: { signInKey: string; file: string; revision: number }) =>
  call(api, membersContract.keepKeyring, { body });
const file = b64u(new Uint8Array(300));

/** Rosa's keyring lies at the node; with her words, and her own session. */
async function movedIn() {
  const node = await startTestNode();
  const people = await founded(node);
  const words = newWords();
  const rosa = await under(people.rosa, words);
  const api = await signIn(connect(node.origin), rosa);
  await moveIn(api, rosa, words, new Date());
  return { node, words, rosa, api, marisol: people.marisol, tono: people.tono };
}

test('with twelve words alone a member signs in and opens their keyring; the node holds none of it', async () => {
  const { node, words, rosa } = await movedIn();
  await using _ = node;
  const held = await opening(node, words);
  expect(held.keyring).toEqual(rosa);
  expect(await call(held.api, membersContract.me)).toEqual({ member: rosa.member, roles: ['steward', 'accompanier'] });
  // In capitals they name the same phrase.
  expect((await opening(node, words.toUpperCase())).keyring).toEqual(rosa);
  const { db } = node.runtime;
  const rows = [
    await db.selectFrom('keyrings').selectAll().execute(),
    await db.selectFrom('record').selectAll().execute(),
  ];
  const kept = JSON.stringify(rows) + node.logged.join('\n');
  for (const secret of [...words.split(' ').map((word) => ` ${word} `), rosa.signing, rosa.identity])
    expect(kept).not.toContain(secret);
  // Moved in once more it changes nothing.
  await moveIn(held.api, rosa, words, new Date());
  expect((await call(held.api, membersContract.keyring)).revision).toBe(1);
});

test('other words open nothing, and are told the same whether a keyring lies there or none', async () => {
  const { node, words } = await movedIn();
  await using _ = node;
  expect(await code(opening(node, newWords()))).toBe('keyring-phrase');
  expect(await code(opening(node, 'no words'))).toBe('words');
  await eraseAtNode(await opening(node, words));
  expect(await code(opening(node, words))).toBe('keyring-phrase');
});

test('the second of two devices that save is refused, and what the first saved stays', async () => {
  const { node, words, rosa } = await movedIn();
  await using _ = node;
  const [one, other] = [await opening(node, words), await opening(node, words)];
  const seen = { ...rosa, sealKeys: { ...rosa.sealKeys, [randomId()]: '2026-11-30T00:00:00Z' } };
  expect(await keepAtNode(one.api, seen, words, one.revision)).toBe(2);
  expect(await code(keepAtNode(other.api, rosa, words, other.revision))).toBe('conflict');
  expect(await code(keepAtNode(other.api, rosa, words, 0))).toBe('conflict');
  expect(await opening(node, words)).toMatchObject({ keyring: seen, revision: 2 });
  const both = [one, other].map(({ api }) => code(keepAtNode(api, seen, words, 2)));
  expect((await Promise.all(both)).toSorted()).toEqual(['accepted', 'conflict']);
});

test('new words for the same keyring take the place of the old ones', async () => {
  const { node, words, rosa } = await movedIn();
  await using _ = node;
  const held = await opening(node, words);
  const others = newWords();
  expect(await code(keepAtNode(held.api, rosa, others, 1))).toBe('keyring-phrase');
  const renewed = await under(rosa, others);
  expect(await keepAtNode(held.api, renewed, others, 1)).toBe(2);
  expect((await opening(node, others)).keyring).toEqual(renewed);
  expect(await code(opening(node, words))).toBe('keyring-phrase');
});

test('a cookie neither reads a keyring nor takes it away', async () => {
  const { node, words, rosa } = await movedIn();
  await using _ = node;
  const { form } = await enterAs(node.origin, rosa);
  const headers = { ...form, accept: 'application/json', 'content-type': 'application/json' };
  const body = JSON.stringify({ signInKey: signInKeyOf(newWords()), file, revision: 1 });
  for (const asked of [{ method: 'GET' }, { method: 'PUT', body }, { method: 'DELETE' }]) {
    const answer = await fetch(`${node.origin}/keyring`, { ...asked, headers });
    expect([asked.method, answer.status]).toEqual([asked.method, 401]);
  }
  expect((await opening(node, words)).revision).toBe(1);
});

test('a key that signs for somebody already is nobody’s way in', async () => {
  const { node, words, rosa, marisol, api } = await movedIn();
  await using _ = node;
  const lu = await signIn(connect(node.origin), marisol);
  for (const signInKey of [signingKey(rosa), signingKey(marisol), signInKeyOf(words)])
    expect(await code(put(lu, { signInKey, file, revision: 0 }))).toBe('duplicate-key');
  expect(await code(put(lu, { signInKey: b64u(new Uint8Array(32)), file, revision: 0 }))).toBe('weak-key');
  expect(await code(put(lu, { signInKey: signInKeyOf(newWords()), file: '', revision: 0 }))).toBe('malformed');
  expect(await code(signIn(connect(node.origin), rosa))).toBe('accepted');
  expect((await opening(node, words)).keyring).toEqual(rosa);
  expect(await code(call(lu, membersContract.keyring))).toBe('not-found');
  // What is one's own is replaced by its revision, with the same words too.
  expect(await put(api, { signInKey: signInKeyOf(words), file, revision: 1 })).toEqual({ revision: 2 });
});

test('when the member’s key is replaced, the words and what they opened are worth nothing', async () => {
  const { node, words, rosa, marisol, tono } = await movedIn();
  await using _ = node;
  const held = await opening(node, words);
  const device = await newDevice(node, marisol, { member: rosa.member, roles: [] });
  await drafting(node, marisol, { replace: [rosa.member] });
  await signing(node, tono);
  expect((await signing(node, device.keyring, device.code)).accepted).toBe(true);
  expect(await code(call(held.api, membersContract.me))).toBe('sign-in-needed');
  expect(await code(opening(node, words))).toBe('keyring-phrase');
  const { db } = node.runtime;
  expect(await db.selectFrom('keyrings').select('member').execute()).toEqual([]);
  // Her new device may leave its own, under the same words if she likes.
  const again = await under(device.keyring, words);
  await moveIn(await signIn(connect(node.origin), device.keyring), again, words, new Date());
  expect((await opening(node, words)).keyring).toEqual(again);
});
