import type { Kysely } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import type { Egress } from '../platform/egress.ts';
import type { Passed } from './inbox-guard.ts';
import { isObject, type JsonObject, parseLimited } from './json-shape.ts';
import { storedKey, storeKey } from './key-store.ts';
import { type KnownKey, verifyWith } from './verify.ts';

/** The keys of actors that follow us, each kept as long as they do. */
export type FollowerKeys = {
  of: (actor: string) => Promise<KnownKey | null>;
  /** The actor's own document has just shown this key, which signed. */
  shown: (actor: string, key: KnownKey) => Promise<void>;
  /** The actor's own server says that it is gone. */
  gone: (actor: string) => Promise<void>;
};

export type StrangerParts = {
  db: Kysely<Database>;
  egress: Pick<Egress, 'get'>;
  /** Whether anybody at this origin follows us or is followed: they are never crowded out by strangers. */
  known: (origin: string) => Promise<boolean>;
  followerKeys: FollowerKeys;
  /** Headers that sign a GET of this URL with our key, for servers that answer nobody else. */
  signGet: (url: string) => Promise<Record<string, string>>;
};

const keyDeadline = 5_000;
const mostKeyBytes = 256 * 1024;
const mostKeys = 8;
const mostPem = 2_000;
const accept = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"';

/**
 * The key with which the actor itself signed, or why there is none. Its key is what its own document says, read as
 * plain JSON and never expanded: a document elsewhere, also on the same host, that merely claims an owner is not
 * believed. Before a signature of that host is verified at most one document is fetched; refuses (`busy`) where the way
 * out does. Never remembers a failure. Where the document cannot be had, an Undo or a Delete of a follower is verified
 * by the key that is kept of it: both only take away, and many are sent when the account is gone already.
 */
export async function verifyStranger(
  passed: Passed,
  parts: StrangerParts,
  now: Date,
): Promise<KnownKey | 'forged' | 'gone'> {
  const { actor, type } = passed;
  const stored = await storedKey(parts.db, passed, now);
  if (stored && (await verifyWith(passed.request(), stored))) return stored;
  const kept = type === 'Undo' || type === 'Delete' ? await parts.followerKeys.of(actor) : null;
  const looked = await lookUp(passed, parts).catch((error: unknown) => {
    if (kept === null || !(error instanceof Refusal)) throw error;
    return null;
  });
  if (looked === 'gone') await parts.followerKeys.gone(actor);
  if (looked === 'gone' || looked === null) {
    if (kept && (await verifyWith(passed.request(), kept))) return kept;
    return looked ?? 'forged';
  }
  if (looked === 'forged') return looked;
  await storeKey(parts.db, { ...looked, actor }, now);
  await parts.followerKeys.shown(actor, looked);
  return looked;
}

/** What the actor's document says of the key that is named; null when the document cannot be had. */
async function lookUp(passed: Passed, parts: StrangerParts): Promise<KnownKey | 'forged' | 'gone' | null> {
  const { actor, keyId } = passed;
  const { origin } = new URL(actor);
  const known = await parts.known(origin);
  const place = withoutFragment(keyId);
  const look = (url: string) => fetchDocument(url, known, parts);
  const found = await look(place);
  if (found === 'gone') return place === actor ? 'gone' : null;
  if (found === null) return null;
  const key = keyIn(found, actor, keyId);
  if (!key || !(await verifyWith(passed.request(), key))) return 'forged';
  if (place === actor) return key;
  // Some software keeps each key at a URL of its own; only the actor's document can say that it is the actor's.
  const own = await look(actor);
  if (own === 'gone' || own === null) return own;
  return keyIn(own, actor, keyId)?.publicKey === key.publicKey ? key : 'forged';
}

/** A document, or that it is gone: by its status, or by the Tombstone that stands in its place. */
async function fetchDocument(
  url: string,
  known: boolean,
  { egress, signGet }: StrangerParts,
): Promise<JsonObject | 'gone' | null> {
  const asked = known ? { asked: 'for-a-follower' as const } : {};
  const limits = { accept, maxBytes: mostKeyBytes, deadlineMs: keyDeadline, redirects: 0, ...asked };
  try {
    const answer = await egress.get(url, { ...limits, headers: await signGet(url) });
    const type = answer.headers['content-type'] ?? '';
    if (answer.status === 410 && answer.url === url) return 'gone';
    if (answer.status !== 200 || answer.url !== url || !/^application\/(activity|ld)\+json\b/i.test(type)) return null;
    const document = parseLimited(answer.bytes);
    return document.type === 'Tombstone' && document.id === url ? 'gone' : document;
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'busy') return null;
    throw error;
  }
}

/**
 * The named key of that actor's document. Its owner, where named, is the actor. Some software (PeerTube) names the
 * actor in place of its key: that means the one key it has.
 */
function keyIn(document: JsonObject, actor: string, keyId: string): KnownKey | null {
  if (document.id !== actor) return null;
  const keys = [document.publicKey].flat().slice(0, mostKeys).filter(isObject);
  const key = keyId === actor && keys.length === 1 ? keys[0] : keys.find(({ id }) => id === keyId);
  if (!key || (key.owner !== undefined && key.owner !== actor)) return null;
  const { publicKeyPem } = key;
  if (typeof publicKeyPem !== 'string' || publicKeyPem.length > mostPem) return null;
  return { keyId, publicKey: publicKeyPem };
}

function withoutFragment(keyId: string): string {
  const url = new URL(keyId);
  url.hash = '';
  return url.href;
}
