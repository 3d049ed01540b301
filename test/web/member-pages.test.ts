import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Log } from '../../src/platform/logging.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { enterAs, programToken } from '../support/browser-session.ts';
import { atPages } from '../support/member-pages.ts';
import { type Collective, found } from '../support/world.ts';

const logged: string[] = [];
const line = (event: string, fields?: object) => void logged.push(`${event} ${JSON.stringify(fields ?? {})}`);
const log: Log = { debug: line, info: line, warn: line, error: line };
const neutral = 'https://weather.example/';
let ceiba: Collective & AsyncDisposable;
beforeAll(async () => {
  ceiba = await found('Ceiba', { log, exitSite: neutral });
});
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const html = { accept: 'text/html', 'accept-language': 'en' };
const read = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${ceiba.origin}${path}`, { headers: { ...html, ...headers }, redirect: 'manual' });
const linksIn = (page: string) =>
  [...(/<nav class="nav".*?<\/nav>/s.exec(page)?.[0] ?? '').matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
const rows = async (table: 'sessions' | 'record') =>
  (await ceiba.node!.app.runtime.db.selectFrom(table).selectAll().execute()).length;

test('a member’s page has their links and how to leave, says who they are, and is kept by nobody', async () => {
  const { cookie } = await enterAs(ceiba.origin, ceiba.keyrings[0]!);
  const { member } = ceiba.keyrings[0]!;
  for (const path of ['/', '/agreements', '/exit/about', '/followers', '/nothing-here']) {
    const answer = await read(path, { cookie });
    const page = await answer.text();
    expect(linksIn(page)).toEqual([
      '/',
      '/agreements',
      '/something-happened',
      '/agreements/writing',
      '/agreements/rounds',
      '/followers',
      '/node-state',
      '/people',
      '/sessions',
    ]);
    expect(page).toContain(`You are ${calledBy(member, 'en')} here.`);
    expect(page).toMatch(/<form method="post" action="\/leave"><button type="submit" class="small">Leave<\/button>/);
    expect(page).toContain('One cookie keeps you in until you leave');
    expect(page).not.toContain('sets no cookies');
    expect(page).not.toContain(member);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('vary')).toMatch(/\bCookie\b/);
    // A browser without Sec-Fetch-Site then says where its forms come from.
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
  // Who has the public page of before gets their own, not word that nothing changed.
  const before = await read('/agreements');
  const again = await read('/agreements', { cookie, 'if-none-match': before.headers.get('etag') ?? '' });
  expect(before.headers.get('etag')).not.toBeNull();
  expect(again.status).toBe(200);
  const spanish = await (await read('/?lang=es', { cookie })).text();
  expect(spanish).toContain(`Aquí eres ${calledBy(member, 'es')}.`);
  expect(spanish).toContain('action="/leave?lang=es"');
});

test('a member who chose a nickname is called by it with their two words, and by these alone to partners', async () => {
  const { member } = ceiba.keyrings[2]!;
  const { form, cookie } = await enterAs(ceiba.origin, ceiba.keyrings[2]!);
  const body = new URLSearchParams({ nickname: 'Chayo' });
  const post = { method: 'POST', redirect: 'manual' as const, headers: { ...html, ...form }, body };
  expect((await fetch(`${ceiba.origin}/people`, post)).status).toBe(303);
  expect(await (await read('/followers', { cookie })).text()).toContain(
    `You are Chayo (${calledBy(member, 'en')}) here.`,
  );
  for (const path of ['/', '/agreements', '/manifest', '/about'])
    expect(await (await read(path)).text()).not.toContain('Chayo');
});

test('a public page is the same for everyone who is not signed in, whatever cookie they bring, and sets none', async () => {
  const foreign = [
    `__Host-convive=${'A'.repeat(43)}`,
    '__Host-convive=',
    'convive=1; other=2',
    `__Host-convive=${(await enterAs(ceiba.origin, ceiba.keyrings[1]!)).cookie}`,
  ];
  for (const path of ['/', '/agreements', '/exit/about', '/agreements/search', '/followers']) {
    const plain = await read(path);
    const page = await plain.text();
    expect(page).toContain('This page sets no cookies');
    expect(page).not.toContain('action="/leave"');
    expect(plain.headers.get('vary')).not.toMatch(/\bCookie\b/);
    for (const cookie of foreign) {
      const other = await read(path, { cookie });
      expect(await other.text()).toBe(page);
      for (const header of ['cache-control', 'vary', 'set-cookie', 'referrer-policy', 'content-type'])
        expect(other.headers.get(header)).toBe(plain.headers.get(header));
    }
    expect(plain.headers.get('set-cookie')).toBeNull();
    expect(plain.headers.get('referrer-policy')).toBe('no-referrer');
  }
  for (const path of ['/', '/agreements']) expect((await read(path)).headers.get('cache-control')).toBe('no-cache');
});

test('a page for members tells everybody else how to come in, in their language', async () => {
  const english = await read('/followers');
  const page = await english.text();
  expect(english.status).toBe(401);
  expect(page).toContain('<title>Ceiba</title>');
  expect(page).toContain('This page is for members');
  expect(page).toContain('Open your desk, and press “Come in to the members’ pages” there.');
  expect(page).toContain(`npm run convive -- enter <span class="one">--node</span> ${ceiba.origin}`);
  expect(page).toContain('<a class="tap" href="">');
  const spanish = await (await read('/followers', { 'accept-language': 'es' })).text();
  expect(spanish).toContain('Esta página es para integrantes');
  expect(await (await read('/followers', { accept: 'application/json' })).json()).toEqual({ code: 'sign-in-needed' });
});

test('what is meant for the inbox is judged there, also when our cookie comes along', async () => {
  const { cookie } = await enterAs(ceiba.origin, ceiba.keyrings[0]!);
  const post = async (headers: Record<string, string>) => {
    const answer = await fetch(`${ceiba.origin}/actors/self/inbox`, {
      method: 'POST',
      headers: { 'content-type': 'application/activity+json', origin: 'https://evil.example', ...headers },
      body: '{}',
    });
    return [answer.status, await answer.text()];
  };
  const plain = await post({});
  expect(plain[0]).not.toBe(403);
  expect(await post({ cookie })).toEqual(plain);
});

test('quick exit ends the browser’s session, tells nobody and waits for nobody', async () => {
  const { cookie } = await enterAs(ceiba.origin, ceiba.keyrings[0]!);
  const before = [await rows('sessions'), await rows('record')];
  logged.length = 0;
  const answer = await read('/exit', { cookie });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, neutral]);
  expect(answer.headers.get('clear-site-data')).toBe('"cookies", "storage"');
  expect(answer.headers.get('set-cookie')).toMatch(
    /^__Host-convive=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  await expect.poll(() => rows('sessions'), { timeout: 10_000 }).toBe(before[0]! - 1);
  expect(await rows('record')).toBe(before[1]);
  expect(logged).toEqual([]);
  expect((await read('/followers', { cookie })).status).toBe(401);
  const nobody = await read('/exit');
  expect([nobody.status, nobody.headers.get('set-cookie')]).toEqual([303, null]);
  // A session that a transaction of somebody else's holds is ended when that is over; nobody waits for it here.
  const { db } = ceiba.node!.app.runtime;
  const { cookie: second } = await enterAs(ceiba.origin, ceiba.keyrings[0]!);
  await db.transaction().execute(async (tx) => {
    await tx.selectFrom('sessions').selectAll().forUpdate().execute();
    const started = Date.now();
    expect((await read('/exit', { cookie: second })).status).toBe(303);
    expect(Date.now() - started).toBeLessThan(2000);
  });
  await expect.poll(async () => (await read('/followers', { cookie: second })).status, { timeout: 10_000 }).toBe(401);
});

test('who follows is a page: addresses that lead nowhere for stewards, their number for others', async () => {
  const { db } = ceiba.node!.app.runtime;
  const address = 'https://social.example/users/lu';
  const odd = `https://social.example/"><script>alert(1)</script>/\u202Egnp.exe`;
  const follower = (actor: string) => ({
    actor,
    inbox: `${address}/inbox`,
    convive: false,
    follow: `${actor}#follow`,
    followed: new Date('2026-03-14T10:00:00Z'),
  });
  await db
    .insertInto('followers')
    .values([follower(address), follower(odd)])
    .execute();
  const steward = await atPages(ceiba, 2);
  const { text, status } = await steward.get('/followers');
  expect(status).toBe(200);
  expect(text).toContain('2 addresses follow us.');
  expect(text).toContain('Since March 14, 2026.');
  expect(text).toContain('It is a request: it may keep what it has');
  expect(text).not.toContain('<script>alert');
  expect(text.replace(/<input[^>]*>/g, '')).not.toContain('\u202E');
  expect(text).not.toContain('href="https://social.example');
  expect((await steward.get('/followers?lang=es')).text).toContain('2 direcciones nos siguen.');
  const removed = await steward.post('/followers/remove', { actor: address });
  expect([removed.status, removed.to]).toEqual([303, '/followers?removed=1']);
  const after = await steward.get(removed.to!);
  expect(after.text).toContain('Removed here.');
  expect(after.text).not.toContain(address.slice(8));
  // A second press, or a second steward.
  expect((await steward.post('/followers/remove', { actor: address })).to).toBe('/followers?removed=1');
  expect((await steward.post('/followers/remove', { actor: '' })).status).toBe(400);
  const kinds = await db.selectFrom('deliveries').select('kind').where('object', '=', `follow:${address}`).execute();
  expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(['follow-block', 'follow-reject', 'follow-unblock']);
  await db
    .updateTable('members')
    .set({ roles: ['accompanier'] })
    .where('member', '=', ceiba.keyrings[1]!.member)
    .execute();
  const other = await atPages(ceiba, 1);
  const page = await other.get('/followers');
  expect(page.text).toContain('1 address follows us.');
  expect(page.text).toContain('Stewards can see the addresses');
  expect(page.text).not.toContain('social.example');
  expect((await other.post('/followers/remove', { actor: odd })).status).toBe(403);
  expect(await db.selectFrom('followers').select('actor').execute()).toEqual([{ actor: odd }]);
});

