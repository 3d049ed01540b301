import { beforeAll, expect, test } from 'vitest';
import { signedHeaders } from '../../src/federation/signing.ts';
import { createEgress } from '../../src/platform/egress.ts';
import { hostileDocuments, nested } from './hostile-documents.ts';
import { type Node, refused } from './refused.ts';
import {
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

let quiet: Node;
let lu: Stranger;
beforeAll(async () => {
  quiet = await forThisFile(() => startNode());
  lu = await forThisFile(() => startStranger());
});

test.each(hostileDocuments)('%s is refused before anything is looked up', async (_what, document, expected) => {
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
