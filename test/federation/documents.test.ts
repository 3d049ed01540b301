import { request } from 'node:http';
import { Organization } from '@fedify/vocab';
import { preloadedContexts } from '@fedify/vocab-runtime';
import { beforeAll, expect, test } from 'vitest';
import { forThisFile, startNode } from './stage.ts';

let node: Awaited<ReturnType<typeof startNode>>;
beforeAll(async () => {
  node = await forThisFile(() => startNode());
});

const json = { accept: 'application/activity+json' };
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (path: string, headers: Record<string, string> = json) =>
  fetch(`${node.origin}${path}`, { headers, redirect: 'manual' });
const read = async (path: string) => (await get(path)).json() as Promise<Record<string, unknown>>;

const contextLoader = async (url: string) => {
  const document = preloadedContexts[url];
  if (!document) throw new Error(`not bundled: ${url}`);
  return { contextUrl: null, document, documentUrl: url };
};

test('the actor document is read by Fedify, and says nobody recommends or indexes it', async () => {
  const document = await read('/actor');
  expect(document).toMatchObject({
    id: `${node.origin}/actor`,
    type: 'Organization',
    preferredUsername: 'ceiba',
    webfinger: `ceiba@${new URL(node.origin).host}`,
    summary: '<p>A house &lt;by the river&gt;</p>',
    inbox: `${node.origin}/actors/self/inbox`,
    discoverable: false,
    indexable: false,
    attachment: [],
    tag: [],
    generator: { implements: [{ href: 'https://example.org/ns', name: 'Example' }] },
  });
  expect(document).not.toHaveProperty('endpoints');
  const actor = await Organization.fromJsonLd(document, { contextLoader, documentLoader: contextLoader });
  expect(actor.id?.href).toBe(`${node.origin}/actor`);
  const key = await actor.getPublicKey({ contextLoader });
  expect([key?.id?.href, key?.ownerId?.href, key?.publicKey?.algorithm.name]).toEqual([
    `${node.origin}/actor#main-key`,
    `${node.origin}/actor`,
    'RSASSA-PKCS1-v1_5',
  ]);
  const methods = await Array.fromAsync(actor.getAssertionMethods({ contextLoader }));
  expect(methods.map((one) => [one.id?.href, one.publicKey?.algorithm.name])).toEqual([
    [`${node.origin}/actor#object-key`, 'Ed25519'],
  ]);
});

test('who reads it again gets 304, and a person who opens the actor is led home', async () => {
  const first = await get('/actor');
  const etag = first.headers.get('etag') ?? '';
  expect(first.headers.get('content-type')).toMatch(/^application\/activity\+json/);
  expect(first.headers.get('vary')).toBe('Accept');
  const again = await get('/actor', { ...json, 'if-none-match': `"x", W/${etag}` });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const person = await get('/actor', html);
  expect([person.status, person.headers.get('location')]).toEqual([303, `${node.origin}/`]);
  for (const accept of ['*/*', 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'])
    expect((await get('/actor', { accept })).status).toBe(200);
});

test('of followers and followed only the number is told', async () => {
  for (const [name, totalItems] of [
    ['followers', 2],
    ['following', 1],
  ]) {
    const document = await read(`/actors/self/${name}`);
    const id = `${node.origin}/actors/self/${name}`;
    expect(document).toEqual({ '@context': expect.anything(), id, type: 'OrderedCollection', totalItems });
  }
});

test('pinned things are a list of addresses on one page, also when it is one', async () => {
  expect(await read('/actors/self/featured')).toMatchObject({
    type: 'OrderedCollection',
    totalItems: 1,
    orderedItems: [`${node.origin}/agreements/one`],
  });
});

test('the outbox has pages, and each leads to the next until the last', async () => {
  const outbox = await read('/actors/self/outbox');
  expect(outbox).toMatchObject({ totalItems: 2, first: `${node.origin}/actors/self/outbox?page=first` });
  const first = await (await fetch(String(outbox.first), { headers: json })).json();
  expect(first).toMatchObject({ id: outbox.first, partOf: outbox.id, orderedItems: [{ id: 'newest' }] });
  const last = await (await fetch(first.next, { headers: json })).json();
  expect(last.orderedItems).toEqual([{ id: 'older' }]);
  expect(last).not.toHaveProperty('next');
  expect((await get(`/actors/self/outbox?page=${'x'.repeat(300)}`)).status).toBe(404);
});

test('WebFinger finds the actor by handle, by its id and by the home page, and nobody else', async () => {
  const { host } = new URL(node.origin);
  const find = (resource: string) => get(`/.well-known/webfinger?resource=${encodeURIComponent(resource)}`);
  for (const resource of [`acct:ceiba@${host}`, `${node.origin}/actor`, `${node.origin}/`]) {
    const answer = await find(resource);
    expect(answer.headers.get('content-type')).toBe('application/jrd+json');
    const { links } = (await answer.json()) as { links: unknown[] };
    expect(links).toContainEqual({ rel: 'self', href: `${node.origin}/actor`, type: 'application/activity+json' });
  }
  for (const resource of [`acct:maguey@${host}`, 'acct:ceiba@elsewhere.example', `${node.origin}/agreements`])
    expect((await find(resource)).status).toBe(404);
  expect((await find('nonsense')).status).toBe(400);
});

test('NodeInfo names the software and counts nobody', async () => {
  const found = (await (await get('/.well-known/nodeinfo')).json()) as { links: { href: string }[] };
  expect(found.links.map(({ href }) => href)).toEqual([`${node.origin}/nodeinfo/2.1`]);
  expect(await (await get('/nodeinfo/2.1')).json()).toMatchObject({
    version: '2.1',
    software: { name: 'convive', version: '1.2.3' },
    protocols: ['activitypub'],
    openRegistrations: false,
    usage: { users: {}, localPosts: 0, localComments: 0 },
  });
});

const status = (method: string, url: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const asked = request(url, { method }, (answer) => resolve(answer.resume().statusCode));
    asked.on('error', reject).end();
  });

test('other methods are told what is allowed, other paths are left to the pages', async () => {
  expect((await get('/actors/self/inbox')).headers.get('allow')).toBe('POST');
  expect((await fetch(`${node.origin}/actor`, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD');
  // TRACE is a method that no fetch can send, nor a Request hold.
  for (const path of ['/.well-known/webfinger', '/.well-known/nodeinfo', '/nodeinfo/2.1', '/actor'])
    expect(await status('TRACE', `${node.origin}${path}`), path).toBe(405);
  expect(await (await get('/agreements')).text()).toBe('a page');
});

test('before set-up nobody finds anything', async () => {
  const bare = await startNode({ profile: async () => null });
  const { host } = new URL(bare.origin);
  for (const path of ['/actor', '/actors/self/outbox', `/.well-known/webfinger?resource=acct:ceiba@${host}`])
    expect((await fetch(`${bare.origin}${path}`, { headers: json })).status).toBe(404);
  expect((await fetch(bare.inbox, { method: 'POST', body: '{}' })).status).toBe(404);
});
