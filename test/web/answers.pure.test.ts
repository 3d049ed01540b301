import { Hono } from 'hono';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { Refusal, refusalCodes } from '../../schemas/codes.ts';
import { agreementAssets } from '../../src/agreements/sheet/assets.ts';
import { answerError, answerNotFound } from '../../src/web/errors.tsx';
import { exitRoutes, quickExit } from '../../src/web/exit.tsx';
import { safeHeaders } from '../../src/web/headers.ts';
import type { PageNode } from '../../src/web/page.tsx';
import { readBody, readText } from '../../src/web/read-body.ts';
import { statusOf } from '../../src/web/refusals.ts';
import { requireMember, session } from '../../src/web/session.ts';
import { kitAssets, staticRoutes } from '../../src/web/static.ts';

const assets = [...kitAssets, ...agreementAssets];
const assetPath = (name: string) => assets.find((one) => one.name === name)?.path ?? '';
const node: PageNode = { name: 'Ceiba', links: () => [] };
const neutralSite = 'https://weather.example/';
const html = { accept: 'text/html' };
const token = 'T'.repeat(43);

function app() {
  const reported: unknown[] = [];
  const left: string[] = [];
  const routes = new Hono();
  routes.use(safeHeaders('https://ceiba.example'));
  routes.use(
    session(
      async (given) => {
        if (given === token) return { member: 'm', roles: ['steward'], plain: false };
        return given === 'A'.repeat(43) ? { member: 'a', roles: ['accompanier'], plain: false } : null;
      },
      'https://ceiba.example',
      ['accompanier'],
    ),
  );
  routes.route('/', staticRoutes(assets));
  routes.route('/', quickExit({ neutralSite, leave: async (token) => void left.push(token) }));
  routes.route('/', exitRoutes({ node, neutralSite }));
  routes.get('/refused/:code', (c) => {
    throw new Refusal(c.req.param('code') as 'malformed', 'clauses.2.text');
  });
  routes.get('/broken', () => {
    throw new Error('a secret word: jacaranda');
  });
  routes.get('/notices', (c) => c.json(requireMember(c, 'accompanier')));
  routes.get('/keys', (c) => c.json(requireMember(c, 'steward')));
  routes.post('/body', async (c) =>
    c.json(await readBody(c, z.strictObject({ name: z.string().max(5), many: z.array(z.string()).optional() }), 1000)),
  );
  routes.post('/text', async (c) => c.text(await readText(c, 1000)));
  routes.notFound(answerNotFound(node));
  routes.onError(answerError(node, (error) => reported.push(error)));
  return { routes, reported, left };
}

test('every answer forbids scripts, frames and requests that are not our own', async () => {
  const { routes } = app();
  for (const path of ['/exit/about', '/nothing', '/broken', assetPath('style.css')]) {
    const { headers } = await routes.request(path, { headers: html });
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action " +
        "'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('set-cookie')).toBeNull();
  }
});

test('a node on an onion address or on loopback is not told to use https', async () => {
  const routes = new Hono().use(safeHeaders('http://abc.onion')).get('/', (c) => c.text(''));
  expect((await routes.request('/')).headers.get('strict-transport-security')).toBeNull();
});

test('quick exit leads to the neutral site, forgets the session and is kept by nobody', async () => {
  const answer = await app().routes.request('/exit');
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(neutralSite);
  expect(answer.headers.get('clear-site-data')).toBe('"cookies", "storage"');
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('quick exit ends the session of the browser’s cookie, and of nothing else', async () => {
  const { routes, left } = app();
  for (const cookie of ['', 'convive=1', '__Host-convive=x', `__Host-convive=${token}; other=1`])
    expect((await routes.request('/exit', { headers: { cookie } })).status).toBe(303);
  expect((await routes.request('/exit', { headers: { authorization: `Bearer ${token}` } })).status).toBe(303);
  expect(left).toEqual([]);
  await expect.poll(() => left, { timeout: 5_000 }).toEqual([token]);
});

test.each([
  ['fails', async () => Promise.reject(new Error('no database'))],
  ['never ends', () => new Promise<void>(() => {})],
] as const)('quick exit leads away also when ending the session %s', async (_, leave) => {
  const routes = quickExit({ neutralSite, leave });
  const started = performance.now();
  const answer = await routes.request('/exit', { headers: { cookie: `__Host-convive=${token}` } });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, neutralSite]);
  expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
  expect(performance.now() - started).toBeLessThan(800);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
});

test('the page about quick exit says that history stays, and its window title says nothing', async () => {
  const text = await (await app().routes.request('/exit/about?lang=en', { headers: html })).text();
  expect(text).toContain('<title>Ceiba</title>');
  expect(text).toContain('It cannot erase your browser history.');
  expect(text).toContain('weather.example');
});

test('a page that does not exist repeats nothing of its address, as a page or as JSON', async () => {
  const { routes } = app();
  const asPage = await routes.request('/jacaranda?word=jacaranda', { headers: html });
  expect(asPage.status).toBe(404);
  expect(asPage.headers.get('x-robots-tag')).toBe('noindex');
  expect(asPage.headers.get('cache-control')).toBe('no-store');
  expect(await asPage.text()).not.toContain('jacaranda');
  const asJson = await routes.request('/jacaranda', { headers: { accept: 'application/activity+json' } });
  expect(await asJson.json()).toEqual({ code: 'not-found' });
});

