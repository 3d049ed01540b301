import { expect, test } from 'vitest';
import { publicMultibase } from '../../src/federation/key-pairs.ts';
import { storedKey } from '../../src/federation/key-store.ts';
import {
  activityStreams,
  actorOf,
  answerJson,
  follow,
  post,
  rawPost,
  sharedPair,
  signed,
  startNode,
  startStranger,
} from './stage.ts';

for (const kind of ['cavage', 'rfc9421'] as const) {
  test(`somebody elsewhere follows, signed by ${kind}: taken as it was written, one look-up, the next one none`, async () => {
    const node = await startNode();
    const lu = await startStranger();
    const activity = { ...follow(lu.actor, `${node.origin}/actor`), extension: { kept: [1, 'two'] } };
    expect(await post(node.inbox, activity, lu.key, kind)).toMatchObject({ status: 202 });
    expect(node.received).toEqual([{ activity, from: { actor: lu.actor, peer: null } }]);
    expect(node.fetched).toEqual([lu.actor]);
    expect(await post(node.inbox, follow(lu.actor, `${node.origin}/actor`), lu.key, kind)).toMatchObject({
      status: 202,
    });
    expect(node.fetched).toHaveLength(1);
  });

  test(`behind a TLS proxy the address differs from the name, and ${kind} still holds`, async () => {
    const node = await startNode({ publicOrigin: 'https://ceiba.example' });
    const lu = await startStranger();
    const named = 'https://ceiba.example/actors/self/inbox';
    const { headers, bytes } = await signed(named, follow(lu.actor, 'https://ceiba.example/actor'), lu.key, kind);
    const answer = await fetch(node.inbox, { method: 'POST', headers, body: bytes });
    expect(answer.status).toBe(202);
    expect(node.received).toHaveLength(1);
  });

  test(`what was signed for another node is not taken here (${kind})`, async () => {
    const [here, there] = [await startNode(), await startNode()];
    const lu = await startStranger();
    const { headers, bytes } = await signed(there.inbox, follow(lu.actor, `${there.origin}/actor`), lu.key, kind);
    headers.host = new URL(there.origin).host;
    const answer = await rawPost(here.inbox, headers, bytes);
    expect(answer).toBe(401);
    expect(here.received).toEqual([]);
  });
}

test('a type that nobody takes is answered and forgotten', async () => {
  const node = await startNode();
  const lu = await startStranger();
  for (const type of ['Like', 'Announce', '__proto__', 'constructor']) {
    const answer = await post(node.inbox, { ...follow(lu.actor, node.origin), type }, lu.key);
    expect(answer).toMatchObject({ status: 202 });
  }
  expect(node.received).toEqual([]);
});

test('a key at a URL of its own counts once the actor names it', async () => {
  const node = await startNode();
  const lu = await startStranger();
  const keyId = `${lu.actor}/main-key`;
  const document = actorOf(lu.actor, keyId, lu.publicKeyPem);
  lu.answer = (path, _request, response) => path.startsWith('/users/lu') && answerJson(response, document);
  const answer = await post(node.inbox, follow(lu.actor, node.origin), { ...lu.key, keyId });
  expect(answer).toMatchObject({ status: 202 });
  expect(node.fetched).toEqual([keyId, lu.actor]);
});

test('a document on the same host that claims to be the actor is not the actor', async () => {
  const node = await startNode();
  const lu = await startStranger();
  const mallory = await sharedPair('mallory');
  const upload = `${lu.origin}/media/7.json`;
  const { publicKeyPem } = await startStranger('mallory');
  const claimed = actorOf(lu.actor, `${upload}#main-key`, publicKeyPem);
  lu.answer = (path, _request, response) => path === '/media/7.json' && answerJson(response, claimed);
  const key = { keyId: `${upload}#main-key`, privateKey: mallory.privateKey };
  expect(await post(node.inbox, follow(lu.actor, node.origin), key)).toEqual({ status: 401, code: 'signature' });
  expect(node.received).toEqual([]);
});

test('a key that was verified for one person is nobody else’s on that host', async () => {
  const node = await startNode();
  const lu = await startStranger();
  const rosa = `${lu.origin}/users/rosa`;
  const other = await startStranger('rosa');
  const document = actorOf(rosa, `${rosa}#main-key`, other.publicKeyPem);
  lu.answer = (path, _request, response) => path === '/users/rosa' && answerJson(response, document);
  expect(await post(node.inbox, follow(lu.actor, node.origin), lu.key)).toMatchObject({ status: 202 });
  expect(await post(node.inbox, follow(rosa, node.origin), lu.key)).toEqual({ status: 401, code: 'signature' });
  expect(node.received.map(({ from }) => from.actor)).toEqual([lu.actor]);
});

