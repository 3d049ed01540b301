import { expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../src/federation/json-shape.ts';
import { publicMultibase } from '../../src/federation/key-pairs.ts';
import { createEgress } from '../../src/platform/egress.ts';
import { openWayOut } from '../../src/way-out.ts';
import { follow, post, sharedPair, startNode, startStranger } from '../federation/stage.ts';

/* As in inbox.test.ts, where a node of the kit alone shows more: what it was told of partners and followers. */

const forged = { status: 401, code: 'signature' };
const taken = { status: 202 };

test('a kept key verifies Undo and Delete too when strangers have used up the look-ups of that host', async () => {
  const lu = await startStranger();
  const mallory = await startStranger('mallory');
  const kept = { keyId: lu.key.keyId, publicKey: lu.publicKeyPem };
  const clock = { now: () => new Date() };
  const egress = createEgress({ allowLoopback: true, userAgent: 'Convive-test' });
  onTestFinished(() => egress[Symbol.asyncDispose]());
  const node = await startNode({
    ...openWayOut(egress, clock),
    followerKeys: {
      of: async (actor) => (actor === lu.actor ? kept : null),
      shown: async () => {},
      gone: async () => {},
    },
  });
  lu.answer = (_path, _request, response) => {
    response.writeHead(500).end();
    return true;
  };
  const says = (type: string, object = node.origin) => ({ ...follow(lu.actor, object), type });
  for (let at = 0; at < 20; at++) expect(await post(node.inbox, says('Like'), lu.key)).toEqual(forged);
  const over = { status: 503, code: 'busy' };
  expect(await post(node.inbox, says('Create'), lu.key)).toEqual(over);
  const other = { ...says('Undo'), actor: `${lu.origin}/users/rosa` };
  expect(await post(node.inbox, other, { ...lu.key, keyId: `${other.actor}#main-key` })).toEqual(over);
  expect(await post(node.inbox, says('Undo'), { ...lu.key, privateKey: mallory.key.privateKey })).toEqual(forged);
  expect(await post(node.inbox, says('Undo'), lu.key)).toMatchObject(taken);
  expect(await post(node.inbox, says('Delete', lu.actor), lu.key)).toMatchObject(taken);
  expect(node.received.map(({ activity }) => activity.type)).toEqual(['Undo', 'Delete']);
});

test('nobody is a partner by what is left away: a delivery is one in exactly one form', async () => {
  const lu = await startStranger();
  const publicKey = await publicMultibase((await sharedPair('stranger')).publicKey);
  const node = await startNode({ pinned: async () => ({ peer: 'hawthorn', publicKey }) });
  const object = { type: 'Document', mediaType: 'application/vnd.convive.delivery.v1', content: '{"header":1}' };
  const to = [`${node.origin}/actor`];
  const right: JsonObject = { ...follow(lu.actor, node.origin), type: 'Create', to, object };
  const odd: [JsonObject, string][] = [
    [{ ...right, '@context': [right['@context']] }, 'context'],
    [{ ...right, '@context': [right['@context'], { content: 'https://x.example/name' }] }, 'context'],
    [{ ...right, '@context': 'https://x.example/context' }, 'context'],
    [{ ...right, '@context': undefined }, 'context'],
    [{ ...right, object: [object] }, 'malformed'],
    [{ ...right, object: { ...object, mediaType: [object.mediaType] } }, 'malformed'],
    [{ ...right, object: { ...object, proof: {} } }, 'malformed'],
    [{ ...right, object: { type: 'Note', attachment: [object] } }, 'malformed'],
    [{ ...right, type: ['Create'] }, 'malformed'],
    [{ ...right, actor: { id: lu.actor } }, 'malformed'],
    [{ ...right, signature: {} }, 'malformed'],
    [{ ...right, proof: {} }, 'malformed'],
  ];
  for (const [activity, code] of odd)
    expect([activity, await post(node.inbox, activity, lu.key)]).toEqual([activity, { status: 400, code }]);
  expect([node.deliveries, node.received]).toEqual([[], []]);
  expect(await post(node.inbox, right, lu.key)).toMatchObject(taken);
  expect(node.deliveries).toHaveLength(1);
  expect(node.received).toEqual([]);
});
