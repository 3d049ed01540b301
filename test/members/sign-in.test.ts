import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn, signOut } from '../../src/client/api/sign-in.ts';
import { type Keyring, signingSecret } from '../../src/client/keyring/keyring.ts';
import { markPeer, ownRoot } from '../../src/client/keyring/own-trust.ts';
import { sweepSignIns } from '../../src/members/sign-in.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { refusalSentence } from '../../src/platform/refusal.ts';
import { randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, signEnvelope } from '../../src/protocol/envelope.ts';
import { founded, founder } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const nonceOf = async (node: TestNode) => (await call(connect(node.origin), membersContract.challenge)).nonce;
const statementBy = (keyring: Keyring, origin: string, nonce: string, at = new Date()): Envelope =>
  signEnvelope(draftEnvelope('sign-in', { type: 'sign-in', origin, nonce, at: timeOf(at) }), signingSecret(keyring));
const hand = (node: TestNode, envelope: Envelope) =>
  call(connect(node.origin), membersContract.signIn, { body: { envelope } });

test('a member signs in, is known by pseudonym and roles, and signs out', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  expect(await code(call(connect(node.origin), membersContract.me))).toBe('sign-in-needed');
  const api = await signIn(connect(node.origin), rosa);
  expect(await call(api, membersContract.me)).toEqual({ member: rosa.member, roles: ['steward', 'accompanier'] });
  await signOut(api);
  expect(await code(call(api, membersContract.me))).toBe('sign-in-needed');
  expect(node.faults).toEqual([]);
});

test('every sign-in gives another token, of 256 bits', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const tokens = new Set<string>();
  for (let times = 0; times < 5; times++)
    tokens.add((await hand(node, statementBy(rosa, node.origin, await nonceOf(node)))).token);
  expect(tokens.size).toBe(5);
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('nobody signs in before the collective stands, and no stranger after', async () => {
  await using node = await startTestNode();
  const stranger = await founder(['steward', 'accompanier']);
  expect(await code(signIn(connect(node.origin), stranger))).toBe('not-set-up');
  const { rosa } = await founded(node);
  expect(await code(signIn(connect(node.origin), stranger))).toBe('signature');
  // Somebody else's key beside the member's own.
  const nonce = await nonceOf(node);
  const both = signEnvelope(statementBy(rosa, node.origin, nonce), signingSecret(stranger));
  expect(await code(hand(node, both))).toBe('signature');
});

test('a nonce is good once, for two minutes, and only if the node gave it', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const nonce = await nonceOf(node);
  const envelope = statementBy(rosa, node.origin, nonce);
  expect(await code(hand(node, envelope))).toBe('accepted');
  expect(await code(hand(node, envelope))).toBe('nonce');
  expect(await code(hand(node, statementBy(rosa, node.origin, randomId())))).toBe('nonce');
  const late = await nonceOf(node);
  node.clock.ahead = 121_000;
  expect(await code(hand(node, statementBy(rosa, node.origin, late)))).toBe('nonce');
  // A statement signed long ago, kept for a nonce that comes now.
  const now = await nonceOf(node);
  expect(await code(hand(node, statementBy(rosa, node.origin, now, new Date(Date.now() - 3_600_000))))).toBe('clock');
});

test('a device whose clock is another is told so, and how far it is from the clock of the node', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const saidAt = (ahead: number) =>
    signIn(connect(node.origin), rosa, new Date(node.runtime.clock.now().getTime() + ahead * 60_000)).then(
      () => 'accepted',
      (error: unknown) => refusalSentence(i18nFor('en'), error as Refusal),
    );
  // What clocks of people differ by is let pass.
  expect(await saidAt(-7)).toBe('accepted');
  expect(await saidAt(-17)).toMatch(/^The clock of this device is 17 minutes behind the clock of the node\./);
  expect(await saidAt(60.1)).toMatch(/^The clock of this device is 60 minutes ahead of the clock of the node\./);
  expect(await saidAt(-60 * 24 * 400)).toMatch(/^The clock of this device is 400 days behind the clock of the node\./);
  // The clock of the node went wrong instead: the same, from the other side.
  node.clock.ahead = 3 * 3_600_000;
  const late = signIn(connect(node.origin), rosa, new Date());
  await expect(late).rejects.toMatchObject({ code: 'clock', where: '-180' });
});

test('two at once with one nonce: one gets in', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const envelope = statementBy(rosa, node.origin, await nonceOf(node));
  const answers = await Promise.all([code(hand(node, envelope)), code(hand(node, envelope))]);
  expect(answers.toSorted()).toEqual(['accepted', 'nonce']);
});

