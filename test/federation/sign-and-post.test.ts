import { expect, test } from 'vitest';
import { signAndPost } from '../../src/federation/sign-and-post.ts';
import { createEgress } from '../../src/platform/egress.ts';
import { follow, serve, startNode, startStranger, untilEnd } from './stage.ts';

const now = new Date('2026-11-22T12:00:00Z');
const egress = () => untilEnd(createEgress({ allowLoopback: true, userAgent: 'Convive-test' }));

/** A server that gives these answers in turn and remembers what it got. */
async function answering(...answers: { status: number; headers?: Record<string, string>; text?: string }[]) {
  const got: { headers: Record<string, unknown>; body: string }[] = [];
  const origin = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    const { status, headers = {}, text = '' } = answers[got.length - 1] ?? { status: 500 };
    response.writeHead(status, headers).end(text);
  });
  return { inbox: `${origin}/inbox`, got };
}

async function key() {
  const { key } = await startStranger('sender');
  return key;
}

test('posts exactly the given bytes, signed the way everybody knows', async () => {
  const { inbox, got } = await answering({ status: 202 });
  const body = '{"type":"Create","b":1, "a":"ñ"}';
  const outcome = await signAndPost(egress(), { ...(await key()), inbox, body }, now);
  expect(outcome).toEqual({ kind: 'answered', status: 202, code: null, retryAfter: null, signature: 'cavage' });
  expect(got).toHaveLength(1);
  expect(got[0]?.body).toBe(body);
  expect(got[0]?.headers).toMatchObject({ 'content-type': 'application/activity+json', 'user-agent': 'Convive-test' });
  expect(got[0]?.headers.signature).toMatch(/headers="\(request-target\) accept content-type date digest host"/);
});

test('after a 401 the other kind of signature is tried once, and its answer counts', async () => {
  const { inbox, got } = await answering({ status: 401 }, { status: 200 });
  const outcome = await signAndPost(egress(), { ...(await key()), inbox, body: '{}' }, now);
  expect(outcome).toMatchObject({ status: 200, signature: 'rfc9421' });
  expect(got.map(({ headers }) => 'signature-input' in headers)).toEqual([false, true]);
});

test('a second 401 is the answer; the kind that worked last time goes first', async () => {
  const { inbox, got } = await answering({ status: 401 }, { status: 401 });
  const outcome = await signAndPost(egress(), { ...(await key()), inbox, body: '{}', first: 'rfc9421' }, now);
  expect(outcome).toMatchObject({ status: 401, signature: 'cavage' });
  expect(got.map(({ headers }) => 'signature-input' in headers)).toEqual([true, false]);
});

test('both tries together last no longer than one may, and a place that reaches no further sends nothing', async () => {
  let got = 0;
  const origin = await serve((request, response) => {
    request.resume();
    if (++got === 1) setTimeout(() => response.writeHead(401).end(), 300);
  });
  const post = { ...(await key()), inbox: `${origin}/inbox`, body: '{}' };
  const began = performance.now();
  expect(await signAndPost(egress(), { ...post, deadlineMs: 600 }, now)).toEqual({ kind: 'unreachable' });
  expect(performance.now() - began).toBeLessThan(850);
  expect(got).toBe(2);
  const place = { peer: false, connects: () => false, took() {}, leave() {} };
  expect(await signAndPost(egress(), { ...post, place }, now)).toEqual({ kind: 'crowded' });
  expect(got).toBe(2);
});

test('reads the code and the time of another try, and nothing that is not of that form', async () => {
  const long = `{"code":"${'x'.repeat(60)}"}`;
  const { inbox } = await answering(
    { status: 409, text: '{"code":"tombstone"}' },
    { status: 429, headers: { 'retry-after': '120' }, text: '{"code":"<b>"}' },
    { status: 503, headers: { 'retry-after': 'Sun, 22 Nov 2026 12:10:00 GMT' }, text: long },
    { status: 503, headers: { 'retry-after': 'soon' }, text: 'down' },
  );
  const post = async () => signAndPost(egress(), { ...(await key()), inbox, body: '{}' }, now);
  expect(await post()).toMatchObject({ status: 409, code: 'tombstone', retryAfter: null });
  expect(await post()).toMatchObject({ status: 429, code: null, retryAfter: new Date('2026-11-22T12:02:00Z') });
  expect(await post()).toMatchObject({ status: 503, code: null, retryAfter: new Date('2026-11-22T12:10:00Z') });
  expect(await post()).toMatchObject({ status: 503, code: null, retryAfter: null });
});

test('a redirect is an answer and is not followed; nobody there is no answer', async () => {
  const { inbox, got } = await answering({ status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' } });
  expect(await signAndPost(egress(), { ...(await key()), inbox, body: '{}' }, now)).toMatchObject({ status: 307 });
  expect(got).toHaveLength(1);
  const nobody = { ...(await key()), inbox: 'http://127.0.0.1:9/inbox', body: '{}' };
  expect(await signAndPost(egress(), nobody, now)).toEqual({ kind: 'unreachable' });
});

test.each(['cavage', 'rfc9421'] as const)('another node of ours takes it, signed by %s', async (first) => {
  const node = await startNode();
  const sender = await startStranger('sender');
  const body = JSON.stringify(follow(sender.actor, `${node.origin}/actor`));
  const outcome = await signAndPost(node.egress, { ...sender.key, inbox: node.inbox, body, first }, new Date());
  expect(outcome).toMatchObject({ status: 202, signature: first });
  expect(node.received).toHaveLength(1);
});
