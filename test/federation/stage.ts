import { createServer, type IncomingMessage, type RequestListener, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, afterEach } from 'vitest';
import type { Profile } from '../../src/federation/actor-document.ts';
import { type FederationParts, openFederation } from '../../src/federation/federation.ts';
import type { From } from '../../src/federation/inbox.ts';
import type { JsonObject } from '../../src/federation/json-shape.ts';
import { generateKeyPair, publicMultibase, publicPem } from '../../src/federation/key-pairs.ts';
import { type SignatureKind, type SigningKey, signedHeaders } from '../../src/federation/signing.ts';
import { createEgress } from '../../src/platform/egress.ts';
import { statusOf } from '../../src/web/refusals.ts';
import { freshDatabase } from '../support/databases.ts';

const open: AsyncDisposable[] = [];
const kept: AsyncDisposable[] = [];
const closeAll = async (things: AsyncDisposable[]) => {
  for (const thing of things.splice(0).reverse()) await thing[Symbol.asyncDispose]();
};
afterEach(() => closeAll(open));
afterAll(() => closeAll(kept));

/** Closes it when the test ends, the newest first. */
export function untilEnd<T extends AsyncDisposable>(thing: T): T {
  open.push(thing);
  return thing;
}

/** Keeps open for the whole file what is started here: a node takes a second. */
export async function forThisFile<T>(start: () => Promise<T>): Promise<T> {
  const before = open.length;
  const started = await start();
  kept.push(...open.splice(before));
  return started;
}

export const activityStreams = 'https://www.w3.org/ns/activitystreams';
const silentLog = { debug() {}, info() {}, warn() {}, error() {} };

type Listening = ReturnType<typeof createServer>;

