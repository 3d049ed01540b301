import { expect, test } from 'vitest';
import { membersContract } from '../../schemas/routes/members.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { askToEnter } from '../../src/client/api/enter.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { sweepSignIns } from '../../src/members/sign-in.ts';
import { enterAs, linkFor, press, programToken } from '../support/browser-session.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { drafting, newDevice, signing } from './people.ts';

const minute = 60_000;
const json = { accept: 'application/json' };
const codeIn = async (answer: Response) => ((await answer.json()) as { code?: string }).code ?? answer.status;
const meBy = (node: TestNode, headers: Record<string, string>) =>
  fetch(`${node.origin}/me`, { headers: { ...json, ...headers } });
const statusBy = async (node: TestNode, cookie: string) => (await meBy(node, { cookie })).status;
const sessions = (node: TestNode) => node.runtime.db.selectFrom('sessions').selectAll().execute();
const entries = (node: TestNode) => node.runtime.db.selectFrom('entries').selectAll().execute();

test('a link lets one browser in, and ends the session that asked for it', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const api = await signIn(connect(node.origin), rosa);
  const { link, expires } = await askToEnter(api);
  expect(link).toMatch(new RegExp(`^${node.origin}/enter/[A-Za-z0-9_-]{43}$`));
  expect(Math.abs(Date.parse(expires) - Date.now() - minute)).toBeLessThan(5000);
  await expect(call(api, membersContract.me)).rejects.toMatchObject({ code: 'sign-in-needed' });
  await expect(askToEnter(api)).rejects.toMatchObject({ code: 'sign-in-needed' });
  const answer = await press(`${link}?lang=es`);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/agreements/writing?lang=es']);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^__Host-convive=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  const known = await meBy(node, { cookie: cookie.split(';', 1)[0]! });
  expect(await known.json()).toEqual({ member: rosa.member, roles: ['steward', 'accompanier'] });
  const actions = await node.runtime.db
    .selectFrom('record')
    .select(['actor', 'action', 'subject'])
    .orderBy('seq')
    .execute();
  expect(actions.at(-1)).toEqual({ actor: rosa.member, action: 'entered', subject: null });
  expect(node.faults).toEqual([]);
});

test('the page of a link has one button and uses nothing up, and is the same for any code', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const link = await linkFor(node.origin, rosa);
  const read = async (address: string) => {
    const page = await fetch(address, { headers: { 'accept-language': 'en' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.headers.get('cache-control')).toBe('no-store');
    return page.text();
  };
  const html = await read(link);
  for (let times = 0; times < 5; times++) expect(await read(link)).toBe(html);
  expect(await read(`${node.origin}/enter/${'A'.repeat(43)}`)).toBe(html);
  expect(html.match(/<button/g)).toHaveLength(1);
  expect(html).not.toContain(link.slice(-43));
  expect(html).toContain('<title>Convive</title>');
  expect(html).toContain('What happens next');
  expect(html).toContain('You can stop here.');
  expect(await entries(node)).toHaveLength(1);
  expect((await press(link)).status).toBe(303);
});

test('an unknown, used, over or malformed code has one and the same answer', async () => {
  await using node = await startTestNode();
  const { rosa, marisol } = await founded(node);
  const used = await linkFor(node.origin, rosa);
  expect((await press(used)).status).toBe(303);
  const over = await linkFor(node.origin, marisol);
  const said: string[] = [];
  const refused = async (link: string) => {
    const answer = await press(link, { accept: 'text/html', 'accept-language': 'es' });
    said.push(`${answer.status} ${answer.headers.get('set-cookie')} ${await answer.text()}`);
  };
  await refused(used);
  node.clock.ahead = minute - 2000;
  const still = await linkFor(node.origin, marisol, node.runtime.clock.now());
  node.clock.ahead = minute + 1000;
  await refused(over);
  await refused(`${node.origin}/enter/${'A'.repeat(43)}`);
  await refused(`${node.origin}/enter/x`);
  await refused(`${node.origin}/enter/${'%00'}`);
  expect(new Set(said).size).toBe(1);
  expect(said[0]).toMatch(/^403 null .*Ejecuta otra vez convive enter/s);
  expect((await press(still)).status).toBe(303);
  await sweepSignIns(node.runtime);
  expect(await entries(node)).toEqual([]);
});

test('two at once with one link: one gets in', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const link = await linkFor(node.origin, rosa);
  const answers = await Promise.all([press(link), press(link), press(link), press(link)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 403, 403, 403]);
  expect(await sessions(node)).toHaveLength(1);
});

