import type { Kysely } from 'kysely';
import { Refusal, type RefusalCode } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import type { Clock } from '../platform/clock.ts';
import type { Egress } from '../platform/egress.ts';
import { fewLines } from '../platform/few-lines.ts';
import type { Log } from '../platform/logging.ts';
import { actorUrls } from './actor-document.ts';
import { guardInbox, type Passed } from './inbox-guard.ts';
import { aboutItsActor, type JsonObject } from './json-shape.ts';
import { type SigningKey, signedHeaders } from './signing.ts';
import { type KnownKey, verifyPinned } from './verify.ts';
import { type FollowerKeys, verifyStranger } from './verify-unpinned.ts';

/**
 * Who sent it, verified: the actor, the pinned collective behind it where there is one, and the key of a stranger.
 * `signature` is the same only when the very same request comes again.
 */
export type From = { actor: string; peer: string | null; key: KnownKey | null; signature: string };

/**
 * Takes a verified activity as it was written, member by member; only actor, type and object are in their plainest
 * form. Who sent it is true, and nothing else about it yet. What it throws as a Refusal is answered with its code.
 */
export type Receive = (activity: JsonObject & { id: string; type: string }, from: From) => Promise<void>;

/** Takes a verified delivery of a pinned collective and says what to answer. */
export type ReceiveDelivery = (
  delivery: { content: string; activity: string },
  from: From & { peer: string },
) => Promise<{ status: number; code: string | null }>;

/**
 * A pinned collective's key by that name; `unknown-key` when the actor is pinned and the key is not; null for
 * strangers.
 */
export type Pinned = { peer: string; publicKey: string } | 'unknown-key' | null;

export type InboxParts = {
  origin: string;
  db: Kysely<Database>;
  clock: Clock;
  egress: Pick<Egress, 'get'>;
  log: Log;
  pinned: (actor: string, keyId: string) => Promise<Pinned>;
  /** Whether anybody at this origin follows us, is followed or pinned. */
  known: (origin: string) => Promise<boolean>;
  followerKeys: FollowerKeys;
  /** The node's own key, for key servers that answer only signed requests; null before set-up. */
  signingKey: () => Promise<SigningKey | null>;
  /** By the activity's type as written. A type that nobody takes is answered 202 and forgotten. */
  inbox: Readonly<Record<string, Receive>>;
  receiveDelivery: ReceiveDelivery;
  /** The HTTP status of a refusal. */
  statusOf: (code: RefusalCode) => number;
};

/**
 * When whoever is told that there is no place now may come again: after a minute a host has a token again, or a place
 * is free; after ten, room.
 */
const againSeconds: Readonly<Record<number, string>> = { 429: '600', 503: '60' };

/**
 * The one inbox. Whatever comes passes the guard, is verified (pinned collectives by their pinned key and nothing
 * else), and only then reaches a room. Answers every refusal with its code; what is not a refusal is thrown.
 */
export function openInbox(parts: InboxParts): (request: Request) => Promise<Response> {
  const signGet = async (url: string) => {
    const key = await parts.signingKey();
    return key ? signedHeaders({ method: 'GET', url, headers: {} }, key, 'cavage') : {};
  };
  const { db, egress, known, followerKeys } = parts;
  const strangers = { db, egress, known, followerKeys, signGet };

  /** Null where nothing is left to be done: an actor that is gone says so of itself. */
  const verified = async (passed: Passed, now: Date): Promise<From | null> => {
    const { actor, keyId, signature, activity } = passed;
    const pinned = await parts.pinned(actor, keyId);
    if (pinned === null) {
      if (passed.way === 'delivery') throw new Refusal('unknown-issuer', 'actor');
      const key = await verifyStranger(passed, strangers, now);
      if (key === 'gone' && passed.type === 'Delete' && aboutItsActor(activity, passed)) return null;
      if (key === 'gone' || key === 'forged') throw new Refusal('signature', 'signature');
      return { actor, peer: null, key, signature };
    }
    if (pinned === 'unknown-key' || !(await verifyPinned(passed, { keyId, publicKey: pinned.publicKey })))
      throw new Refusal('signature', 'signature');
    return { actor, peer: pinned.peer, key: null, signature };
  };

  const receive = async (request: Request): Promise<Response> => {
    const now = parts.clock.now();
    const passed = await guardInbox(request, parts.origin, now);
    const from = await verified(passed, now);
    if (from === null) return answer({}, 202);
    const { id, type, activity } = passed;
    if (passed.way === 'delivery') {
      if (from.peer === null) throw new Refusal('unknown-issuer', 'actor');
      if (passed.delivery.to !== actorUrls(parts.origin).actor) throw new Refusal('not-for-me', 'to');
      const given = { content: passed.delivery.content, activity: id };
      const { status, code } = await parts.receiveDelivery(given, { ...from, peer: from.peer });
      return answer(code === null ? {} : { code }, status);
    }
    if (Object.hasOwn(parts.inbox, type)) await parts.inbox[type]?.({ ...activity, id, type }, from);
    return answer({}, 202);
  };

  const refused = fewLines(parts.log, 'inbox.refused', parts.clock);
  return async (request) => {
    try {
      return await receive(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const status = parts.statusOf(error.code);
      refused({ code: error.code, status });
      return answer({ code: error.code }, status);
    }
  };
}

/** With its length, so that nobody compresses a few bytes. */
function answer(said: { code?: string }, status: number): Response {
  const body = JSON.stringify(said);
  const length = String(Buffer.byteLength(body));
  const again = againSeconds[status];
  const headers = {
    'content-type': 'application/json',
    'content-length': length,
    ...(again !== undefined && { 'retry-after': again }),
  };
  return new Response(body, { status, headers });
}
