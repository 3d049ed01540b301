import { Refusal } from '../../schemas/codes.ts';
import {
  type Bundle,
  type Delivery,
  type DeliveryKind,
  delivery as deliverySchema,
  type Header,
  type SealedKind,
  sealedKinds,
} from '../../schemas/delivery.ts';
import type { Scope } from '../../schemas/terms.ts';
import { daysAfter } from './calendar.ts';
import { canonical, parseCanonical } from './canonical.ts';
import { b64u, dateOf, fromB64u, randomId, sha256, timeOf } from './encoding.ts';
import { type Envelope, parseEnvelope } from './envelope.ts';
import { shaped } from './shape.ts';

/**
 * What our standing must accept before a kind is taken; null: taken from every pinned peer, also while paused or after
 * the end.
 */
export const kindsNeedingStanding: Record<DeliveryKind, Scope | null> = {
  alert: 'alerts',
  'process-status': 'status',
  inquiry: 'inquiries',
  'inquiry-answer': 'inquiries',
  'mediation-request': 'mediation',
  withdrawal: null,
  retraction: null,
  level: null,
  reply: null,
  dispute: null,
  drop: null,
  recall: null,
  live: null,
  receipt: null,
  manifest: null,
  'standing-offer': null,
};

/** How long a sealed item without consent may lie anywhere, in days (PROTOCOL §5). */
export const longestWithoutConsent = 60;

/** Kinds that travel with the consent of the person affected: the only ones with a drop commitment. */
const consented: readonly DeliveryKind[] = ['alert', 'process-status'];

/** Whether a kind's body is an age file. */
export function isSealed(kind: DeliveryKind): kind is SealedKind {
  return (sealedKinds as readonly string[]).includes(kind);
}

/** The one string that goes on the wire, ASCII. */
export function deliveryContent(header: Header, body: string | Envelope): string {
  return canonical({ header, body });
}

/**
 * A delivery as it came, by shape: strict, canonical, the body that its kind demands.
 * @throws `canonical`, `version`, `schema`, `encoding`; decides nothing about who sent it.
 */
export function parseDelivery(content: string): Delivery {
  const value = parseCanonical(content);
  const read = deliverySchema.safeParse(value);
  if (!read.success && ofAnotherVersion(value)) throw new Refusal('version', 'header.v');
  const { header, body } = shaped(deliverySchema, value, 'schema');
  checkHeader(header);
  if (!isSealed(header.kind) && header.kind !== 'drop') return { header, body: parseEnvelope(body) };
  if (typeof body !== 'string') throw new Refusal('schema', 'body');
  if (header.kind === 'drop') fromB64u(body, 16);
  // The schema has seen every letter: only the last ones can hold stray bits.
  else fromB64u(body.slice(-(body.length % 4 || 4)));
  return { header, body };
}

/** Hash of the age file: which bytes a receipt speaks of, and what a second one is compared with. */
export function cipherOf(body: string): string {
  return b64u(sha256(fromB64u(body)));
}

/** The last Monday 00:00Z at or before a time: all that a server may know of an ending. */
export function mondayBefore(time: string): string {
  const moment = dateOf(time);
  const sinceMonday = (moment.getUTCDay() + 6) % 7;
  return timeOf(new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate() - sinceMonday)));
}

/**
 * Header of a sealed item that travels without consent: a fresh id, nothing that ties it to what it is about, gone
 * after sixty days.
 */
export function headerWithoutConsent(kind: SealedKind, from: string, to: string, now: Date): Header {
  const dropAfter = mondayBefore(timeOf(daysAfter(now, longestWithoutConsent)));
  return { v: 1, kind, delivery: randomId(), edition: 1, from, to, dropCommit: null, dropAfter };
}

/** What is sealed for a header: its own fields again, so that no server can relabel it, and the items. */
export function bundleFor(header: Header, items: Envelope[]): Bundle {
  const { kind, from, to, delivery, edition } = header;
  if (!isSealed(kind)) throw new Refusal('bundle', 'kind');
  return { type: 'bundle', v: 1, kind, from, to, delivery, edition, items };
}

// Rules between a kind and its header that hold before anyone looks at who sent it.
function checkHeader({ kind, edition, dropCommit, dropAfter }: Header): void {
  if ((dropCommit !== null) !== consented.includes(kind)) throw new Refusal('schema', 'header.dropCommit');
  if ((dropAfter !== null) !== isSealed(kind)) throw new Refusal('schema', 'header.dropAfter');
  if (!isSealed(kind) && edition !== 1) throw new Refusal('schema', 'header.edition');
  if (dropAfter !== null) dateOf(dropAfter);
}

function ofAnotherVersion(value: unknown): boolean {
  const v = (value as { header?: { v?: unknown } | null } | null)?.header?.v;
  return typeof v === 'number' && v !== 1;
}
