import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn, signInWith } from '../../src/client/api/sign-in.ts';
import { keepAtNode, moveIn, openAtNode } from '../../src/client/keyring/at-node.ts';
import {
  type Keyring,
  newKeyring,
  type Opener,
  passkeyOf,
  sealKeyring,
  signInKeyOf,
  signingKey,
  signingSecret,
} from '../../src/client/keyring/keyring.ts';
import { b64u, random } from '../../src/protocol/encoding.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { proofBy } from './people.ts';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const at = '2026-11-30T00:00:00Z';
const opening = (node: TestNode, opener: Opener) => openAtNode(connect(node.origin), opener, new Date());
const withPasskeys = async (keyring: Keyring, ...outputs: Uint8Array[]): Promise<Keyring> => ({
  ...keyring,
  passkeys: await Promise.all(outputs.map((output) => passkeyOf(output, at))),
});

/** Rosa's keyring lies at the node with one passkey beside its words. */
async function withPasskey() {
  const node = await startTestNode();
  const { rosa: founder, marisol, tono } = await founded(node);
  const words = wordsOf(newSecret(), 'es');
  const first = { ...founder, phrase: (await newKeyring([], words)).phrase };
  await moveIn(await signIn(connect(node.origin), first), first, words, new Date());
  const output = random(32);
  const rosa = await withPasskeys(first, output);
  const held = await opening(node, words);
  expect(await keepAtNode(held.api, rosa, words, 1)).toBe(2);
  return { node, words, rosa, output, api: held.api, marisol, tono };
}

test('a passkey signs in, opens the keyring and keeps it; the words stay', async () => {
  const { node, words, rosa, output } = await withPasskey();
  await using _ = node;
  const held = await opening(node, output);
  expect(held).toMatchObject({ keyring: rosa, revision: 2 });
  const changed = { ...rosa, sealKeys: { [rosa.member]: at } };
  expect(await keepAtNode(held.api, changed, output, 2)).toBe(3);
  for (const opener of [words, output]) expect((await opening(node, opener)).keyring).toEqual(changed);
  expect(await code(opening(node, random(32)))).toBe('keyring-passkey');
});

test('one that is removed opens nothing more, and whoever came in with it is out', async () => {
  const { node, words, rosa, output } = await withPasskey();
  await using _ = node;
  const lost = await opening(node, output);
  const mine = await opening(node, words);
  expect(await keepAtNode(mine.api, { ...rosa, passkeys: [] }, words, 2)).toBe(3);
  expect(await code(call(lost.api, membersContract.me))).toBe('sign-in-needed');
  expect(await code(opening(node, output))).toBe('keyring-passkey');
  // Nor by another door: it is sealed to no more.
  const { api } = await opening(node, words);
  const { file } = await call(api, membersContract.keyring);
  expect(file).not.toBe(b64u(await sealKeyring(rosa)));
  expect((await opening(node, words)).keyring.passkeys).toEqual([]);
  const rows = await node.runtime.db.selectFrom('passkeys').selectAll().execute();
  expect(rows).toEqual([]);
  const kept = await node.runtime.db.selectFrom('record').select('action').execute();
  expect(kept.filter(({ action }) => action === 'keyring.passkeys')).toHaveLength(2);
});

test('a passkey changes no words, and no session adds a passkey without the key and a way in that stands', async () => {
  const { node, words, rosa, output, api, marisol } = await withPasskey();
  await using _ = node;
  const others = random(32);
  const made = await withPasskeys(rosa, output, others);
  const file = b64u(await sealKeyring(made));
  const passkeys = made.passkeys.map(({ signInKey }) => signInKey);
  const own = signingSecret(rosa);
  const put = async (given: { signInKey?: string; passkeys?: string[] }, ...secrets: Uint8Array[]) => {
    const proof = await proofBy(api, ...secrets);
    return call(api, membersContract.keepKeyring, { body: { file, passkeys, revision: 2, ...given, proof } });
  };
  for (const secrets of [[own], [signInKeyOf(output).secret], [own, signInKeyOf(others).secret]])
    expect(await code(put({}, ...secrets))).toBe('signature');
  const newWords = signInKeyOf(wordsOf(newSecret(), 'en'));
  const asNew = put({ signInKey: b64u(newWords.publicKey) }, own, signInKeyOf(output).secret);
  expect(await code(asNew)).toBe('signature');
  // Nobody else's key, none twice, no more than eight.
  const proved = [own, signInKeyOf(words).secret];
  const wordsKey = b64u(signInKeyOf(words).publicKey);
  for (const taken of [signingKey(marisol), wordsKey, signingKey(rosa)])
    expect(await code(put({ passkeys: [taken] }, ...proved))).toBe('duplicate-key');
  expect(await code(put({ passkeys: [passkeys[0]!, passkeys[0]!] }, ...proved))).toBe('duplicate-key');
  expect(await code(put({ passkeys: Array(9).fill(passkeys[0]) }, ...proved))).toBe('malformed');
  expect(await code(put({ passkeys: [b64u(new Uint8Array(32))] }, ...proved))).toBe('weak-key');
  // Her colleague cannot take it either.
  const lu = await signIn(connect(node.origin), marisol);
  const hers = signInKeyOf(random(32));
  const proof = await proofBy(lu, signingSecret(marisol), hers.secret);
  const body = { signInKey: b64u(hers.publicKey), file, passkeys: passkeys.slice(0, 1), revision: 0, proof };
  expect(await code(call(lu, membersContract.keepKeyring, { body }))).toBe('duplicate-key');
  expect((await opening(node, output)).keyring).toEqual(rosa);
  expect(await code(signInWith(connect(node.origin), hers.secret, new Date()))).toBe('signature');
});
