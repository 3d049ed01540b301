import { expect, test } from 'vitest';
import { enterAs, linkFor, press, programToken } from '../support/browser-session.ts';
import { founded } from './founders.ts';
import { startTestNode } from './node.ts';

const types = [
  'application/x-www-form-urlencoded',
  'application/json',
  'text/plain',
  'multipart/form-data; boundary=x',
  'text/markdown',
  'APPLICATION/JSON',
  undefined,
];

test('what our own pages send with the cookie is taken, and nothing else, whatever type its body has', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const { cookie } = await enterAs(node.origin, rosa);
  const { origin } = node;
  const sub = origin.replace('localhost', 'evil.localhost');
  const otherPort = origin.replace(/\d$/, (digit) => `${(Number(digit) + 1) % 10}`);
  const taken: Record<string, string>[] = [
    { origin },
    { origin, 'sec-fetch-site': 'same-origin' },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin' },
  ];
  const refused: Record<string, string>[] = [
    {},
    { origin: 'null' },
    { origin: '' },
    { origin: 'https://evil.example' },
    { origin: sub },
    { origin: otherPort },
    { origin: `${origin}.evil.example` },
    { origin: `${origin}/` },
    { origin: origin.toUpperCase() },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': '' },
    { 'sec-fetch-site': 'same-origin, cross-site' },
    { origin, 'sec-fetch-site': 'cross-site' },
    { origin, 'sec-fetch-site': 'same-site' },
    { origin: otherPort, 'sec-fetch-site': 'same-origin' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { referer: `${origin}/agreements/writing` },
  ];
  const change = async (method: string, type: string | undefined, from: Record<string, string>) => {
    const headers = {
      cookie,
      accept: 'application/json',
      ...from,
      ...(type !== undefined && { 'content-type': type }),
    };
    const body = type === undefined ? null : new TextEncoder().encode('a=b');
    const answer = await fetch(`${origin}/change`, { method, headers, body });
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  for (const type of types) {
    for (const from of taken) expect(await change('POST', type, from)).toEqual([200, undefined]);
    for (const from of refused) expect(await change('POST', type, from)).toEqual([403, 'elsewhere']);
  }
  // Also where nothing listens: nobody learns from outside what is there.
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    expect(await change(method, 'application/json', { origin: 'https://evil.example' })).toEqual([403, 'elsewhere']);
});

test('a refusal is a page of ours, and reading needs no proof of where it comes from', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const { cookie } = await enterAs(node.origin, rosa);
  const headers = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', accept: 'text/html' };
  const answer = await fetch(`${node.origin}/change`, {
    method: 'POST',
    headers: { ...headers, 'accept-language': 'es' },
  });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('Esto no se envió desde una página de este nodo');
  expect((await fetch(`${node.origin}/me`, { headers })).status).toBe(200);
  const head = await fetch(`${node.origin}/me`, { method: 'HEAD', headers });
  expect(head.status).toBe(200);
});

test('a program’s token needs no page: the cookie beside it does not count', async () => {
  await using node = await startTestNode();
  const { rosa, tono } = await founded(node);
  const { cookie } = await enterAs(node.origin, tono);
  const authorization = `Bearer ${await programToken(node.origin, rosa)}`;
  const headers = { authorization, cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const answer = await fetch(`${node.origin}/change`, { method: 'POST', headers });
  expect(((await answer.json()) as { member: string }).member).toBe(rosa.member);
});

test('nobody is let in, or out, by another site', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const link = await linkFor(node.origin, rosa);
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: node.origin, 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of foreign) {
    const answer = await press(link, { ...headers, accept: 'application/json' });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
    expect(await answer.json()).toEqual({ code: 'elsewhere' });
  }
  for (const type of types.slice(1, 5)) {
    const answer = await press(link, {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
      'content-type': type!,
    });
    expect(answer.status).toBe(403);
  }
  const answer = await press(link);
  expect(answer.status).toBe(303);
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0]!;
  const leave = await fetch(`${node.origin}/leave`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, ...foreign[0] },
  });
  expect([leave.status, leave.headers.get('set-cookie')]).toEqual([403, null]);
  expect((await fetch(`${node.origin}/me`, { headers: { cookie } })).status).toBe(200);
});
