import type { Kysely } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import type { Egress } from '../platform/egress.ts';
import type { Passed } from './inbox-guard.ts';
import { isObject, type JsonObject, parseLimited } from './json-shape.ts';
import { storedKey, storeKey } from './key-store.ts';
import { type KnownKey, verifyWith } from './verify.ts';

export type StrangerParts = {
  db: Kysely<Database>;
  egress: Pick<Egress, 'get'>;
  /** Whether anybody at this origin follows us or is followed: they are never crowded out by strangers. */
  known: (origin: string) => Promise<boolean>;
  /** Headers that sign a GET of this URL with our key, for servers that answer nobody else. */
  signGet: (url: string) => Promise<Record<string, string>>;
};

const keyDeadline = 5_000;
const mostKeyBytes = 256 * 1024;
const mostKeys = 8;
const mostPem = 2_000;
const accept = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"';

/**
 * Whether the actor itself signed. Its key is what its own document says, read as plain JSON and never expanded: a
 * document elsewhere, also on the same host, that merely claims an owner is not believed. Before a signature of that
 * host is verified at most one document is fetched; refuses (`busy`) where the way out does. Never remembers a failure.
 */
export async function verifyStranger(passed: Passed, parts: StrangerParts, now: Date): Promise<boolean> {
  const stored = await storedKey(parts.db, passed, now);
  if (stored && (await verifyWith(passed.request(), stored))) return true;
  const { actor, keyId } = passed;
  const { origin } = new URL(actor);
  const known = await parts.known(origin);
  const place = withoutFragment(keyId);
  const look = (url: string) => fetchDocument(url, known, parts);
  const key = keyIn(await look(place), actor, keyId);
  if (!key || !(await verifyWith(passed.request(), key))) return false;
  if (place !== actor) {
    // Some software keeps each key at a URL of its own; only the actor's document can say that it is the actor's.
    const own = keyIn(await look(actor), actor, keyId);
    if (own?.publicKey !== key.publicKey) return false;
  }
  await storeKey(parts.db, { ...key, actor }, now);
  return true;
}

async function fetchDocument(
  url: string,
  known: boolean,
  { egress, signGet }: StrangerParts,
): Promise<JsonObject | null> {
  const asked = known ? { asked: 'for-a-follower' as const } : {};
  const limits = { accept, maxBytes: mostKeyBytes, deadlineMs: keyDeadline, redirects: 0, ...asked };
  try {
    const answer = await egress.get(url, { ...limits, headers: await signGet(url) });
    const type = answer.headers['content-type'] ?? '';
    if (answer.status !== 200 || answer.url !== url || !/^application\/(activity|ld)\+json\b/i.test(type)) return null;
    return parseLimited(answer.bytes);
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'busy') return null;
    throw error;
  }
}

/** The named key of that actor's document. Its owner, where named, is the actor. */
function keyIn(document: JsonObject | null, actor: string, keyId: string): KnownKey | null {
  if (document?.id !== actor) return null;
  const keys = [document.publicKey].flat().slice(0, mostKeys).filter(isObject);
  const key = keys.find(({ id }) => id === keyId);
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