test('a failed look-up is not remembered: the same delivery passes when the key is there', async () => {
  const node = await startNode();
  const lu = await startStranger();
  lu.answer = (_path, _request, response) => {
    response.writeHead(500).end();
    return true;
  };
  const activity = follow(lu.actor, node.origin);
  expect(await post(node.inbox, activity, lu.key)).toEqual({ status: 401, code: 'signature' });
  lu.answer = () => false;
  expect(await post(node.inbox, activity, lu.key)).toMatchObject({ status: 202 });
});

test('a replaced key is found at once, and the old one is believed for an hour at most', async () => {
  let now = new Date();
  const node = await startNode({ clock: { now: () => now } });
  const lu = await startStranger();
  await post(node.inbox, follow(lu.actor, node.origin), lu.key);
  const next = await startStranger('replaced');
  lu.document = actorOf(lu.actor, lu.key.keyId, next.publicKeyPem);
  const stored = await storedKey(node.db, { actor: lu.actor, keyId: lu.key.keyId }, now);
  expect(stored?.publicKey).toBe(lu.publicKeyPem);
  const replaced = { ...lu.key, privateKey: next.key.privateKey };
  expect(await post(node.inbox, follow(lu.actor, node.origin), replaced)).toMatchObject({ status: 202 });
  expect(await post(node.inbox, follow(lu.actor, node.origin), lu.key)).toEqual({ status: 401, code: 'signature' });
  now = new Date(now.getTime() + 3_600_001);
  expect(await storedKey(node.db, { actor: lu.actor, keyId: lu.key.keyId }, now)).toBeNull();
});

test('a pinned collective is verified by its pinned key alone, without any look-up, on both ways', async () => {
  const hawthorn = await startStranger();
  const publicKey = await publicMultibase((await sharedPair('stranger')).publicKey);
  const node = await startNode({
    pinned: async (actor, keyId) =>
      actor !== hawthorn.actor ? null : keyId === hawthorn.key.keyId ? { peer: 'hawthorn', publicKey } : 'unknown-key',
  });
  const delivery = deliveryOf(hawthorn.actor, `${node.origin}/actor`);
  for (const kind of ['cavage', 'rfc9421'] as const) {
    expect(await post(node.inbox, delivery, hawthorn.key, kind)).toMatchObject({ status: 202 });
    expect(await post(node.inbox, follow(hawthorn.actor, node.origin), hawthorn.key, kind)).toMatchObject({
      status: 202,
    });
  }
  const from = { actor: hawthorn.actor, peer: 'hawthorn' };
  expect(node.deliveries).toEqual(Array(2).fill({ content: delivery.object.content, from }));
  expect(node.received.map((one) => one.from)).toEqual([from, from]);
  const elsewhere = deliveryOf(hawthorn.actor, 'https://maguey.example/actor');
  expect(await post(node.inbox, elsewhere, hawthorn.key)).toEqual({ status: 400, code: 'not-for-me' });
  for (const spoilt of [
    { ...delivery, cc: [] },
    { ...delivery, to: [`${node.origin}/actor`, 'https://maguey.example/actor'] },
    { ...delivery, object: { ...delivery.object, name: 'x' } },
    { ...delivery, object: { ...delivery.object, content: 'ñ' } },
    { ...delivery, type: 'Update' },
  ])
    expect(await post(node.inbox, spoilt, hawthorn.key)).toEqual({ status: 400, code: 'malformed' });
  const otherName = { ...hawthorn.key, keyId: `${hawthorn.actor}#other` };
  const otherKey = { ...hawthorn.key, privateKey: (await sharedPair('mallory')).privateKey };
  for (const key of [otherName, otherKey]) {
    expect(await post(node.inbox, delivery, key)).toEqual({ status: 401, code: 'signature' });
    expect(await post(node.inbox, follow(hawthorn.actor, node.origin), key)).toEqual({
      status: 401,
      code: 'signature',
    });
  }
  expect(node.fetched).toEqual([]);
});

test('a delivery of somebody unknown is refused without any look-up', async () => {
  const node = await startNode();
  const lu = await startStranger();
  const answer = await post(node.inbox, deliveryOf(lu.actor, `${node.origin}/actor`), lu.key);
  expect(answer).toEqual({ status: 403, code: 'unknown-issuer' });
  expect(node.fetched).toEqual([]);
});

function deliveryOf(actor: string, to: string) {
  return {
    '@context': activityStreams,
    id: `${new URL(actor).origin}/activities/sealed`,
    type: 'Create',
    actor,
    to: [to],
    object: { type: 'Document', mediaType: 'application/vnd.convive.delivery.v1', content: '{"header":1}' },
  };
}
