import { beforeAll, expect, test } from 'vitest';
import { signedHeaders } from '../../src/federation/signing.ts';
import { createEgress } from '../../src/platform/egress.ts';
import { type Node, refused } from './refused.ts';
import {
  activityStreams,
  follow,
  forThisFile,
  post,
  rawPost,
  type Stranger,
  signed,
  startNode,
  startStranger,
  untilEnd,
} from './stage.ts';

const scopedTerms = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `t${at}`,
      { '@id': `https://x.example/${at}`, '@context': { a: `b${at}` } },
    ]),
  );
const plainTerms = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, `https://x.example/${at}`]));
const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);
const manyUrls = Array.from({ length: 2000 }, (_, at) => `https://x.example/${at}`);

const documents: [string, (actor: string) => unknown, { status: number; code: string }][] = [
  [
    'a context of 2,000 scoped terms',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, scopedTerms(2000)] }),
    { status: 400, code: 'nodes' },
  ],
  [
    'a context of 700 scoped terms',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, scopedTerms(700)] }),
    { status: 400, code: 'context' },
  ],
  [
    'a context of 65 plain terms',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, plainTerms(65)] }),
    { status: 400, code: 'context' },
  ],
  [
    'contexts in the inner objects',
    (actor) => ({ ...follow(actor, actor), tag: Array.from({ length: 20 }, () => ({ '@context': activityStreams })) }),
    { status: 400, code: 'context' },
  ],
  [
    'a term that stands for a word of JSON-LD',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, { all: '@graph' }] }),
    { status: 400, code: 'context' },
  ],
  [
    '2,000 remote contexts',
    (actor) => ({ ...follow(actor, actor), '@context': manyUrls }),
    { status: 400, code: 'context' },
  ],
  [
    'one remote context',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, 'https://x.example/context'] }),
    { status: 400, code: 'context' },
  ],
  ['a word of JSON-LD', (actor) => ({ ...follow(actor, actor), '@graph': [] }), { status: 400, code: 'keyword' }],
  [
    'an inner word of JSON-LD',
    (actor) => ({ ...follow(actor, actor), tag: [{ '@reverse': {} }] }),
    { status: 400, code: 'keyword' },
  ],
  ['10,000 levels of lists', () => nested(10_000, '[', ']'), { status: 400, code: 'depth' }],
  ['40,000 levels of objects', () => nested(40_000, '{"a":', '}').replace(':}', ':1}'), { status: 400, code: 'depth' }],
  ['100,000 levels that never end', () => '['.repeat(100_000), { status: 400, code: 'depth' }],
  [
    '5,000 things',
    (actor) => ({ ...follow(actor, actor), tag: Array.from({ length: 5000 }, () => ({})) }),
    { status: 400, code: 'nodes' },
  ],
  [
    'a NUL written as an escape',
    (actor) => ({ ...follow(actor, actor), name: 'a\0b' }),
    { status: 400, code: 'unicode' },
  ],
  [
    'half a surrogate pair in a name',
    (actor) => JSON.stringify({ ...follow(actor, actor), '????': 1 }).replace('????', '\\ud800'),
    { status: 400, code: 'unicode' },
  ],
  [
    'half a surrogate pair in an inner list',
    (actor) => JSON.stringify({ ...follow(actor, actor), tag: [['?!']] }).replace('?!', '\\udc00'),
    { status: 400, code: 'unicode' },
  ],
  ['a sentence instead of an activity', () => '"x"', { status: 400, code: 'malformed' }],
  ['nothing', () => '', { status: 400, code: 'malformed' }],
  ['a list of activities', (actor) => [follow(actor, actor)], { status: 400, code: 'malformed' }],
  ['two actors', (actor) => ({ ...follow(actor, actor), actor: [actor, actor] }), { status: 400, code: 'malformed' }],
  [
    'an actor inside',
    (actor) => ({ ...follow(actor, actor), actor: { id: actor } }),
    { status: 400, code: 'malformed' },
  ],
  ['two types', (actor) => ({ ...follow(actor, actor), type: ['Follow', 'Undo'] }), { status: 400, code: 'malformed' }],
  ['no id', (actor) => ({ ...follow(actor, actor), id: undefined }), { status: 400, code: 'malformed' }],
  [
    'three proofs',
    (actor) => ({ ...follow(actor, actor), proof: [{}, {}], object: { proof: {} } }),
    { status: 400, code: 'proofs' },
  ],
  [
    'a signature of Linked Data',
    (actor) => ({ ...follow(actor, actor), signature: { type: 'RsaSignature2017' } }),
    { status: 400, code: 'ld-signature' },
  ],
];

let quiet: Node;
let lu: Stranger;
beforeAll(async () => {
  quiet = await forThisFile(() => startNode());
  lu = await forThisFile(() => startStranger());
});

