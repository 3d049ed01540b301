import { beforeAll, expect, test } from 'vitest';
import { proveObject } from '../../src/federation/object-proof.ts';
import { type Node, refused } from './refused.ts';
import {
  activityStreams,
  actorOf,
  answerJson,
  follow,
  forThisFile,
  post,
  rawPost,
  type Stranger,
  signed,
  startNode,
  startStranger,
} from './stage.ts';

let quiet: Node;
let lu: Stranger;
beforeAll(async () => {
  quiet = await forThisFile(() => startNode());
  lu = await forThisFile(() => startStranger());
});

test('three forgeries by a key document that merely claims an owner', async () => {
  const node = await startNode();
  const victim = await startStranger();
  const mallory = await startStranger('mallory');
  const claimed = { ...actorOf(victim.actor, `${mallory.origin}/key`, mallory.publicKeyPem) };
  mallory.answer = (path, _request, response) => path === '/key' && answerJson(response, claimed.publicKey);
  const key = { ...mallory.key, keyId: `${mallory.origin}/key` };
  const activity = follow(victim.actor, node.origin);
  await refused(node, post(node.inbox, activity, key), { status: 401, code: 'signature' });
  // That key under the victim's name: their own document has another.
  const asVictim = { ...mallory.key, keyId: victim.key.keyId };
  await refused(node, post(node.inbox, activity, asVictim), { status: 401, code: 'signature' }, 1);
  const { privateKey } = node.objectPair;
  const proven = await proveObject(activity, { keyId: `${mallory.origin}/key`, privateKey }, new Date());
  await refused(node, post(node.inbox, proven, key), { status: 401, code: 'signature' }, 1);
  await refused(node, post(node.inbox, proven, asVictim), { status: 401, code: 'signature' }, 2);
  const linked = { ...activity, signature: { type: 'RsaSignature2017', creator: `${mallory.origin}/key` } };
  await refused(node, post(node.inbox, linked, key), { status: 401, code: 'signature' }, 2);
  await refused(node, post(node.inbox, linked, asVictim), { status: 401, code: 'signature' }, 3);
  expect(mallory.asked).toEqual([]);
});

test('without a signature of the request nothing counts, whatever is signed inside', async () => {
  const node = quiet;
  const { privateKey } = node.objectPair;
  const activity = await proveObject(
    follow(lu.actor, node.origin),
    { keyId: `${lu.actor}#ed`, privateKey },
    new Date(),
  );
  const attack = post(node.inbox, activity, lu.key, 'cavage', (headers) => delete headers.signature);
  await refused(node, attack, { status: 401, code: 'signature-label' });
});

test("an activity under somebody else's id is refused, and theirs still arrives", async () => {
  const node = await startNode();
  const [lu, mallory] = [await startStranger(), await startStranger('mallory')];
  const real = follow(lu.actor, node.origin);
  const attack = post(node.inbox, { ...follow(mallory.actor, node.origin), id: real.id, type: 'Like' }, mallory.key);
  await refused(node, attack, { status: 403, code: 'origin-mismatch' });
  expect(await post(node.inbox, real, lu.key)).toMatchObject({ status: 202 });
  expect(node.received).toHaveLength(1);
});

// row 61
test('a signature that covers less than method, target, date and body is refused on both ways in', async () => {
  const node = quiet;
  const delivery = {
    '@context': activityStreams,
    id: `${lu.origin}/activities/sealed`,
    type: 'Create',
    actor: lu.actor,
    to: [`${node.origin}/actor`],
    object: { type: 'Document', mediaType: 'application/vnd.convive.delivery.v1', content: '{}' },
  };
  const coverage = { status: 401, code: 'signature-coverage' };
  for (const activity of [follow(lu.actor, node.origin), delivery]) {
    for (const list of ['date', '(request-target) host date', 'host date digest', '(request-target) date digest']) {
      const attack = post(node.inbox, activity, lu.key, 'cavage', (headers) => {
        headers.signature = (headers.signature ?? '').replace(/headers="[^"]*"/, `headers="${list}"`);
      });
      await refused(node, attack, coverage);
    }
    for (const list of [
      '"date"',
      '"@method" "@target-uri"',
      '"@method" "content-digest"',
      '"@target-uri";req "@method" "content-digest"',
    ]) {
      const attack = post(node.inbox, activity, lu.key, 'rfc9421', (headers) => {
        headers['signature-input'] = (headers['signature-input'] ?? '').replace(/\([^)]*\)/, `(${list})`);
      });
      await refused(node, attack, coverage);
    }
  }
});

test('other bytes under a good signature, an old one and a far one are refused', async () => {
  const node = await startNode();
  const lu = await startStranger();
  for (const kind of ['cavage', 'rfc9421'] as const) {
    const { headers } = await signed(node.inbox, follow(lu.actor, node.origin), lu.key, kind);
    const other = new TextEncoder().encode(JSON.stringify(follow(lu.actor, node.origin)));
    delete headers['content-length'];
    expect(await rawPost(node.inbox, headers, other)).toBe(401);
  }
  let now = new Date(Date.now() + 3_700_000);
  const late = await startNode({ clock: { now: () => now } });
  for (const kind of ['cavage', 'rfc9421'] as const) {
    await refused(late, post(late.inbox, follow(lu.actor, late.origin), lu.key, kind), {
      status: 401,
      code: 'signature',
    });
  }
  now = new Date(Date.now() - 3_700_000);
  await refused(late, post(late.inbox, follow(lu.actor, late.origin), lu.key), { status: 401, code: 'signature' });
});

test('headers that make a library stumble are refused, never answered with 500', async () => {
  const node = quiet;
  const spoilt: ['cavage' | 'rfc9421', string, (value: string) => string][] = [
    ['cavage', 'date', () => 'tomorrow'],
    ['cavage', 'signature', (value) => value.replace(/signature="[^"]*"/, 'signature="%%"')],
    ['cavage', 'signature', (value) => `${value},keyId="https://x.example/key"`],
    ['cavage', 'signature', (value) => `${value},created=99999999999999999`],
    ['cavage', 'signature', (value) => value.replace('headers="', 'headers="x\ty ')],
    ['cavage', 'digest', () => 'SHA-256=AAAA'],
    ['cavage', 'digest', () => 'MD5=AAAA'],
    ['rfc9421', 'signature-input', (value) => value.replace(/created=\d+/, 'created=999999999999999')],
    ['rfc9421', 'signature-input', (value) => value.replace(/;created=\d+/, '')],
    ['rfc9421', 'signature-input', (value) => `${value};expires=1`],
    ['rfc9421', 'signature-input', (value) => `${value};keyid="https://x.example/key"`],
    ['rfc9421', 'content-digest', () => 'sha-256=:AAAA:'],
    ['rfc9421', 'signature', () => 'sig1=:AAAA:, sig2=:AAAA:'],
  ];
  for (const [kind, name, spoil] of spoilt) {
    const answer = await post(node.inbox, follow(lu.actor, node.origin), lu.key, kind, (headers) => {
      headers[name] = spoil(headers[name] ?? '');
    });
    expect([kind, name, answer.status]).toEqual([kind, name, 401]);
  }
  expect(node.fetched).toEqual([]);
});