test('only a program’s session asks for a link: no browser stays longer by itself', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const { cookie, form } = await enterAs(node.origin, rosa);
  const token = cookie.slice(cookie.indexOf('=') + 1);
  const ask = (headers: Record<string, string>) =>
    fetch(`${node.origin}/enter`, {
      method: 'POST',
      headers: { ...json, 'content-type': 'application/json', ...headers },
      body: '{}',
    });
  for (const headers of [{}, form, { authorization: `Bearer ${token}` }, { ...form, authorization: 'Bearer' }])
    expect(await codeIn(await ask(headers))).toBe('sign-in-needed');
  expect(await entries(node)).toEqual([]);
  // And the other way round: a program's token is none in a cookie.
  const programs = await programToken(node.origin, rosa);
  expect((await meBy(node, { authorization: `Bearer ${programs}` })).status).toBe(200);
  expect(await statusBy(node, `__Host-convive=${programs}`)).toBe(401);
  expect(await statusBy(node, cookie)).toBe(200);
});

test('coming in again gives another token and ends the one before', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const { cookie } = await enterAs(node.origin, rosa);
  const again = await press(await linkFor(node.origin, rosa), { cookie });
  const next = (again.headers.get('set-cookie') ?? '').split(';', 1)[0]!;
  expect(next).not.toBe(cookie);
  expect([await statusBy(node, cookie), await statusBy(node, next)]).toEqual([401, 200]);
  expect(await sessions(node)).toHaveLength(1);
});

test('a browser’s session lasts half an hour without use, longer with use, never past eight hours', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const idle = await enterAs(node.origin, rosa);
  node.clock.ahead = 29 * minute;
  const used = await enterAs(node.origin, rosa, node.runtime.clock.now());
  node.clock.ahead = 31 * minute;
  expect(await statusBy(node, idle.cookie)).toBe(401);
  for (let at = 31 * minute; at < (8 * 60 + 28) * minute; at += 25 * minute) {
    node.clock.ahead = at;
    expect(await statusBy(node, used.cookie)).toBe(200);
  }
  node.clock.ahead = (8 * 60 + 29) * minute + 1000;
  expect(await statusBy(node, used.cookie)).toBe(401);
  await sweepSignIns(node.runtime);
  expect(await sessions(node)).toEqual([]);
});

test('use is written down once a minute at most', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const { cookie } = await enterAs(node.origin, rosa);
  const expires = async () => (await sessions(node))[0]?.expires.getTime();
  const first = await expires();
  node.clock.ahead = 50_000;
  await statusBy(node, cookie);
  expect(await expires()).toBe(first);
  node.clock.ahead = 70_000;
  await statusBy(node, cookie);
  expect(await expires()).toBeGreaterThan(first! + minute);
});

test('leaving ends the session and takes the cookie back; without one it takes nothing', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const { cookie, form } = await enterAs(node.origin, rosa);
  const leave = (headers: Record<string, string>) =>
    fetch(`${node.origin}/leave?lang=es`, { method: 'POST', headers, redirect: 'manual' });
  const left = await leave(form);
  expect([left.status, left.headers.get('location')]).toEqual([303, '/?lang=es']);
  expect(left.headers.get('set-cookie')).toMatch(
    /^__Host-convive=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  expect(await statusBy(node, cookie)).toBe(401);
  expect(await sessions(node)).toEqual([]);
  const other = await enterAs(node.origin, rosa);
  expect((await fetch(`${node.origin}/sign-in`, { method: 'DELETE', headers: other.form })).status).toBe(204);
  expect(await statusBy(node, other.cookie)).toBe(401);
  const nobody = await leave({});
  expect([nobody.status, nobody.headers.get('set-cookie')]).toEqual([303, null]);
});

