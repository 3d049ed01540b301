import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { membersContract } from '../../schemas/routes/members.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { signingSecret } from '../../src/client/keyring/keyring.ts';
import { daysAfter } from '../../src/protocol/calendar.ts';
import { b64u, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../src/protocol/envelope.ts';
import { dropCommitOf } from '../../src/protocol/secrets.ts';
import { startTestNode } from '../members/node.ts';
import { underKey } from '../support/under-key.ts';
import { type Collective, found } from '../support/world.ts';

/* Whoever floods what others need to come in, to erase or to take back hurts themselves alone. */

let ceiba: Collective & AsyncDisposable;
beforeAll(async () => {
  ceiba = await found('Ceiba');
});
afterAll(() => ceiba[Symbol.asyncDispose]());

const flood = 300;
const post = (path: string, body: unknown) =>
  fetch(`${ceiba.origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const times = <T>(count: number, work: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => work(at)));
const rowsIn = async (table: 'used_nonces' | 'sessions') =>
  (await ceiba.node!.app.runtime.db.selectFrom(table).select('expires').execute()).length;

describe('signing in', () => {
  test('stays open while a stranger asks for challenges and shows made-up ones, which cost no row', async () => {
    const before = await rowsIn('used_nonces');
    const [api, keyring] = [connect(ceiba.origin), ceiba.keyrings[0]!];
    const asked = await times(flood, () => call(api, membersContract.challenge));
    expect(new Set(asked.map(({ nonce }) => nonce)).size).toBe(flood);
    const statement = { type: 'sign-in' as const, origin: ceiba.origin, nonce: '', at: timeOf(new Date()) };
    const forged = async (nonce: string) => {
      const envelope = signEnvelope(draftEnvelope('sign-in', { ...statement, nonce }), signingSecret(keyring));
      return (await (await post('/sign-in', { envelope })).json()) as { code?: string };
    };
    const answers = await times(flood, () => forged(randomId()));
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['nonce']));
    // Made of a real one: another time, another mark.
    const real = Buffer.from(asked[0]!.nonce, 'base64url');
    for (const at of [0, 3, 5, 8, 15]) {
      const changed = Buffer.from(real);
      changed[at]! ^= 1;
      expect(await forged(b64u(changed))).toEqual({ code: 'nonce' });
    }
    expect(await rowsIn('used_nonces')).toBe(before);
    await signIn(api, keyring);
    expect(await rowsIn('used_nonces')).toBe(before + 1);
  });

  test('takes a nonce once, also when it is shown twice at one instant', async () => {
    const { nonce } = await call(connect(ceiba.origin), membersContract.challenge);
    const statement = { type: 'sign-in' as const, origin: ceiba.origin, nonce, at: timeOf(new Date()) };
    const envelope = signEnvelope(draftEnvelope('sign-in', statement), signingSecret(ceiba.keyrings[1]!));
    const before = await rowsIn('sessions');
    const answers = await times(6, async () => (await post('/sign-in', { envelope })).status);
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(await rowsIn('sessions')).toBe(before + 1);
  });

  test('takes no nonce of another node, or one that is over', async () => {
    await using other = await startTestNode();
    const { nonce } = await call(connect(other.origin), membersContract.challenge);
    const statement = { type: 'sign-in' as const, origin: ceiba.origin, nonce, at: timeOf(new Date()) };
    const envelope = signEnvelope(draftEnvelope('sign-in', statement), signingSecret(ceiba.keyrings[1]!));
    expect(await (await post('/sign-in', { envelope })).json()).toEqual({ code: 'nonce' });
  });
});

test('the set-up code of a new node stays good however many guess', async () => {
  await using node = await startTestNode();
  const guess = async (authorization: string) =>
    (await fetch(`${node.origin}/setup`, { headers: { authorization } })).status;
  const guessed = await times(flood, (at) => guess(`Setup guess-${at}`));
  expect(new Set(guessed)).toEqual(new Set([403]));
  expect(node.printed).toHaveLength(1);
  expect(await guess(`Setup ${node.code()}`)).toBe(200);
  const began = performance.now();
  expect(await guess('Setup one more')).toBe(403);
  expect(performance.now() - began).toBeGreaterThanOrEqual(149);
});

describe('POST /drop', () => {
  const one = async (body: { delivery: string; token: string }) => {
    const began = performance.now();
    const answer = await post('/drop', body);
    const { date: _, ...headers } = Object.fromEntries(answer.headers);
    return { seen: { status: answer.status, headers, text: await answer.text() }, ms: performance.now() - began };
  };

  /** Something of a peer's that lies here, as the receiving rules would have kept it. */
  async function lying(): Promise<{ delivery: string; token: string }> {
    const [delivery, token, peer] = [randomId(), randomId(), b64u(Buffer.alloc(32, 5))];
    const { db } = ceiba.node!.app.runtime;
    const now = new Date();
    await db
      .insertInto('peers')
      .values({
        peer,
        actor: 'https://partner.example/actor',
        origin: 'https://partner.example',
        inbox: 'https://partner.example/inbox',
        name: 'Partner',
        handle: '@partner@partner.example',
        state: 'compared',
        pinned: now,
        changed: now,
      })
      .onConflict((oc) => oc.doNothing())
      .execute();
    const sealed = { edition: 1, kind: 'alert', header: '{}', body: 'YQ', cipher: b64u(Buffer.alloc(32, 6)) };
    const row = { ...sealed, peer, delivery, drop_commit: dropCommitOf(token), drop_after: daysAfter(now, 9) };
    await db
      .insertInto('incoming')
      .values(await underKey(db, { ...row, received: now }, 'body'))
      .execute();
    return { delivery, token };
  }

  test('says the same of a wrong token, of what is not here and of what was, in the same time', async () => {
    const [here, gone] = [await lying(), await lying()];
    expect((await one(gone)).seen).toMatchObject({ status: 202, text: '{"erased":true}' });
    const asked = {
      'a wrong token': () => one({ ...here, token: randomId() }),
      'never here': () => one({ delivery: randomId(), token: randomId() }),
      'was here': () => one(gone),
      'was here, a wrong token': () => one({ ...gone, token: randomId() }),
    };
    const answers = new Set<string>();
    for (let round = 0; round < 5; round++)
      for (const ask of Object.values(asked)) {
        const { seen, ms } = await ask();
        answers.add(JSON.stringify(seen));
        // The floor hides how long the look-up took.
        expect(ms).toBeGreaterThanOrEqual(149);
      }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain('nothing-here');
  });

  test('erases for the right token while strangers guess, and says so once', async () => {
    const here = await lying();
    const guesses = times(flood, () => one({ delivery: here.delivery, token: randomId() }));
    const right = await one(here);
    expect(right.seen).toMatchObject({ status: 202, text: '{"erased":true}' });
    expect((await guesses).every(({ seen }) => seen.status === 404)).toBe(true);
    expect((await one(here)).seen.status).toBe(404);
  });
});

test('words that name nothing lock nobody out', async () => {
  const statuses = await times(flood, async () => (await post('/my-code', { locator: randomId() })).status);
  expect(new Set(statuses)).toEqual(new Set([404]));
});

test('links into a browser and invitations are not counted', async () => {
  const { origin } = ceiba;
  const entered = await times(flood, async (at) => (await fetch(`${origin}/enter/guess-${at}`)).status);
  expect(new Set(entered)).toEqual(new Set([200]));
  const headers = (at: number) => ({ authorization: `Invite guess-${at}` });
  const invited = await times(
    flood,
    async (at) => (await fetch(`${origin}/rotation`, { headers: headers(at) })).status,
  );
  expect(new Set(invited)).toEqual(new Set([403]));
});

test('a wrong code of an invitation is refused no sooner than any other code', async () => {
  const headers = { authorization: 'Invite no-such-code', 'content-type': 'application/json' };
  const statement = { type: 'sign-in' as const, origin: ceiba.origin, nonce: randomId(), at: timeOf(new Date()) };
  const envelope = signEnvelope(draftEnvelope('sign-in', statement), signingSecret(ceiba.keyrings[0]!));
  const asked: [method: string, path: string, body: unknown][] = [
    ['GET', '/rotation', undefined],
    ['POST', '/rotation/keys', { publicKey: b64u(Buffer.alloc(32, 1)), sealKey: envelope }],
    ['POST', '/rotation/signatures', { envelope }],
  ];
  for (const [method, path, body] of asked) {
    const began = performance.now();
    const sent = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(`${ceiba.origin}${path}`, sent);
    expect([path, await answer.json()]).toEqual([path, { code: 'invitation' }]);
    expect(performance.now() - began, path).toBeGreaterThanOrEqual(149);
  }
});