test.each(documents)('%s is refused before anything is looked up', async (_what, document, expected) => {
  await refused(quiet, post(quiet.inbox, document(lu.actor), lu.key), expected);
});

test('a body over 256 KB is refused, announced or not', async () => {
  const node = quiet;
  const large = { ...follow(lu.actor, node.origin), content: 'x'.repeat(256 * 1024) };
  await refused(node, post(node.inbox, large, lu.key), { status: 413, code: 'too-large' });
  const { bytes, headers } = await signed(node.inbox, large, lu.key);
  const unannounced = { ...headers, 'transfer-encoding': 'chunked' };
  delete (unannounced as Record<string, string>)['content-length'];
  expect(await rawPost(node.inbox, unannounced, bytes)).toBe(413);
});

test('bytes that are no UTF-8 are refused', async () => {
  const node = quiet;
  const text = JSON.stringify({ ...follow(lu.actor, node.origin), name: '#' });
  const bytes = new TextEncoder().encode(text);
  bytes[text.indexOf('#')] = 0xff;
  const headers = await signedHeaders({ method: 'POST', url: node.inbox, headers: {}, body: bytes }, lu.key, 'cavage');
  expect(await rawPost(node.inbox, headers, bytes)).toBe(400);
});

test('fifty signatures on one request cause no look-up at all', async () => {
  const node = quiet;
  const attack = post(node.inbox, follow(lu.actor, node.origin), lu.key, 'rfc9421', (headers) => {
    const labels = Array.from({ length: 50 }, (_, at) => `sig${at}`);
    const [input, value] = [headers['signature-input'] ?? '', headers.signature ?? ''];
    headers['signature-input'] = labels
      .map((label) => input.replace('sig1', label).replace('#main-key', `?${label}`))
      .join(', ');
    headers.signature = labels.map((label) => `${label}=:${value.slice(6, 30)}:`).join(', ');
  });
  await refused(node, attack, { status: 401, code: 'signature-label' });
});

test('a key document that never ends is left after 256 KB', async () => {
  const node = await startNode();
  const lu = await startStranger();
  let sent = 0;
  lu.answer = (_path, _request, response) => {
    response.writeHead(200, { 'content-type': 'application/activity+json' });
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    const go = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      if (!response.destroyed) response.once('drain', go);
    };
    go();
    return true;
  };
  const attack = post(node.inbox, follow(lu.actor, node.origin), lu.key);
  await refused(node, attack, { status: 401, code: 'signature' }, 1);
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test('a key document is judged like an activity: a deep or wide one costs nothing', async () => {
  const node = await startNode();
  const lu = await startStranger();
  for (const text of [nested(50_000, '[', ']'), JSON.stringify({ a: Array(5000).fill(1) })]) {
    lu.answer = (_path, _request, response) => {
      response.writeHead(200, { 'content-type': 'application/activity+json' }).end(text);
      return true;
    };
    expect(await post(node.inbox, follow(lu.actor, node.origin), lu.key)).toEqual({ status: 401, code: 'signature' });
  }
});

test('a key server that never answers holds one request for five seconds and nobody else', async () => {
  const node = await startNode();
  const lu = await startStranger();
  lu.answer = () => true;
  const began = performance.now();
  const attack = post(node.inbox, follow(lu.actor, node.origin), lu.key);
  await refused(node, attack, { status: 401, code: 'signature' }, 1);
  expect(performance.now() - began).toBeLessThan(7000);
});

test('a stranger makes us look up twelve keys a minute and no more; whoever follows us is not crowded out', async () => {
  const friend = await startStranger('friend');
  const node = await startNode({ known: async (origin) => origin === friend.origin });
  const lu = await startStranger();
  const statuses: number[] = [];
  for (let at = 0; at < 15; at++) {
    const key = { ...lu.key, keyId: `${lu.origin}/keys/${at}` };
    statuses.push((await post(node.inbox, follow(lu.actor, node.origin), key)).status);
  }
  expect(statuses).toEqual([...Array(12).fill(401), ...Array(3).fill(429)]);
  expect(node.fetched).toHaveLength(12);
  expect(await post(node.inbox, follow(friend.actor, node.origin), friend.key)).toMatchObject({ status: 202 });
});

test('a name that leads into our own network is never connected to', async () => {
  const inside = await startStranger();
  const { port } = new URL(inside.origin);
  const egress = untilEnd(
    createEgress({
      allowLoopback: false,
      userAgent: 'Convive-test',
      resolve: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    }),
  );
  const node = await startNode({ egress });
  for (const origin of [`https://rebound.example:${port}`, `https://127.0.0.1:${port}`, inside.origin]) {
    const actor = `${origin}/users/lu`;
    const answer = await post(node.inbox, follow(actor, node.origin), { ...inside.key, keyId: `${actor}#main-key` });
    expect(answer).toEqual({ status: 401, code: 'signature' });
  }
  expect(inside.asked).toEqual([]);
});
