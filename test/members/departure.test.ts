import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { type Api, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { moveIn, openAtNode } from '../../src/client/keyring/at-node.ts';
import { type Keyring, newKeyring, signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { depart, listPlain, stay } from '../../src/client/keyring/plain.ts';
import { provedFor } from '../../src/client/keyring/under-code.ts';
import { keepNickname } from '../../src/members/nickname.ts';
import { generateSigningKey } from '../../src/protocol/ed25519.ts';
import { b64u } from '../../src/protocol/encoding.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { plainAt } from '../support/plain-member.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { drafting, newDevice, proofBy, signing, working } from './people.ts';

/* Leaving by oneself: a plain member at once, somebody whom the manifest lists once it lists them no more. */

let node: TestNode;
let people: { rosa: Keyring; marisol: Keyring; tono: Keyring };
beforeEach(async () => {
  node = await startTestNode();
  people = await founded(node);
});
afterEach(async () => {
  expect(node.faults).toEqual([]);
  await node[Symbol.asyncDispose]();
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const as = async (keyring: Keyring): Promise<Api> => (await working(node, keyring)).api;
const opens = (words: string) => code(openAtNode(connect(node.origin), words, new Date()));
/** Says so at a device whose keyring is a file. */
const leaves = async (keyring: Keyring) => {
  const api = await as(keyring);
  return depart(api, await proofBy(api, signingSecret(keyring)));
};
const actions = async (): Promise<string[]> => {
  const rows = node.runtime.db.selectFrom('record').select('action').where('action', 'like', 'members.%');
  return (await rows.orderBy('seq').execute()).map(({ action }) => action);
};

describe('a plain member', () => {
  it('is gone at once, with all that is theirs, by a proof that their keyring gives', async () => {
    const lu = await plainAt(node.origin, people.marisol);
    const { api, keyring } = await lu.open();
    const { db } = node.runtime;
    await keepNickname(node.runtime, keyring.member, 'Lucerito');
    const sign_in_key = b64u(generateSigningKey().publicKey);
    await db.insertInto('passkeys').values({ keyid: 'k', member: keyring.member, sign_in_key }).execute();
    const join = [`${keyring.member}/${signingKey(keyring)}`];
    await drafting(node, people.rosa, { join, roles: { [keyring.member]: ['accompanier'] } });
    await signing(node, people.marisol);
    // A session, or their key alone, takes nobody's keyring away.
    expect(await code(depart(api, await proofBy(api, signingSecret(keyring))))).toBe('signature');
    expect(await code(depart(api, await proofBy(api, signingSecret(people.rosa))))).toBe('signature');
    expect(await opens(lu.words)).toBe('accepted');
    expect(await depart(api, await provedFor(api, keyring, lu.words, new Date()))).toBe(true);
    expect(await code(call(api, membersContract.me))).toBe('sign-in-needed');
    expect(await opens(lu.words)).toBe('keyring-phrase');
    for (const table of ['sessions', 'keyrings', 'passkeys', 'seal_keys', 'members'] as const)
      expect(await db.selectFrom(table).select('member').where('member', '=', keyring.member).execute()).toEqual([]);
    expect(await listPlain(await as(people.rosa))).toEqual([]);
    // What two stewards had signed for them is over.
    const { proposals } = await call(await as(people.tono), membersContract.rotation);
    expect(proposals.map(({ lapsed }) => lapsed !== null)).toEqual([true]);
    expect((await actions()).slice(-1)).toEqual(['members.left']);
  });
});

describe('somebody whom the manifest lists', () => {
  it('is told when too few would stay, and nothing is kept of it', async () => {
    for (const one of Object.values(people)) expect(await code(leaves(one))).toBe('too-few-stay');
    expect((await call(await as(people.rosa), membersContract.rotation)).leaving).toEqual([]);
  });

  describe('with enough others', () => {
    beforeEach(async () => {
      const given = await newDevice(node, people.marisol, { member: null, roles: ['steward', 'accompanier'] });
      await drafting(node, people.rosa, { join: [given.keyring.member] });
      await signing(node, people.marisol);
      expect((await signing(node, given.keyring, given.code)).accepted).toBe(true);
    });

    it('says so, works on as before, and may stay after all', async () => {
      expect(await leaves(people.tono)).toBe(false);
      const state = async (api: Api) => (await call(api, membersContract.rotation)).leaving;
      const seen = await state(await as(people.rosa));
      expect(seen).toEqual([{ member: people.tono.member, since: expect.stringMatching(/Z$/) }]);
      const lu = await plainAt(node.origin, people.marisol);
      expect(await state((await lu.open()).api)).toEqual([]);
      // With the first of them gone a second one would leave too few.
      expect(await code(leaves(people.rosa))).toBe('too-few-stay');
      // It is others' to propose, and to sign.
      expect(await code(drafting(node, people.tono, { leave: [people.tono.member] }))).toBe('not-allowed');
      await stay(await as(people.tono));
      expect(await state(await as(people.rosa))).toEqual([]);
      expect(await leaves(people.rosa)).toBe(false);
      expect((await actions()).filter((one) => /leaving|staying/.test(one))).toEqual([
        'members.leaving',
        'members.staying',
        'members.leaving',
      ]);
    });

    it('is gone once two others signed the manifest without them: keyring, sessions and nickname too', async () => {
      const words = wordsOf(newSecret(), 'es');
      const marisol = { ...people.marisol, phrase: (await newKeyring([], words)).phrase };
      await moveIn(await signIn(connect(node.origin), marisol), marisol, words, new Date());
      await keepNickname(node.runtime, marisol.member, 'Mari del río');
      const { api, keyring } = await openAtNode(connect(node.origin), words, new Date());
      expect(await code(depart(api, await proofBy(api, signingSecret(keyring))))).toBe('signature');
      expect(await depart(api, await provedFor(api, keyring, words, new Date()))).toBe(false);
      expect(await code(call(api, membersContract.me))).toBe('accepted');
      await drafting(node, people.rosa, { leave: [marisol.member] });
      expect(await opens(words)).toBe('accepted');
      expect((await signing(node, people.tono)).accepted).toBe(true);
      expect(await code(call(api, membersContract.me))).toBe('sign-in-needed');
      expect(await opens(words)).toBe('keyring-phrase');
      const { db } = node.runtime;
      for (const table of ['sessions', 'keyrings', 'seal_keys', 'members'] as const)
        expect(await db.selectFrom(table).select('member').where('member', '=', marisol.member).execute()).toEqual([]);
      expect((await call(await as(people.rosa), membersContract.rotation)).leaving).toEqual([]);
    });
  });
});
