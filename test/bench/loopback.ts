import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { conviveProtocol } from '../../src/collective/activity.ts';
import { actorDocument, actorUrls, type Profile } from '../../src/federation/actor-document.ts';
import type { JsonObject } from '../../src/federation/json-shape.ts';
import { generateKeyPair, publicMultibase, publicPem } from '../../src/federation/key-pairs.ts';
import { activityType } from '../../src/federation/sign-and-post.ts';
import type { SigningKey } from '../../src/federation/signing.ts';

/** Somebody else's server on this machine, with one actor at `/actor` and an RSA-2048 key. */
export type Stranger = AsyncDisposable & {
  origin: string;
  actor: string;
  /** Signs requests (RSA-2048), and objects (Ed25519). */
  key: SigningKey;
  objectKey: SigningKey;
  publicKey: CryptoKey;
  document: JsonObject;
  /** Paths that were asked for, in order. */
  asked: string[];
  /** Answers in the place of the actor document; may never answer. */
  answer: RequestListener | null;
  /** What `/manifest` serves, and what its inbox answers. */
  manifests: unknown[];
  inboxAnswer: { status: number; headers: Record<string, string> };
};

/** Starts one. `convive` makes its actor say that it speaks our protocol. */
export async function startStranger(name: string, convive = false): Promise<Stranger> {
  const pair = await generateKeyPair('rsa');
  const objectPair = await generateKeyPair('ed25519');
  const server = createServer((request, response) => serve(stranger, request, response));
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { actor, mainKey, objectKey } = actorUrls(origin);
  const profile: Profile = {
    kind: 'Organization',
    handle: name.toLowerCase(),
    name,
    summary: `${name}.`,
    language: 'es',
    published: new Date('2026-01-05T10:00:00Z'),
    publicKey: { id: mainKey, pem: await publicPem(pair.publicKey) },
    objectKey: { id: objectKey, multibase: await publicMultibase(objectPair.publicKey) },
    implements: convive ? [conviveProtocol] : [],
    links: convive
      ? [
          {
            href: `${origin}/manifest`,
            name: 'Manifest',
            rel: 'urn:convive:manifest:v1',
            mediaType: 'application/json',
          },
        ]
      : [],
  };
  const stranger: Stranger = {
    origin,
    actor,
    key: { keyId: mainKey, privateKey: pair.privateKey },
    objectKey: { keyId: objectKey, privateKey: objectPair.privateKey },
    publicKey: pair.publicKey,
    document: actorDocument(origin, profile),
    asked: [],
    answer: null,
    manifests: [],
    inboxAnswer: { status: 202, headers: {} },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stranger;
}

function serve(stranger: Stranger, ...[request, response]: Parameters<RequestListener>): void {
  const { pathname } = new URL(request.url ?? '/', stranger.origin);
  stranger.asked.push(pathname);
  if (request.method === 'POST') {
    request.resume();
    const { status, headers } = stranger.inboxAnswer;
    request.once('end', () => response.writeHead(status, headers).end('{}'));
  } else if (stranger.answer) stranger.answer(request, response);
  else if (pathname === '/actor') json(response, stranger.document);
  else if (pathname === '/manifest') json(response, { manifests: stranger.manifests }, 'application/json');
  else response.writeHead(404).end();
}

export function json(response: ServerResponse, document: unknown, type = activityType): void {
  response.writeHead(200, { 'content-type': type }).end(JSON.stringify(document));
}