test('whoever has another role, or another node’s cookie, is answered as with a program’s token', async () => {
  await using node = await startTestNode();
  await using other = await startTestNode();
  const { rosa, tono } = await founded(node);
  const { rosa: elsewhere } = await founded(other);
  const there = await enterAs(other.origin, elsewhere);
  const statusOf = async (headers: Record<string, string>) =>
    (await fetch(`${node.origin}/accompaniers`, { headers: { ...json, ...headers } })).status;
  expect(await statusOf({ cookie: (await enterAs(node.origin, rosa)).cookie })).toBe(200);
  expect(await statusOf({ cookie: (await enterAs(node.origin, tono)).cookie })).toBe(404);
  expect(await statusOf({ cookie: there.cookie })).toBe(404);
  expect(await statusOf({})).toBe(404);
  for (const cookie of [
    there.cookie,
    '__Host-convive=',
    '__Host-convive=%00',
    'convive=x',
    `__Host-convive=${'A'.repeat(43)}`,
  ])
    expect(await statusBy(node, cookie)).toBe(401);
});

test('a bearer token counts before the cookie, also one that is none', async () => {
  await using node = await startTestNode();
  const { rosa, tono } = await founded(node);
  const { cookie } = await enterAs(node.origin, rosa);
  for (const authorization of [`Bearer ${'A'.repeat(43)}`, 'Bearer', 'bearer x', 'Bearer  '])
    expect((await meBy(node, { cookie, authorization })).status).toBe(401);
  expect((await meBy(node, { cookie, authorization: 'Basic eDp5' })).status).toBe(200);
  const { cookie: tonos } = await enterAs(node.origin, tono);
  expect(await (await meBy(node, { cookie: tonos })).json()).toMatchObject({ member: tono.member });
});

test('a new key ends its member’s browsers and links, and nobody else’s', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await founded(node);
  const { cookie } = await enterAs(node.origin, rosa);
  const { cookie: his } = await enterAs(node.origin, tono);
  const link = await linkFor(node.origin, rosa);
  const theirs = await linkFor(node.origin, marisol);
  const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
  await drafting(node, marisol, { replace: [rosa.member] });
  await signing(node, tono);
  expect((await signing(node, lost.keyring, lost.code)).accepted).toBe(true);
  expect(await statusBy(node, cookie)).toBe(401);
  expect(await codeIn(await press(link, json))).toBe('entry');
  expect(await statusBy(node, his)).toBe(200);
  expect((await press(theirs)).status).toBe(303);
});

test('who comes in while their key is being replaced leaves neither a session nor a link behind', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await founded(node);
  const lost = await newDevice(node, marisol, { member: rosa.member, roles: [] });
  await drafting(node, marisol, { replace: [rosa.member] });
  await signing(node, tono);
  const links = await Promise.all([0, 1, 2].map(() => linkFor(node.origin, rosa)));
  const programs = await Promise.all([0, 1, 2].map(() => signIn(connect(node.origin), rosa)));
  const tries = [...links.map((link) => press(link)), ...programs.map((api) => askToEnter(api))];
  const [signed] = await Promise.all([signing(node, lost.keyring, lost.code), Promise.allSettled(tries)]);
  expect(signed.accepted).toBe(true);
  for (const left of [await sessions(node), await entries(node)])
    expect(left.map(({ member }) => member)).not.toContain(rosa.member);
});

test('neither code nor token of a browser lies in the database or the log as it was sent', async () => {
  await using node = await startTestNode();
  const { rosa } = await founded(node);
  const link = await linkFor(node.origin, rosa);
  const { cookie } = await enterAs(node.origin, rosa);
  await meBy(node, { cookie });
  await press(`${link.slice(0, -1)}-`);
  const rows = await Promise.all(
    (['sessions', 'entries', 'record', 'kv', 'deliveries'] as const).map((table) =>
      node.runtime.db.selectFrom(table).selectAll().execute(),
    ),
  );
  const everything = JSON.stringify(rows) + node.logged.join() + node.faults.join();
  expect(everything).toContain('entered');
  for (const secret of [link.slice(-43), cookie.slice(-43)]) expect(everything).not.toContain(secret);
});

test('wrong codes are not counted: whoever has a link comes in', async () => {
  await using node = await startTestNode();
  await founded(node);
  const statuses = await Promise.all(
    Array.from({ length: 70 }, () => press(`${node.origin}/enter/${'A'.repeat(43)}`).then(({ status }) => status)),
  );
  expect(new Set(statuses)).toEqual(new Set([403]));
});
