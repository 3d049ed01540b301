import { beforeAll, expect, test } from 'vitest';
import { proveObject } from '../../src/federation/object-proof.ts';
import { signedHeaders } from '../../src/federation/signing.ts';
import { createEgress } from '../../src/platform/egress.ts';
import {
  activityStreams,
  actorOf,
  answerJson,
  answersOthers,
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

type Node = Awaited<ReturnType<typeof startNode>>;

/** The attack is refused with that answer after at most so many fetches, and somebody else is answered meanwhile. */
async function refused(
  node: Node,
  attack: Promise<{ status: number; code: string | undefined }>,
  expected: { status: number; code: string },
  fetches = 0,
): Promise<void> {
  const [answer, others] = await Promise.all([attack, answersOthers(node.address)]);
  expect(answer).toEqual(expected);
  expect(others).toBeLessThan(1000);
  expect(node.fetched).toHaveLength(fetches);
  expect(node.received).toEqual([]);
  expect(node.deliveries).toEqual([]);
}

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

test('three forgeries by a key document that merely claims an owner', async () => {
  const node = await startNode();
  const victim = await startStranger();
  const mallory = await startStranger('mallory');
  const claimed = { ...actorOf(victim.actor, `${mallory.origin}/key`, mallory.publicKeyPem) };
  mallory.answer = (path, _request, response) => path === '/key' && answerJson(response, claimed.publicKey);
  const key = { ...mallory.key, keyId: `${mallory.origin}/key` };
  const activity = follow(victim.actor, node.origin);
  await refused(node, post(node.inbox, activity, key), { status: 401, code: 'signature' });
  // The same key under the victim's name: their own document has another.
  const asVictim = { ...mallory.key, keyId: victim.key.keyId };
  await refused(node, post(node.inbox, activity, asVictim), { status: 401, code: 'signature' }, 1);
  const { privateKey } = node.objectPair;
  const proven = await proveObject(activity, { keyId: `${mallory.origin}/key`, privateKey }, new Date());
  await refused(node, post(node.inbox, proven, key), { status: 401, code: 'signature' }, 1);
  await refused(node, post(node.inbox, proven, asVictim), { status: 401, code: 'signature' }, 2);
  const linked = { ...activity, signature: { type: 'RsaSignature2017', creator: `${mallory.origin}/key` } };
  await refused(node, post(node.inbox, linked, key), { status: 400, code: 'ld-signature' }, 2);
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
