import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskOriginOf, readSettings } from '../../src/config.ts';
import { startNode } from '../../src/main.ts';
import { freshPlace } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';

let desk: string;
let node: Awaited<ReturnType<typeof startNode>>;
let place: Awaited<ReturnType<typeof freshPlace>>;
beforeAll(async () => {
  place = await freshPlace();
  const settings = readSettings({ DATA: place.folder, PORT: '0' });
  node = await startNode({ settings, log: quiet, announce: () => {}, env: {} });
  desk = deskOriginOf(settings, node.origin) ?? '';
});
afterAll(async () => {
  await node?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
});

const ask = (url: string, init: RequestInit = {}) => node.app.fetch(new Request(url, { redirect: 'manual', ...init }));

describe('the desk’s origin', () => {
  test('has a page for each language, its files and which node it belongs to', async () => {
    const page = await ask(`${desk}/es`);
    expect(page.status).toBe(200);
    const text = await page.text();
    const files = [...text.matchAll(/(?:src|href|data-worker|data-camera)="(\/assets\/[^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(files.length).toBe(8);
    for (const path of files) {
      const file = await ask(desk + path);
      expect([path, file.status, file.headers.get('cache-control')]).toEqual([
        path,
        200,
        'public, max-age=31536000, immutable',
      ]);
      if (path.endsWith('.svg')) continue;
      // On a slow line the first thing to read comes after some 10 kB, not 19.
      const small = await ask(desk + path, { headers: { 'accept-encoding': 'gzip, br' } });
      const { length } = new Uint8Array(await small.arrayBuffer());
      expect([path, small.headers.has('content-encoding'), length < 4_000 || path.endsWith('.js')]).toEqual([
        path,
        true,
        true,
      ]);
    }
    expect(await (await ask(`${desk}/node.json`)).json()).toEqual({ node: node.origin });
    const first = await ask(desk, { headers: { 'accept-language': 'es-MX' } });
    expect([first.status, first.headers.get('location')]).toEqual([302, '/es']);
  });

  test('gives everybody the same bytes, and never a cookie', async () => {
    const who = [{}, { cookie: '__Host-convive=x' }, { authorization: 'Bearer x' }, { 'accept-language': 'en' }];
    for (const path of ['/es', '/en', '/node.json']) {
      const answers = await Promise.all(who.map((headers) => ask(desk + path, { headers })));
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      expect(new Set(texts).size).toBe(1);
      for (const { headers } of answers) expect(headers.has('set-cookie')).toBe(false);
    }
  });

  test('answers nothing else: no page, no route and no inbox of the node', async () => {
    const others = node.app.routes.filter(({ path }) => path.startsWith('/') && !path.includes('*'));
    expect(others.length).toBeGreaterThan(60);
    const own = ['/', '/exit', '/node.json'];
    for (const { method, path } of others) {
      if (own.includes(path) || path.startsWith('/assets/') || method === 'ALL') continue;
      const answer = await ask(desk + path.replaceAll(/:\w+(\{[^}]*\})?/g, 'x'), { method });
      expect([method, path, answer.status, await answer.text()]).toEqual([method, path, 404, '']);
    }
    expect((await ask(`${desk}/.well-known/webfinger?resource=acct:x@y`)).status).toBe(404);
    // And nothing of the desk stands among the node's pages.
    expect((await ask(`${node.origin}/node.json`)).status).toBe(404);
    expect((await ask(`${node.origin}/es`)).status).toBe(404);
  });

  test('lets a page run its own files alone, start its workers, and ask this node and no other', async () => {
    const { headers } = await ask(`${desk}/en`);
    const policy = (headers.get('content-security-policy') ?? '').split('; ').toSorted();
    expect(policy).toEqual([
      "base-uri 'none'",
      `connect-src 'self' ${node.origin}`,
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self'",
      "require-trusted-types-for 'script'",
      "script-src 'self'",
      "style-src 'self'",
      'trusted-types convive',
      "worker-src 'self'",
    ]);
    expect(headers.get('integrity-policy')).toBe('blocked-destinations=(script)');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('alone may use a camera, and what looks at pictures can send them to nobody', async () => {
    const answer = await ask(`${desk}/en`);
    expect(answer.headers.get('permissions-policy')).toContain('camera=(self)');
    for (const path of ['/', '/enter', '/nothing']) {
      const { headers } = await ask(node.origin + path, { headers: { accept: 'text/html' } });
      expect([path, headers.get('permissions-policy')]).toEqual([path, expect.stringContaining('camera=()')]);
    }
    const page = await answer.text();
    const [, camera = '', integrity = ''] = /data-camera="([^"]+)" data-integrity="sha256-([^"]+)"/.exec(page) ?? [];
    const file = await ask(desk + camera);
    const policy = file.headers.get('content-security-policy') ?? '';
    expect([policy.includes("connect-src 'none'"), policy.includes(node.origin)]).toEqual([true, false]);
    expect(file.headers.get('permissions-policy')).toContain('camera=()');
    expect(
      createHash('sha256')
        .update(await file.text())
        .digest('base64'),
    ).toBe(integrity);
  });

  test('has a quick exit of its own', async () => {
    const exit = await ask(`${desk}/exit`);
    expect([exit.status, exit.headers.get('clear-site-data')]).toEqual([303, '"cookies", "storage"']);
    // By the node's, so that its pages are left as well.
    expect(exit.headers.get('location')).toBe(`${node.origin}/exit`);
  });
});

describe('who may read what JSON routes answer', () => {
  const from = (origin: string, path: string, method = 'GET') =>
    ask(node.origin + path, {
      method,
      headers: { origin, ...(method === 'OPTIONS' && { 'access-control-request-method': 'POST' }) },
    });
  const allowed = async (origin: string, path: string, method?: string) =>
    (await from(origin, path, method)).headers.get('access-control-allow-origin');

  test('scripts of the desk and of this machine, and of no other origin', async () => {
    for (const origin of [desk, 'http://localhost', 'http://localhost:5173']) {
      expect(await allowed(origin, '/manifest')).toBe(origin);
      expect(await allowed(origin, '/sign-in', 'OPTIONS')).toBe(origin);
    }
    const others = [
      'https://desk.example',
      'http://desk.localhost',
      'https://localhost:5173',
      'http://localhost.example:80',
      'http://127.0.0.1:5173',
      'null',
    ];
    for (const origin of others) {
      expect(await allowed(origin, '/manifest')).toBe(null);
      expect(await allowed(origin, '/sign-in', 'OPTIONS')).toBe(null);
    }
  });

  test('never with credentials, and only what has a contract', async () => {
    const asked = await from(desk, '/drafts/x', 'OPTIONS');
    expect(asked.headers.get('access-control-allow-credentials')).toBe(null);
    expect(asked.headers.get('access-control-allow-headers')).toBe('authorization,content-type,if-match');
    expect(await allowed(desk, '/exit')).toBe(null);
    expect(await allowed(desk, '/followers-that-are-none')).toBe(null);
  });
});
