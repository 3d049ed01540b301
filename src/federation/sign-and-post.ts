import { Refusal } from '../../schemas/codes.ts';
import type { Egress } from '../platform/egress.ts';
import type { Place } from '../platform/places.ts';
import { type SignatureKind, type SigningKey, signedHeaders } from './signing.ts';

export type SignedPost = SigningKey & {
  inbox: string;
  body: string | Uint8Array;
  contentType?: string;
  /** The kind that this host took last time; default draft-cavage, which everybody knows. */
  first?: SignatureKind;
  /** Milliseconds for all tries together, from the name to the end of the answer; default 20,000. */
  deadlineMs?: number;
  place?: Place;
  /** The key that the receiver may know instead, which is tried before. */
  former?: SigningKey | null;
};

/** `signature` is the kind that was answered; `code` what another node of this network says beside its status. */
export type PostOutcome =
  | { kind: 'answered'; status: number; code: string | null; retryAfter: Date | null; signature: SignatureKind }
  | { kind: 'unreachable' }
  | { kind: 'crowded' };

/** Media type of every activity we send. */
export const activityType = 'application/activity+json';

/**
 * Posts exactly these bytes, signed now; after a 401 once more with the other key or kind of signature. Follows no
 * redirect, never throws for what the other side or the network does, and never reads more of an answer than its code.
 * `crowded` says that nothing left: the place reaches no further.
 */
export async function signAndPost(egress: Pick<Egress, 'post'>, post: SignedPost, now: Date): Promise<PostOutcome> {
  const body = typeof post.body === 'string' ? Buffer.from(post.body) : post.body;
  const first = post.first ?? 'cavage';
  const began = performance.now();
  const { deadlineMs: most = 20_000, former } = post;
  const other = first === 'cavage' ? 'rfc9421' : 'cavage';
  const key = { keyId: post.keyId, privateKey: post.privateKey };
  let outcome: PostOutcome = { kind: 'unreachable' };
  const tries = [...(former ? [[former, first] as const] : []), [key, first] as const, [key, other] as const];
  for (const [by, kind] of tries) {
    const deadlineMs = Math.max(1, Math.ceil(most - (performance.now() - began)));
    outcome = await attempt(egress, { ...post, ...by, deadlineMs }, body, kind, now);
    if (outcome.kind !== 'answered' || outcome.status !== 401) break;
  }
  return outcome;
}

async function attempt(
  egress: Pick<Egress, 'post'>,
  { inbox, contentType = activityType, keyId, privateKey, deadlineMs, place }: SignedPost & { deadlineMs: number },
  body: Uint8Array,
  signature: SignatureKind,
  now: Date,
): Promise<PostOutcome> {
  const unsigned = { method: 'POST', url: inbox, headers: { 'content-type': contentType, accept: activityType }, body };
  try {
    const headers = await signedHeaders({ ...unsigned, method: 'POST' }, { keyId, privateKey }, signature);
    const answer = await egress.post(inbox, { headers, body, deadlineMs, ...(place && { place }) });
    const retryAfter = readRetryAfter(answer.headers['retry-after'], now);
    return { kind: 'answered', status: answer.status, code: readCode(answer.text), retryAfter, signature };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'unreachable') return { kind: 'unreachable' };
    if (error instanceof Refusal && error.code === 'busy') return { kind: 'crowded' };
    throw error;
  }
}

function readCode(text: string): string | null {
  return /^\s*\{\s*"code"\s*:\s*"([a-z][a-z0-9-]{0,47})"/.exec(text)?.[1] ?? null;
}

/** RFC 9110 §10.2.3: seconds or a date. What is neither, or has passed, is none. */
function readRetryAfter(value: string | undefined, now: Date): Date | null {
  if (value === undefined) return null;
  const time = /^\d{1,9}$/.test(value) ? now.getTime() + Number(value) * 1000 : Date.parse(value);
  return time > now.getTime() ? new Date(time) : null;
}