test("a hostile node that passes on another's challenge gets nowhere", async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const handed: Envelope[] = [];
  const hostile = new Hono();
  hostile.post('/sign-in/challenge', async (c) => c.json({ nonce: await nonceOf(node) }));
  hostile.post('/sign-in', async (c) => {
    handed.push(((await c.req.json()) as { envelope: Envelope }).envelope);
    return c.json({ token: 'A'.repeat(43), expires: timeOf(new Date()) });
  });
  const server = createAdaptorServer({ fetch: hostile.fetch });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await signIn(connect(`http://localhost:${(server.address() as AddressInfo).port}`), rosa);
  server.close();
  expect(handed).toHaveLength(1);
  expect(await code(hand(node, handed[0]!))).toBe('origin');
});

test('a session ends after half an hour, and what ended is swept away', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const api = await signIn(connect(node.origin), rosa);
  const count = async () => {
    const sessions = await node.runtime.db.selectFrom('sessions').select('token_hash').execute();
    const nonces = await node.runtime.db.selectFrom('used_nonces').select('nonce').execute();
    return [sessions.length, nonces.length];
  };
  await sweepSignIns(node.runtime);
  expect(await count()).toEqual([1, 1]);
  node.clock.ahead = 30 * 60_000 + 1000;
  expect(await code(call(api, membersContract.me))).toBe('sign-in-needed');
  await sweepSignIns(node.runtime);
  expect(await count()).toEqual([0, 0]);
});

test('no token, nonce or code lies in the database or the log as it was sent', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const nonce = await nonceOf(node);
  const { token } = await hand(node, statementBy(rosa, node.origin, nonce));
  const rows = await Promise.all(
    (['node', 'sessions', 'members', 'seal_keys', 'box_shares', 'manifests', 'record', 'node_keys'] as const).map(
      (table) => node.runtime.db.selectFrom(table).selectAll().execute(),
    ),
  );
  const everything = JSON.stringify(rows) + node.logged.join();
  for (const secret of [token, rosa.signing, rosa.identity, rosa.boxes[0]!.identity, ...node.printed]) {
    expect(everything).not.toContain(secret);
  }
  expect(everything).not.toContain('PRIVATE');
});

test('a seal-key is replaced by a newer one of the same member only', async () => {
  await using node = await startTestNode();
  const { rosa, marisol } = await founded(node);
  const api = await signIn(connect(node.origin), rosa);
  const statement = (member: string, at: Date) => ({
    type: 'seal-key' as const,
    member,
    recipient: marisol.recipient,
    at: timeOf(at),
  });
  const put = (by: Keyring, member: string, at: Date) =>
    code(
      call(api, membersContract.replaceSealKey, {
        body: { envelope: signEnvelope(draftEnvelope('seal-key', statement(member, at)), signingSecret(by)) },
      }),
    );
  const soon = new Date(Date.now() + 5000);
  expect(await put(rosa, rosa.member, soon)).toBe('accepted');
  expect(await put(rosa, rosa.member, soon)).toBe('conflict');
  expect(await put(rosa, rosa.member, new Date(Date.now() - 60_000))).toBe('conflict');
  expect(await put(marisol, marisol.member, new Date(Date.now() + 9000))).toBe('not-allowed');
  expect(await put(rosa, marisol.member, new Date(Date.now() + 9000))).toBe('signature');
  const root = await ownRoot(api, rosa);
  expect(root.recipients.get(rosa.member)).toBe(marisol.recipient);
  expect(await code(call(connect(node.origin), membersContract.sealKeys))).toBe('sign-in-needed');
});

test('a keyring refuses a node that serves less or other than it has seen', async () => {
  await using node = await startTestNode();
  await using other = await startTestNode();
  const { rosa } = await founded(node);
  const { rosa: elsewhere } = await founded(other);
  const api = await signIn(connect(node.origin), rosa);
  const { keyring, chain } = await ownRoot(api, rosa);
  const further = { ...keyring, manifest: { version: 2, id: keyring.manifest!.id } };
  expect(await code(ownRoot(api, further))).toBe('manifest-rollback');
  expect(await code(ownRoot(api, { ...keyring, collective: elsewhere.collective }))).toBe('chain');
  expect(await code(ownRoot(api, { ...keyring, collective: null }))).toBe('not-set-up');
  const later = { ...keyring, sealKeys: { [rosa.member]: '2099-01-01T00:00:00Z' } };
  expect(await code(ownRoot(api, later))).toBe('manifest-rollback');
  // Peers the same way.
  const marked = markPeer(keyring, chain);
  expect(() =>
    markPeer({ ...marked, peers: { [chain.collective]: { version: 2, id: chain.newest.id } } }, chain),
  ).toThrow('manifest-rollback');
});

test('an accompanier whose keyring missed the box gets their share when they come back', async () => {
  await using node = await startTestNode();
  const { marisol } = await founded(node);
  const api = await signIn(connect(node.origin), marisol);
  const { keyring } = await ownRoot(api, { ...marisol, boxes: [] });
  expect(keyring.boxes).toEqual(marisol.boxes);
});
