import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { membersSetUpContract } from '../../schemas/routes/members-set-up.ts';
import { type Api, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signedIn } from '../../src/client/api/sign-in.ts';
import { newcomer } from '../../src/client/desk/begin/newcomer.ts';
import { openAtNode } from '../../src/client/keyring/at-node.ts';
import { newKeyring } from '../../src/client/keyring/keyring.ts';
import { foundersKept, keepUnderCode, openUnderCode, sealedFor } from '../../src/client/keyring/under-code.ts';
import { draftManifest, enrol, keepProfile, readSetUp } from '../../src/client/set-up/set-up.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { newSecret, phraseSignInKeyOf, secretFrom, wordsOf } from '../../src/protocol/secrets.ts';
import { enrolled, founder, profile, read, sign, withCode } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const newWords = () => wordsOf(newSecret(), 'es');

/** Rosa gives her keys with her keyring, as a browser does. */
async function rosaIn(node: TestNode) {
  const words = newWords();
  const keyring = await newKeyring(['steward', 'accompanier'], words);
  await enrol(withCode(node), keyring, new Date(), await sealedFor(keyring, words));
  return { words, keyring };
}
const opened = (node: TestNode, words: string) => openUnderCode(withCode(node), foundersKept, words, new Date());

test('a founder’s keyring lies at the node from the moment that its public half is given, and opens with its words alone', async () => {
  await using node = await startTestNode();
  const { words, keyring } = await rosaIn(node);
  expect(await opened(node, words)).toEqual({ keyring, revision: 1 });
  expect(await code(opened(node, newWords()))).toBe('signature');
  // Without the set-up code nobody gets at it, nor signs in.
  const bare = connect(node.origin);
  expect(await code(openUnderCode(bare, foundersKept, words, new Date()))).toBe('set-up-code');
  expect(await code(openAtNode(bare, words, new Date()))).toBe('not-set-up');
  const kept = JSON.stringify(await node.runtime.db.selectFrom('keyrings').selectAll().execute()) + node.logged.join();
  for (const secret of [keyring.signing, keyring.identity, words]) expect(kept).not.toContain(secret);
});

test('one statement opens it once, and only at this node', async () => {
  await using node = await startTestNode();
  const { words } = await rosaIn(node);
  const { secret } = phraseSignInKeyOf(secretFrom(words));
  const ask = (envelope: Awaited<ReturnType<typeof signedIn>>) =>
    call(withCode(node), membersSetUpContract.foundersKeyring, { body: { envelope } });
  const envelope = await signedIn(withCode(node), secret, new Date());
  await ask(envelope);
  expect(await code(ask(envelope))).toBe('nonce');
  const elsewhere = await signedIn({ ...withCode(node), origin: 'https://other.example' }, secret, new Date());
  expect(await code(ask(elsewhere))).toBe('origin');
});

test('a changed one takes the place of the revision that it was read as, and of no other', async () => {
  await using node = await startTestNode();
  const { words, keyring } = await rosaIn(node);
  const changed = { ...keyring, collective: 'A'.repeat(43) };
  const keep = (revision: number) =>
    keepUnderCode(withCode(node), foundersKept, { keyring: changed, words, revision }, new Date());
  expect(await keep(1)).toBe(2);
  expect(await code(keep(1))).toBe('conflict');
  expect((await opened(node, words)).keyring).toEqual(changed);
});

test('words that give a key which signs for somebody are taken by nobody, and nothing of it stays', async () => {
  await using node = await startTestNode();
  const { words, keyring } = await rosaIn(node);
  const other = await founder(['steward']);
  const sealed = await sealedFor(keyring, words);
  expect(await code(enrol(withCode(node), other, new Date(), sealed))).toBe('duplicate-key');
  const asKey = { ...sealed, signInKey: (await readSetUp(withCode(node))).members[0]!.publicKey };
  expect(await code(enrol(withCode(node), other, new Date(), asKey))).toBe('duplicate-key');
  expect((await readSetUp(withCode(node))).members.length).toBe(1);
});

test('with the last signature the code is gone and the words sign in; who is not listed leaves no keyring', async () => {
  await using node = await startTestNode();
  const { words } = await rosaIn(node);
  const late = await rosaIn(node);
  const { marisol, tono } = await enrolled(node).then(({ marisol, tono }) => ({ marisol, tono }));
  const { keyring: rosa } = await opened(node, words);
  const listed = [rosa.member, marisol.member, tono.member];
  const shown = await read(node, ({ member }) => listed.includes(member));
  const save = async (keyring: typeof rosa) =>
    void (await keepUnderCode(withCode(node), foundersKept, { keyring, words, revision: 1 }, new Date()));
  await draftManifest(withCode(node), rosa, { profile, shown }, save);
  for (const one of [marisol, tono]) await sign(node, one);
  expect(await code(opened(node, words))).toBe('already-set-up');
  const held = await openAtNode(connect(node.origin), words, new Date());
  expect(held.keyring.boxes.length).toBe(1);
  expect(await code(openAtNode(connect(node.origin), late.words, new Date()))).toBe('keyring-phrase');
  const rows = await node.runtime.db.selectFrom('keyrings').select('member').execute();
  expect(rows).toEqual([{ member: rosa.member }]);
});

test('what the collective will call itself is changed by whoever read it, and forgotten once it stands', async () => {
  await using node = await startTestNode();
  const api = withCode(node);
  expect((await readSetUp(api)).profile).toBe(null);
  const second = { ...profile, name: 'La Ceiba' };
  expect((await keepProfile(api, profile, null)).profile).toEqual(profile);
  // Once more, since the answer was lost.
  expect((await keepProfile(api, profile, null)).profile).toEqual(profile);
  expect(await code(keepProfile(api, second, null))).toBe('conflict');
  expect((await keepProfile(api, second, profile)).profile).toEqual(second);
  const { rosa, marisol, tono } = await enrolled(node);
  await draftManifest(api, rosa, { profile: second }, async () => {});
  for (const one of [marisol, tono]) await sign(node, one);
  const row = await node.runtime.db.selectFrom('node').select(['name', 'set_up_profile']).executeTakeFirst();
  expect(row).toEqual({ name: 'La Ceiba', set_up_profile: null });
});

test('words that were typed first and are answered last open nothing any more', async () => {
  await using node = await startTestNode();
  const [rosa, marisol] = [await rosaIn(node), await rosaIn(node)];
  const [came, goes] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const api = withCode(node);
  let held = false;
  const slow: Api = {
    ...api,
    async send(...asked) {
      const text = await api.send(...asked);
      if (!held) {
        held = true;
        came.resolve();
        await goes.promise;
      }
      return text;
    },
  };
  const guest = newcomer(i18nFor('es'), () => new Date());
  guest.under(slow, foundersKept);
  const first = code(guest.resume(rosa.words));
  await came.promise;
  await guest.resume(marisol.words);
  goes.resolve();
  expect(await first).toBe('conflict');
  expect([guest.words(), guest.keyring()?.member]).toEqual([marisol.words, marisol.keyring.member]);
  // Nor does a keyring count as made with words that were shown after its own.
  guest.newWords();
  guest.made(rosa.keyring, rosa.words);
  expect(guest.keyring()).toBe(null);
});