async function listening(server: Listening): Promise<string> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  untilEnd({
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A plain server of this test. */
export function serve(listener: RequestListener): Promise<string> {
  return listening(createServer(listener));
}

export type Receipt = { activity: JsonObject; from: Pick<From, 'actor' | 'peer'> };

/** A node of our own kit on loopback: what it received, what it fetched, and its address. */
export async function startNode(given: Partial<FederationParts> & { publicOrigin?: string } = {}) {
  const { db } = untilEnd(await freshDatabase());
  const received: Receipt[] = [];
  const deliveries: { content: string; from: Receipt['from'] }[] = [];
  const fetched: string[] = [];
  const egress = untilEnd(
    createEgress({
      allowLoopback: true,
      userAgent: 'Convive-test',
      onRequest: (_method, url) => void fetched.push(url.href),
    }),
  );
  const holder: { handle: (request: Request) => Promise<Response> } = {
    handle: async () => new Response(null, { status: 503 }),
  };
  const address = await listening(
    createAdaptorServer({ fetch: (request: Request) => holder.handle(request) }) as Listening,
  );
  const origin = given.publicOrigin ?? address;
  const rsa = await sharedPair('node');
  const objectPair = await generateKeyPair('ed25519');
  const key: SigningKey = { keyId: `${origin}/actor#main-key`, privateKey: rsa.privateKey };
  const profile: Profile = {
    kind: 'Organization',
    handle: 'ceiba',
    name: 'Ceiba',
    summary: 'A house <by the river>',
    language: 'es',
    published: new Date('2026-01-05T10:00:00Z'),
    publicKey: { id: `${origin}/actor#main-key`, pem: await publicPem(rsa.publicKey) },
    objectKey: { id: `${origin}/actor#object-key`, multibase: await publicMultibase(objectPair.publicKey) },
    implements: [{ href: 'https://example.org/ns', name: 'Example' }],
    links: [],
  };
  const take = async (activity: JsonObject, { actor, peer }: From) =>
    void received.push({ activity, from: { actor, peer } });
  const types = ['Follow', 'Undo', 'Create', 'Update', 'Delete', 'Accept', 'Reject', 'Move', 'Flag', 'Add', 'Remove'];
  const { handle } = openFederation({
    origin,
    db,
    egress,
    clock: { now: () => new Date() },
    log: silentLog,
    version: '1.2.3',
    profile: async () => profile,
    pinned: async () => null,
    known: async () => false,
    followerKeys: { of: async () => null, shown: async () => {}, gone: async () => {} },
    signingKey: async () => key,
    inbox: Object.fromEntries(types.map((type) => [type, take])),
    receiveDelivery: async ({ content }, { actor, peer }) => {
      deliveries.push({ content, from: { actor, peer } });
      return { status: 202, code: null };
    },
    statusOf: (code) => statusOf[code],
    followers: async () => 2,
    following: async () => 1,
    featured: async () => [`${origin}/agreements/one`],
    outbox: {
      total: async () => 2,
      page: async (cursor) => ({ items: [{ id: cursor ?? 'newest' }], next: cursor ? null : 'older' }),
    },
    ...given,
  });
  holder.handle = async (request) => (await handle(request)) ?? new Response('a page', { status: 200 });
  return {
    origin,
    address,
    inbox: `${address}/actors/self/inbox`,
    db,
    egress,
    received,
    deliveries,
    fetched,
    key,
    objectPair,
    profile,
  };
}

const pairs = new Map<string, Promise<CryptoKeyPair>>();
/** RSA keys take long to make: one per name and file. */
export function sharedPair(name: string): Promise<CryptoKeyPair> {
  const pair = pairs.get(name) ?? generateKeyPair('rsa');
  pairs.set(name, pair);
  return pair;
}

export type Stranger = {
  origin: string;
  actor: string;
  key: SigningKey;
  publicKeyPem: string;
  /** What was asked of this server, in order. */
  asked: string[];
  /** Answers in place of the actor document. */
  answer: (path: string, request: IncomingMessage, response: ServerResponse) => boolean;
  document: JsonObject;
};

/** Somebody's server with one actor `/users/lu`, whose answers the test may change. */
export async function startStranger(name = 'stranger'): Promise<Stranger> {
  const pair = await sharedPair(name);
  const asked: string[] = [];
  const stranger: Stranger = {
    origin: '',
    actor: '',
    key: { keyId: '', privateKey: pair.privateKey },
    publicKeyPem: await publicPem(pair.publicKey),
    asked,
    answer: () => false,
    document: {},
  };
  stranger.origin = await serve((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    if (stranger.answer(path, request, response)) return;
    if (path !== '/users/lu') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/activity+json' }).end(JSON.stringify(stranger.document));
  });
  stranger.actor = `${stranger.origin}/users/lu`;
  stranger.key.keyId = `${stranger.actor}#main-key`;
  stranger.document = actorOf(stranger.actor, stranger.key.keyId, stranger.publicKeyPem);
  return stranger;
}

export function actorOf(actor: string, keyId: string, publicKeyPem: string): JsonObject {
  return {
    '@context': [activityStreams, 'https://w3id.org/security/v1'],
    id: actor,
    type: 'Person',
    preferredUsername: 'lu',
    inbox: `${actor}/inbox`,
    publicKey: { id: keyId, owner: actor, publicKeyPem },
  };
}

export function answerJson(response: ServerResponse, document: unknown): true {
  response.writeHead(200, { 'content-type': 'application/activity+json' }).end(JSON.stringify(document));
  return true;
}

let count = 0;
/** A follow as other software writes it. */
export function follow(actor: string, object: string): JsonObject & { id: string } {
  return {
    '@context': activityStreams,
    id: `${new URL(actor).origin}/activities/${++count}`,
    type: 'Follow',
    actor,
    object,
  };
}

/** An activity as bytes, and the headers that sign it for that URL. */
export async function signed(url: string, activity: unknown, key: SigningKey, kind: SignatureKind = 'cavage') {
  const bytes = new TextEncoder().encode(typeof activity === 'string' ? activity : JSON.stringify(activity));
  const unsigned = { 'content-type': 'application/activity+json' };
  const headers = await signedHeaders({ method: 'POST', url, headers: unsigned, body: bytes }, key, kind);
  return { bytes, headers };
}

/** Signs and posts; `change` may spoil the headers after signing. */
export async function post(
  inbox: string,
  activity: unknown,
  key: SigningKey,
  kind: SignatureKind = 'cavage',
  change: (headers: Record<string, string>) => void = () => {},
): Promise<{ status: number; code: string | undefined }> {
  const { bytes, headers } = await signed(inbox, activity, key, kind);
  change(headers);
  return send(inbox, bytes, headers);
}

async function send(inbox: string, body: Uint8Array, headers: Record<string, string>) {
  const answer = await fetch(inbox, { method: 'POST', headers, body: new Uint8Array(body) });
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
  return { status: answer.status, code };
}

/** Posts with any headers, `host` among them; the status. */
export function rawPost(inbox: string, headers: Record<string, string>, body: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(inbox, { method: 'POST', headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject).end(body);
  });
}

/** Whether the node answers somebody else now; milliseconds it took. */
export async function answersOthers(origin: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${origin}/actors/self/followers`, { headers: { accept: 'application/activity+json' } });
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  await answer.arrayBuffer();
  return performance.now() - began;
}
