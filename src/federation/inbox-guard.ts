import { createHash } from 'node:crypto';
import { Refusal } from '../../schemas/codes.ts';
import { readBody } from './body.ts';
import { activityStreams, checkWords } from './contexts.ts';
import { isObject, type JsonObject, named, objectsIn, only, parseLimited } from './json-shape.ts';
import { readClaim } from './signature-headers.ts';
import type { Signed } from './verify.ts';

/** Bytes of one activity, sealed delivery included. */
const mostInboxBytes = 256 * 1024;
/**
 * Bytes of one address. Actor and id together are the key under which an activity is remembered, and PostgreSQL indexes
 * at most 2,704.
 */
const mostUrl = 1024;

/** A sealed or clear delivery between nodes of this network: `content` is its exact ASCII text. */
type Delivery = { to: string; content: string };

/**
 * What has passed the guard. Its author is a claim until a signature has been verified: `signed` where that is plain
 * enough, else the `request`, rebuilt on our own origin at each call. `activity` has actor, type and object in their
 * plainest form. `signature` tells this request from every other: a repeat has the same one.
 */
export type Passed = {
  actor: string;
  id: string;
  type: string;
  keyId: string;
  activity: JsonObject;
  signature: string;
  signed: Signed | null;
  request: () => Request;
} & ({ way: 'activity' } | { way: 'delivery'; delivery: Delivery });

/** Media type of the object that carries a delivery. */
export const deliveryType = 'application/vnd.convive.delivery.v1';

/**
 * Judges a request to the inbox before anything dear is done with it: no key is looked up, no document fetched, no
 * recursion.
 * @throws what FEDERATION.md, "What we refuse", names; what remains is at most one fetch and one signature away from
 * being true.
 */
export async function guardInbox(request: Request, origin: string, now: Date): Promise<Passed> {
  const body = await readBody(request, mostInboxBytes);
  const claim = readClaim(request.headers, body, now);
  const activity = parseLimited(body);
  checkWords(activity);
  const type = only(activity.type);
  if (typeof type !== 'string' || type.length === 0 || type.length > mostUrl) throw new Refusal('malformed', 'type');
  const written = only(activity.actor);
  const name = isObject(written) ? written.id : written;
  const actor = httpUrl(name, 'actor');
  const id = httpUrl(activity.id, 'id');
  const key = httpUrl(claim.keyId, 'keyId');
  if (actor.href !== name) throw new Refusal('malformed', 'actor');
  if (key.origin !== actor.origin) throw new Refusal('signature', 'keyId');
  const plain = {
    ...activity,
    type,
    actor: actor.href,
    ...('object' in activity && { object: only(activity.object) }),
  };
  checkOrigins(plain, { id, actor, ours: origin });
  const passed = {
    actor: actor.href,
    id: String(activity.id),
    type,
    keyId: key.href,
    activity: plain,
    signature: createHash('sha256').update(Buffer.from(claim.signature, 'base64')).digest('base64url'),
    signed: claim.plain && { text: signedText(claim.plain, request, origin), signature: claim.signature },
    request: () => onOrigin(request, origin, body),
  };
  const delivery = readDelivery(activity);
  return delivery ? { ...passed, way: 'delivery', delivery } : { ...passed, way: 'activity' };
}

/**
 * Who speaks may speak only for what is its own (`origin-mismatch`). For an Undo, a Block and the Delete of an actor it
 * counts who signs and what they name; their ids may stand anywhere, because some software mints them under what is
 * named, also on our host.
 */
function checkOrigins(activity: JsonObject, { id, actor, ours }: { id: URL; actor: URL; ours: string }): void {
  const { type, object } = activity;
  const what = named(object);
  const idCounts = type !== 'Undo' && type !== 'Block' && !(type === 'Delete' && what === actor.href);
  if (idCounts && id.origin !== actor.origin) throw new Refusal('origin-mismatch', 'id');
  if (type !== 'Undo' && type !== 'Delete') return;
  const place = what !== null && URL.canParse(what) ? new URL(what).origin : actor.origin;
  // What is embedded in an Undo says itself whose it is; only our own address may be named in place of what is undone.
  const anywhere = type === 'Undo' && (isObject(object) || place === ours);
  if (place !== actor.origin && !anywhere) throw new Refusal('origin-mismatch', 'object');
  if (!isObject(object)) return;
  const whose = [object.actor, type === 'Delete' ? object.attributedTo : undefined].map(named);
  if (whose.some((one) => one !== null && one !== actor.href)) throw new Refusal('origin-mismatch', 'object.actor');
}

/**
 * What draft-cavage signs (draft-cavage-http-signatures-12 §2.3), as if the request had come straight to our own name.
 */
function signedText(covered: readonly string[], request: Request, origin: string): string {
  const { method, headers } = request;
  const target = `${method.toLowerCase()} ${new URL(request.url).pathname}`;
  const ours: Record<string, string> = { '(request-target)': target, host: new URL(origin).host };
  return covered.map((name) => `${name}: ${ours[name] ?? headers.get(name)}`).join('\n');
}

/**
 * A request as if it had come straight to our own name. Behind a TLS proxy the URL is another one and RFC 9421
 * would fail; and a host header that the caller chooses would let a delivery to another node be played again here.
 */
function onOrigin(request: Request, origin: string, body: Uint8Array): Request {
  const { pathname, search } = new URL(request.url);
  const url = new URL(pathname + search, origin);
  const headers = new Headers(request.headers);
  headers.set('host', url.host);
  return new Request(url, { method: request.method, headers, body: body as Uint8Array<ArrayBuffer> });
}

function httpUrl(value: unknown, where: string): URL {
  if (typeof value !== 'string' || Buffer.byteLength(value) > mostUrl || !URL.canParse(value))
    throw new Refusal('malformed', where);
  const url = new URL(value);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password)
    throw new Refusal('malformed', where);
  return url;
}

/**
 * A delivery is told by its raw shape alone. Whatever calls itself one somewhere inside and is written otherwise is
 * refused: it must not be answered as an activity that came in order.
 */
function readDelivery(activity: JsonObject): Delivery | null {
  if (!callsItselfDelivery(activity)) return null;
  const { object, to } = activity;
  if (activity['@context'] !== activityStreams) throw new Refusal('context', '@context');
  if (!isObject(object) || object.mediaType !== deliveryType) throw new Refusal('malformed', 'object');
  if (typeof activity.actor !== 'string') throw new Refusal('malformed', 'actor');
  if (activity.type !== 'Create' || object.type !== 'Document') throw new Refusal('malformed', 'type');
  onlyMembers(activity, ['@context', 'id', 'type', 'actor', 'to', 'object']);
  onlyMembers(object, ['type', 'mediaType', 'content']);
  const [recipient, ...others] = Array.isArray(to) ? to : [];
  if (typeof recipient !== 'string' || others.length > 0) throw new Refusal('malformed', 'to');
  const { content } = object;
  if (typeof content !== 'string' || !/^[\x20-\x7e]+$/.test(content)) throw new Refusal('malformed', 'object.content');
  return { to: recipient, content };
}

function callsItselfDelivery(activity: JsonObject): boolean {
  for (const { mediaType } of objectsIn(activity)) if ([mediaType].flat().includes(deliveryType)) return true;
  return false;
}

function onlyMembers(object: JsonObject, names: readonly string[]): void {
  if (Object.keys(object).length !== names.length || names.some((name) => !Object.hasOwn(object, name)))
    throw new Refusal('malformed', 'object');
}