test('many followers stand on several pages, and no address is part of one of ours', async () => {
  const { db } = ceiba.node!.app.runtime;
  const address = (at: number) => `https://many.example/users/${String(at).padStart(4, '0')}`;
  const followed = new Date('2026-03-14T10:00:00Z');
  const many = Array.from({ length: 250 }, (_, at) => address(at)).map((actor) => ({
    actor,
    inbox: `${actor}/inbox`,
    convive: true,
    follow: `${actor}#f`,
    followed,
  }));
  await db.deleteFrom('followers').execute();
  await db.insertInto('followers').values(many).execute();
  const steward = await atPages(ceiba, 0);
  const shown = async (path: string) => {
    const { text } = await steward.get(path);
    const [first] = /many\.example\/users\/\d+/.exec(text) ?? [];
    return [
      first,
      text.match(/class="handle"/g)?.length,
      ...[...text.matchAll(/<a class="tap" href="(\/followers(?:\?after=[^"]*)?)"/g)].map(([, to]) => to),
    ];
  };
  const [first, count, second] = await shown('/followers');
  expect([first, count]).toEqual(['many.example/users/0000', 100]);
  const [from, next, toFirst, third] = await shown(String(second));
  expect([from, next, toFirst]).toEqual(['many.example/users/0100', 100, '/followers']);
  expect(await shown(String(third))).toEqual(['many.example/users/0200', 50, '/followers']);
  const base64 = Buffer.from('https://many.example').toString('base64url').slice(0, -2);
  for (const link of [second, third]) for (const word of ['many', base64]) expect(link).not.toContain(word);
  for (const none of ['0', 'x', '%00', `v1.${'A'.repeat(60)}`])
    expect((await shown(`/followers?after=${none}`))[0], none).toBe('many.example/users/0000');
});

test('a program that reads a page gets nothing that anybody keeps, and no word of a cookie that it has not', async () => {
  const authorization = `Bearer ${await programToken(ceiba.origin, ceiba.keyrings[0]!)}`;
  const answer = await read('/', { authorization });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.text()).toContain('This page sets no cookies');
});
