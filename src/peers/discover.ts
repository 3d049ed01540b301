import * as z from 'zod';
import { Refusal } from '../../schemas/codes.ts';
import { envelope as envelopeSchema } from '../../schemas/envelope.ts';
import { mostManifests } from '../../schemas/routes/collective.ts';
import { manifestUrl } from '../collective/addresses.ts';
import { nodeKey } from '../collective/node-keys.ts';
import { actorUrls } from '../federation/actor-document.ts';
import { parseLimited } from '../federation/json-shape.ts';
import { activityType } from '../federation/sign-and-post.ts';
import { signedHeaders } from '../federation/signing.ts';
import { loopbackHost, onionHost, parsedUrl } from '../platform/addresses.ts';
import type { GetOptions } from '../platform/egress.ts';
import type { Envelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { type RemoteActor, readActor } from './activity.ts';

const mostChainBytes = 4 * 1024 * 1024;

const handleForm = /^@?([A-Za-z0-9_.-]{1,64})@([A-Za-z0-9.-]{1,253}(?::\d{1,5})?|\[[0-9A-Fa-f:]{2,45}\](?::\d{1,5})?)$/;
const webFinger = z.looseObject({
  links: z.array(z.looseObject({ rel: z.string(), type: z.string().optional(), href: z.string().optional() })).max(100),
});
const chainAnswer = z.strictObject({ manifests: z.array(envelopeSchema).max(mostManifests) });

/**
 * The actor id that a person means by an address: an actor's URL, a node's (its actor is at `/actor`) or a handle,
 * which is asked of WebFinger (RFC 7033).
 * @throws `malformed` and `unreachable`.
 */
export async function actorAt(runtime: Pick<Runtime, 'egress'>, address: string): Promise<string> {
  const handle = handleForm.exec(address);
  if (handle) return actorOfHandle(runtime, handle[1]!, handle[2]!);
  if (address.length > 500 || !URL.canParse(address)) throw new Refusal('malformed', 'actor');
  const url = new URL(address);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password)
    throw new Refusal('malformed', 'actor');
  return url.pathname === '/' ? actorUrls(url.origin).actor : url.href;
}

async function actorOfHandle({ egress }: Pick<Runtime, 'egress'>, name: string, host: string): Promise<string> {
  const there = parsedUrl(`http://${host}`);
  if (there === null) throw new Refusal('malformed', 'actor');
  const plain = loopbackHost(there.hostname) || onionHost(there.hostname);
  const asked = new URL('/.well-known/webfinger', `${plain ? 'http' : 'https'}://${host}`);
  asked.searchParams.set('resource', `acct:${name}@${host}`);
  const answer = await egress.get(asked.href, {
    accept: 'application/jrd+json, application/json',
    maxBytes: 64 * 1024,
    asked: 'by-a-member',
  });
  if (answer.status !== 200) throw new Refusal('unreachable', 'handle');
  const read = webFinger.safeParse(parseLimited(answer.bytes));
  const self = read.data?.links.find(
    ({ rel, type }) => rel === 'self' && /\bactivity\+json\b|\bld\+json\b/.test(type ?? ''),
  );
  if (!self?.href || !URL.canParse(self.href)) throw new Refusal('malformed', 'handle');
  return self.href;
}

/**
 * Fetches an actor document, signed, because some servers answer nobody else. Call it outside transactions.
 * @throws `unreachable` and what `readActor` refuses.
 */
export async function fetchActor(runtime: Runtime, actor: string, asked?: GetOptions['asked']): Promise<RemoteActor> {
  const key = await nodeKey(runtime, 'http');
  const request = { method: 'GET' as const, url: actor, headers: { accept: activityType } };
  const headers = await signedHeaders(request, { keyId: key.keyId, privateKey: key.privateKey }, 'cavage');
  const answer = await runtime.egress.get(actor, { accept: activityType, headers, ...(asked && { asked }) });
  if (answer.status !== 200) throw new Refusal('unreachable', 'actor');
  return readActor(parseLimited(answer.bytes), answer.url);
}

/**
 * Fetches a node's manifest chain from a version on, as it is served: nobody's signature is checked here.
 * @throws `unreachable` and `malformed`.
 */
export async function fetchManifests(
  { egress }: Pick<Runtime, 'egress'>,
  origin: string,
  from: number,
  asked: NonNullable<GetOptions['asked']>,
): Promise<Envelope[]> {
  const url = `${manifestUrl(origin)}?from=${from}`;
  const answer = await egress.get(url, { accept: 'application/json', maxBytes: mostChainBytes, asked });
  if (answer.status !== 200) throw new Refusal('unreachable', 'manifest');
  if (new URL(answer.url).origin !== origin) throw new Refusal('origin-mismatch', 'manifest');
  const read = chainAnswer.safeParse(parsed(answer.bytes));
  if (!read.success) throw new Refusal('malformed', 'manifest');
  return read.data.manifests;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
