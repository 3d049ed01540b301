import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { type Api, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { eraseAtNode, keepAtNode, moveIn, openAtNode } from '../../src/client/keyring/at-node.ts';
import { type Keyring, newKeyring, signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { generateSigningKey } from '../../src/protocol/ed25519.ts';
import { b64u, randomId } from '../../src/protocol/encoding.ts';
import { newSecret, phraseSignInKeyOf, secretFrom, wordsOf } from '../../src/protocol/secrets.ts';
import { enterAs } from '../support/browser-session.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { drafting, newDevice, proofBy, signing } from './people.ts';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const newWords = () => wordsOf(newSecret(), 'es');
const wordsSecret = (words: string) => phraseSignInKeyOf(secretFrom(words)).secret;
const signInKeyOf = (words: string) => b64u(phraseSignInKeyOf(secretFrom(words)).publicKey);

/** The keyring as these words open it. */
const under = async (keyring: Keyring, words: string): Promise<Keyring> => ({
  ...keyring,
  phrase: (await newKeyring([], words)).phrase,
});
const opening = (node: TestNode, words: string) => openAtNode(connect(node.origin), words, new Date());
/** Puts a file in the place of that revision, with a proof that these keys signed. */
const put = async (api: Api, body: { signInKey: string; revision: number }, ...secrets: Uint8Array[]) => {
  const proof = await proofBy(api, ...secrets);
  return call(api, membersContract.keepKeyring, { body: { ...body, file, passkeys: [], proof } });
};
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
  await eraseAtNode(await opening(node, words), words, new Date());
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

test('other words for the same keyring take the place of none: they come with new keys', async () => {
  const { node, words, rosa } = await movedIn();
  await using _ = node;
  const held = await opening(node, words);
  const others = newWords();
  expect(await code(keepAtNode(held.api, rosa, others, 1))).toBe('keyring-phrase');
  const renewed = await under(rosa, others);
  expect(await code(keepAtNode(held.api, renewed, others, 1))).toBe('signature');
  expect(await code(moveIn(held.api, renewed, others, new Date()))).toBe('keyring-exists');
  expect((await opening(node, words)).keyring).toEqual(rosa);
  expect(await code(opening(node, others))).toBe('keyring-phrase');
});

test('a cookie neither reads a keyring nor takes it away', async () => {
  const { node, words, rosa } = await movedIn();
  await using _ = node;
  const { form } = await enterAs(node.origin, rosa);
  const headers = { ...form, accept: 'application/json', 'content-type': 'application/json' };
  const proof = await proofBy(connect(node.origin), signingSecret(rosa), wordsSecret(words));
  const put = JSON.stringify({ signInKey: signInKeyOf(words), file, passkeys: [], revision: 1, proof });
  const erase = JSON.stringify({ envelope: proof });
  const asked = [
    ['GET', ''],
    ['PUT', '', put],
    ['POST', '/erasure', erase],
  ] as const;
  for (const [method, path, body] of asked) {
    const answer = await fetch(`${node.origin}/keyring${path}`, { method, headers, ...(body && { body }) });
    expect([method, answer.status]).toEqual([method, 401]);
  }
  expect((await opening(node, words)).revision).toBe(1);
});

test('a session alone neither replaces a keyring nor erases it: whoever does holds the key and the words', async () => {
  const { node, words, rosa, api } = await movedIn();
  await using _ = node;
  const others = newWords();
  const [own, hers, made] = [signingSecret(rosa), wordsSecret(words), wordsSecret(others)];
  const erased = async (...secrets: Uint8Array[]) =>
    call(api, membersContract.eraseKeyring, { body: { envelope: await proofBy(api, ...secrets) } });
  // Whoever took the member's key from an open desk makes no words of their own for it either.
  for (const secrets of [[made], [own], [hers], [own, made], [generateSigningKey().secret, made]]) {
    expect(await code(put(api, { signInKey: signInKeyOf(others), revision: 1 }, ...secrets))).toBe('signature');
    expect(await code(erased(...secrets))).toBe('signature');
  }
  // A proof counts once.
  const proof = await proofBy(api, own, hers);
  const body = { signInKey: signInKeyOf(words), file, revision: 7, passkeys: [], proof };
  expect(await code(call(api, membersContract.keepKeyring, { body }))).toBe('conflict');
  const again = { ...body, revision: 1 };
  const used = await proofBy(api, own, hers);
  expect(await call(api, membersContract.keepKeyring, { body: { ...again, proof: used } })).toEqual({ revision: 2 });
  expect(await code(call(api, membersContract.eraseKeyring, { body: { envelope: used } }))).toBe('nonce');
  expect(await code(erased(own, hers))).toBe('accepted');
  expect(await code(call(api, membersContract.keyring))).toBe('not-found');
});

test('a key that signs for somebody already is nobody’s way in', async () => {
  const { node, words, rosa, marisol, api } = await movedIn();
  await using _ = node;
  const lu = await signIn(connect(node.origin), marisol);
  const hers = signingSecret(marisol);
  const taken = { [signingKey(rosa)]: signingSecret(rosa), [signInKeyOf(words)]: wordsSecret(words) };
  for (const [signInKey, secret] of Object.entries(taken))
    expect(await code(put(lu, { signInKey, revision: 0 }, hers, secret))).toBe('duplicate-key');
  expect(await code(put(lu, { signInKey: signingKey(marisol), revision: 0 }, hers))).toBe('duplicate-key');
  expect(await code(put(lu, { signInKey: b64u(new Uint8Array(32)), revision: 0 }, hers))).toBe('weak-key');
  expect(await code(signIn(connect(node.origin), rosa))).toBe('accepted');
  expect((await opening(node, words)).keyring).toEqual(rosa);
  expect(await code(call(lu, membersContract.keyring))).toBe('not-found');
  // What is one's own is replaced by its revision, with the same words too.
  const own = [signingSecret(rosa), wordsSecret(words)];
  expect(await put(api, { signInKey: signInKeyOf(words), revision: 1 }, ...own)).toEqual({ revision: 2 });
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
