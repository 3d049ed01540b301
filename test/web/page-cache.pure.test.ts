import { beforeEach, describe, expect, it } from 'vitest';
import { keepPages } from '../../src/web/page-cache.ts';

const origin = 'https://ceiba.example';
let rendered: Request[];
let written: number;
let at: number;
let respond: (request: Request) => Response | Promise<Response>;
let ask: (path: string, headers?: Record<string, string>, method?: string) => Promise<Response>;
const said = (headers: Record<string, string> = {}, status = 200) =>
  new Response(`page ${rendered.length}`, { status, headers: { 'cache-control': 'no-cache', ...headers } });

beforeEach(() => {
  rendered = [];
  written = 0;
  at = Date.parse('2026-11-23T10:00:00Z');
  respond = () => said();
  const answer = keepPages({
    origin,
    paths: (path) => /^\/(agreements(\/.*)?)?$/.test(path),
    written: () => written,
    now: () => new Date(at),
    answer: (request) => {
      rendered.push(request);
      return respond(request);
    },
  });
  ask = async (path, headers = {}, method = 'GET') => answer(new Request(`${origin}${path}`, { method, headers }));
});
const text = async (...args: Parameters<typeof ask>) => (await ask(...args)).text();

describe('a page for everybody', () => {
  it('is made once, until something that is shown has been written', async () => {
    expect([await text('/'), await text('/')]).toEqual(['page 1', 'page 1']);
    written++;
    expect([await text('/'), await text('/')]).toEqual(['page 2', 'page 2']);
  });

  it('is made again after five seconds, and when the clock was set back', async () => {
    await ask('/');
    at += 4_999;
    expect(await text('/')).toBe('page 1');
    at += 1;
    expect(await text('/')).toBe('page 2');
    at -= 1;
    expect(await text('/')).toBe('page 3');
  });

  it('is told but not kept when something was written while it was made', async () => {
    respond = async () => {
      written += rendered.length === 1 ? 1 : 0;
      return said();
    };
    expect([await text('/'), await text('/'), await text('/')]).toEqual(['page 1', 'page 2', 'page 2']);
  });

  it('is not given to who asks after a write, when who asked before still waits for it', async () => {
    const waiting = Promise.withResolvers<void>();
    respond = async () => {
      const page = said();
      if (rendered.length === 1) await waiting.promise;
      return page;
    };
    const [first, second] = [text('/'), text('/')];
    written++;
    expect(await text('/')).toBe('page 2');
    waiting.resolve();
    expect([await first, await second, await text('/')]).toEqual(['page 1', 'page 1', 'page 2']);
  });

  it('is asked of the app with nothing but what it is kept under', async () => {
    await ask('/agreements?lang=es', {
      accept: 'text/html',
      'accept-language': 'es-MX,es;q=0.9',
      'accept-encoding': 'br, gzip',
      'user-agent': 'x',
      'if-none-match': '"x"',
      'x-forwarded-for': '192.0.2.1',
    });
    expect(rendered.map(({ url, headers }) => [url, Object.fromEntries(headers)])).toEqual([
      [`${origin}/agreements?lang=es`, { accept: 'text/html', 'accept-language': 'es', 'accept-encoding': 'gzip' }],
    ]);
  });

  it.each([
    ['another type', { accept: 'application/json' }],
    ['another language', { 'accept-language': 'es' }],
    ['a type called as none is', { accept: 'null' }],
    ['no language, which is not the same as English', { 'accept-language': 'en' }],
    ['gzip', { 'accept-encoding': 'gzip' }],
  ] as [string, Record<string, string>][])('is another one for %s', async (_, headers) => {
    await ask('/');
    expect([await text('/', headers), await text('/', headers)]).toEqual(['page 2', 'page 2']);
    expect(await text('/')).toBe('page 1');
  });

  it('is the same for all who wish for the same language in other words, and for who takes no gzip', async () => {
    await ask('/', { 'accept-language': 'es', 'accept-encoding': 'gzip' });
    expect(await text('/', { 'accept-language': 'es-MX,en;q=0.4', 'accept-encoding': 'deflate, gzip;q=0.8' })).toBe(
      'page 1',
    );
    await ask('/', { 'accept-language': 'es' });
    expect(await text('/', { 'accept-language': 'es', 'accept-encoding': 'gzip;q=0.0, br' })).toBe('page 2');
  });

  it('has a tag; who has it already gets 304 without a body, and HEAD what GET would say', async () => {
    const page = await ask('/', { accept: 'text/html' });
    const tag = page.headers.get('etag')!;
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    for (const has of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const answer = await ask('/', { accept: 'text/html', 'if-none-match': has });
      expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([304, tag, '']);
      expect([answer.headers.get('cache-control'), answer.headers.get('content-length')]).toEqual(['no-cache', null]);
    }
    expect((await ask('/', { accept: 'text/html', 'if-none-match': '"other"' })).status).toBe(200);
    const head = await ask('/', { accept: 'text/html' }, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '6', '']);
    expect(rendered.length).toBe(1);
  });

  it('keeps the tag that it came with, compared weakly', async () => {
    respond = () => said({ etag: 'W/"own"' });
    expect((await ask('/')).headers.get('etag')).toBe('W/"own"');
    expect((await ask('/', { 'if-none-match': '"own"' })).status).toBe(304);
  });
});