test('a bug is reported to the keeper and told to nobody else', async () => {
  const { routes, reported } = app();
  const asPage = await routes.request('/broken', { headers: html });
  expect(asPage.status).toBe(500);
  expect(await asPage.text()).not.toContain('jacaranda');
  expect(await (await routes.request('/broken')).json()).toEqual({ code: 'failed' });
  expect(reported).toHaveLength(2);
});

test('every refusal has a status, and a page in both languages', async () => {
  const { routes } = app();
  for (const code of refusalCodes) {
    const asJson = await routes.request(`/refused/${code}`);
    expect(asJson.status).toBe(statusOf[code]);
    expect(await asJson.json()).toEqual({ code, where: 'clauses.2.text' });
    for (const lang of ['en', 'es']) {
      const asPage = await routes.request(`/refused/${code}?lang=${lang}`, { headers: html });
      expect(asPage.status).toBe(statusOf[code]);
      expect(await asPage.text()).not.toContain('undefined');
    }
  }
});

test('what only accompaniers may know of answers a stranger and a steward as if it did not exist', async () => {
  const { routes } = app();
  const ask = (path: string, bearer?: string) =>
    routes.request(path, bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } });
  const missing = await (await ask('/nothing')).text();
  for (const bearer of [undefined, token, 'X'.repeat(43)]) {
    const answer = await ask('/notices', bearer);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe(missing);
  }
  expect((await ask('/notices', 'A'.repeat(43))).status).toBe(200);
  expect((await ask('/keys')).status).toBe(401);
  expect((await ask('/keys', 'A'.repeat(43))).status).toBe(403);
  expect((await ask('/keys', token)).status).toBe(200);
});

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

test.each<[string, string, string, number, string | undefined]>([
  ['good JSON', json, '{"name":"Lu"}', 200, undefined],
  ['a good form', form, 'name=Lu&many=a&many=b', 200, undefined],
  ['another type', 'text/plain', 'name=Lu', 400, 'content-type'],
  ['broken JSON', json, '{"name":', 400, 'body'],
  ['an unknown field', json, '{"name":"Lu","extra":1}', 400, 'extra'],
  ['a field whose name is hostile', json, '{"name":"Lu","<script>":1}', 400, 'field'],
  ['a wrong type, deep', json, '{"name":"Lu","many":["a",2]}', 400, 'many.1'],
  ['a value too long', json, '{"name":"jacaranda"}', 400, 'name'],
  ['NUL', json, '{"name":"\\u0000"}', 400, 'name'],
  ['a lone surrogate', json, '{"name":"\\ud800"}', 400, 'name'],
  ['nesting without end', json, `{"name":${'['.repeat(400)}${']'.repeat(400)}}`, 400, 'body'],
  ['a prototype', json, '{"name":"Lu","__proto__":{"a":1}}', 400, '__proto__'],
  ['too much', json, `{"name":"${'x'.repeat(2000)}"}`, 413, undefined],
])('a body with %s', async (_, type, body, status, where) => {
  const answer = await app().routes.request('/body', { method: 'POST', body, headers: { 'content-type': type } });
  expect(answer.status).toBe(status);
  const told = (await answer.json()) as { where?: string };
  if (status !== 200) expect(told.where).toBe(where);
  expect(JSON.stringify(told)).not.toContain('jacaranda');
});

test.each([
  ['JSON of a million ones', json, `{"name":"Lu","many":[${'1,'.repeat(999_999)}1]}`],
  ['JSON of many objects', json, `[${'{},'.repeat(200_000)}{}]`],
  ['a form of many fields', form, Array.from({ length: 200_000 }, (_, at) => `f${at}`).join('&')],
])('%s is refused before anything is built of it', async (_, type, body) => {
  const roomy = new Hono();
  roomy.onError((error, c) => c.text(error instanceof Refusal ? error.code : 'failed'));
  roomy.post('/', async (c) => c.json(await readBody(c, z.strictObject({ name: z.string() }), 4 * 1024 * 1024)));
  const answer = await roomy.request('/', { method: 'POST', body, headers: { 'content-type': type } });
  expect(await answer.text()).toBe('too-large');
});

test('a body that never ends is cut off at the limit, not read whole', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(400).fill(97));
    },
  });
  const request = new Request('http://x/text', { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
  expect((await app().routes.request(request)).status).toBe(413);
  expect(sent).toBeLessThan(10);
});

test('what is not UTF-8 is refused', async () => {
  const answer = await app().routes.request('/text', { method: 'POST', body: new Uint8Array([0xff, 0xfe]) });
  expect(answer.status).toBe(400);
});

test('files of the face may be kept for ever under an address that changes with them', async () => {
  const { routes } = app();
  for (const name of ['style.css', 'exit.js', 'icon.svg'] as const) {
    const answer = await routes.request(assetPath(name));
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await answer.text()).length).toBeLessThanOrEqual(8 * 1024);
  }
  expect((await routes.request('/assets/old/style.css')).status).toBe(404);
});
