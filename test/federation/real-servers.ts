import { createHash } from 'node:crypto';
import type { JsonObject } from '../../src/federation/json-shape.ts';
import { generateKeyPair, publicPem } from '../../src/federation/key-pairs.ts';
import { type SigningKey, signedHeaders } from '../../src/federation/signing.ts';
import type { RealServer, Sending } from './real-server.ts';
import { fedifyServers } from './real-servers-fedify.ts';
import { largeServers } from './real-servers-large.ts';
import { microblogs } from './real-servers-microblogs.ts';
import { serve } from './stage.ts';

export const realServers: readonly RealServer[] = [...microblogs, ...fedifyServers, ...largeServers];

/** A server of that software on loopback with one actor. `gone` answers 410 as after an account was deleted. */
export type Running = Sending & {
  gone: boolean;
  bodies: ReturnType<RealServer['bodies']>;
  signingKey: SigningKey;
  asked: string[];
  received: JsonObject[];
  /** Signs and posts, seconds from now by its own clock; a later post is another request. */
  post(inbox: string, body: JsonObject, secondsOn?: number): Promise<{ status: number; code: string | undefined }>;
};

/** RSA keys take long to make: these servers share one. */
let pair: Promise<CryptoKeyPair> | undefined;

export async function startReal(real: RealServer, us: string): Promise<Running> {
  pair ??= generateKeyPair('rsa');
  const { publicKey, privateKey } = await pair;
  const publicKeyPem = await publicPem(publicKey);
  const asked: string[] = [];
  const received: JsonObject[] = [];
  const running = { gone: false, asked, received, us } as Running;
  running.origin = await serve((request, response) => {
    if (request.method === 'POST') {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        received.push(JSON.parse(text) as JsonObject);
        response.writeHead(202).end();
      });
      return;
    }
    asked.push(request.url ?? '');
    if (running.gone) return void response.writeHead(410).end();
    // Some answer at the key's own address with the actor, or a part of it.
    if (![real.path, `${real.path}${real.key}`].includes(request.url ?? '')) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/activity+json; charset=utf-8' });
    const { actor } = running;
    response.end(
      JSON.stringify({
        '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
        id: actor,
        type: 'Person',
        preferredUsername: 'lu',
        inbox: `${actor}/inbox`,
        outbox: `${actor}/outbox`,
        publicKey: { id: `${actor}${real.key}`, owner: actor, publicKeyPem },
      }),
    );
  });
  running.actor = `${running.origin}${real.path}`;
  running.bodies = real.bodies(running);
  running.signingKey = { keyId: `${running.actor}${real.signsAs ?? real.key}`, privateKey };
  running.post = async (inbox, body, secondsOn = 0) => {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const headers = await headersOf(real, inbox, bytes, running.signingKey, new Date(Date.now() + secondsOn * 1000));
    const answer = await fetch(inbox, { method: 'POST', headers, body: bytes });
    const { code } = (await answer.json()) as { code?: string };
    return { status: answer.status, code };
  };
  return running;
}

async function headersOf(
  { covered }: RealServer,
  inbox: string,
  body: Uint8Array<ArrayBuffer>,
  { keyId, privateKey }: SigningKey,
  date: Date,
): Promise<Record<string, string>> {
  const { host, pathname } = new URL(inbox);
  const headers: Record<string, string> = {
    date: date.toUTCString(),
    digest: `SHA-256=${createHash('sha256').update(body).digest('base64')}`,
    'content-type': 'application/activity+json',
    'user-agent': 'server/1.0 (+https://server.example)',
  };
  if (covered === 'rfc9421') {
    const { digest: _digest, ...rest } = headers;
    const request = { method: 'POST' as const, url: inbox, headers: rest, body };
    return signedHeaders(request, { keyId, privateKey }, covered);
  }
  const known: Record<string, string> = {
    ...headers,
    host,
    'content-length': String(body.length),
    '(request-target)': `post ${pathname}`,
  };
  const text = covered.map((name) => `${name}: ${known[name]}`).join('\n');
  const bytes = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, new TextEncoder().encode(text));
  const value = Buffer.from(bytes).toString('base64');
  const signature = `keyId="${keyId}",algorithm="rsa-sha256",headers="${covered.join(' ')}",signature="${value}"`;
  return { ...headers, signature };
}