describe('never kept', () => {
  it.each([
    ['with a token', '/', { authorization: 'Bearer x' }],
    ['with a cookie', '/', { cookie: '__Host-convive=x' }],
    ['of another place', '/agreementsx', {}],
    ['with a name in the query that we do not know', '/agreements?q=x', {}],
    ['with such a name after a second question mark', '/agreements?lang=es?&q=x', {}],
    ['with an address that long', `/agreements?in=${'a'.repeat(300)}`, {}],
    ['with an Accept that long', '/', { accept: `text/html,${'a'.repeat(300)}` }],
    ['in part', '/', { range: 'bytes=0-1' }],
  ] as [string, string, Record<string, string>][])(
    'what is asked %s; the app gets the request as it is',
    async (_, path, headers) => {
      await ask('/', {});
      await ask('/agreements', {});
      expect([await text(path, headers), await text(path, headers)]).toEqual(['page 3', 'page 4']);
      expect(Object.fromEntries(rendered[2]!.headers)).toEqual(headers);
    },
  );

  it('what changes something', async () => {
    expect([await text('/', {}, 'POST'), await text('/', {}, 'POST')]).toEqual(['page 1', 'page 2']);
  });

  it.each([
    ['no-store', () => said({ 'cache-control': 'no-store' })],
    ['private', () => said({ 'cache-control': 'private, max-age=60' })],
    ['nothing said of keeping', () => new Response(`page ${rendered.length}`)],
    ['a cookie', () => said({ 'set-cookie': 'a=b' })],
    ['not found', () => said({}, 404)],
    [
      'more than a megabyte',
      () => new Response(`page ${rendered.length}`.padEnd(2 ** 20 + 1), { headers: { 'cache-control': 'no-cache' } }),
    ],
  ] as [string, () => Response][])('an answer with %s, not even among those who ask at once', async (_, answer) => {
    respond = answer;
    const both = await Promise.all([ask('/'), ask('/')]);
    const third = await ask('/');
    expect(third.status).toBe(both[0].status);
    expect((await third.text()).trim()).toBe(`page ${rendered.length}`);
    expect(rendered.length).toBeGreaterThan(1);
  });
});

describe('a crowd', () => {
  it('of a hundred who ask at once is answered with one page', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 100 }, () => text('/'))))).toEqual(new Set(['page 1']));
  });

  it('of made-up addresses does not put out a page that is read, and holds no more than a thousand', async () => {
    await ask('/');
    for (let n = 0; n < 1_500; n++) {
      await ask(`/agreements?in=${n}`);
      if (n % 500 === 0) expect(await text('/')).toBe('page 1');
    }
    expect(await text('/agreements?in=400')).toBe(`page ${rendered.length}`);
    expect(rendered.length).toBe(1_502);
  });

  it('of large pages holds no more than sixteen megabytes', async () => {
    respond = () => new Response('x'.repeat(2 ** 20), { headers: { 'cache-control': 'no-cache' } });
    for (let n = 0; n < 17; n++) await ask(`/agreements?in=${n}`);
    await ask('/agreements?in=1');
    expect(rendered.length).toBe(17);
    await ask('/agreements?in=0');
    expect(rendered.length).toBe(18);
  });
});
