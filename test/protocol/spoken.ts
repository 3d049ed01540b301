import type { StatementKind, StatementOf } from '../../schemas/statements.ts';
import { b64u, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope } from '../../src/protocol/envelope.ts';
import { type Collective, collective, founders, inDays, now, type Person, person, refOf, signedBy } from './cast.ts';

/** Ceiba with two people who accompany processes, and Maguey, whom it is told to. */
export const ceiba = await collective('ceiba', undefined, {
  ...founders(),
  espe: person('Espe', ['process-accompanier']),
  nahui: person('Nahui', ['process-accompanier']),
});
export const maguey = await collective('maguey');
export const outsider = person('outsider', []);

export type Name = 'rosa' | 'marisol' | 'tono' | 'lu' | 'itzel' | 'espe' | 'nahui';

export const of = (from: Collective, ...names: Name[]): Person[] => names.map((name) => from.people[name]!);

const noticeId = randomId();
const elements = Array.from({ length: 8 }, (_, at) => b64u(new Uint8Array(32).fill(at)));
const tags = Array.from({ length: 256 }, (_, at) => b64u(new Uint8Array(16).fill(at)));
export const inquiryId = randomId();

/**
 * A statement of each kind that a collective's own people sign about a notice, a process, or to a peer; every field as
 * it should be.
 */
export const spoken = {
  acknowledgement: {
    agreement: maguey.id,
    issuer: ceiba.id,
    stance: 'differs',
    clauses: [randomId()],
    at: timeOf(now),
  },
  'agreement-withdrawal': {
    issuer: ceiba.id,
    series: randomId(),
    version: 2,
    agreement: maguey.id,
    at: timeOf(now),
  },
  'desk-release': { issuer: ceiba.id, version: 2, sha256: maguey.id, at: timeOf(now) },
  dispute: { issuer: ceiba.id, noticeId, at: timeOf(now) },
  hurry: { delivery: randomId(), edition: 1, at: timeOf(now) },
  inquiry: { issuer: ceiba.id, inquiryId, audience: maguey.id, month: '2026-11', blinded: elements, at: timeOf(now) },
  'inquiry-answer': {
    inquiryId,
    month: '2026-11',
    evaluated: elements,
    proof: b64u(new Uint8Array(64)),
    publicKey: elements[1]!,
    tags,
  },
  level: { issuer: ceiba.id, noticeId, level: 'decided', at: timeOf(now) },
  live: {
    issuer: ceiba.id,
    audience: maguey.id,
    issuedAt: timeOf(now),
    nextBy: inDays(30),
    manifest: refOf(ceiba.chain),
    deliveries: [randomId()],
  },
  'mediation-request': {
    issuer: ceiba.id,
    audience: maguey.id,
    need: 'peace_circle',
    region: 'Norte',
    languages: ['es'],
    until: inDays(30),
  },
  'process-reference': {
    issuer: ceiba.id,
    ref: randomId(),
    holderKey: outsider.publicKey,
    status: 'under_way',
    stepsReached: ['violence_stopped', 'harm_recognised'],
    issuedAt: timeOf(now),
    notAfter: inDays(90),
  },
  'process-status': {
    issuer: ceiba.id,
    noticeId,
    version: 1,
    alert: randomId(),
    status: 'under_way',
    how: null,
    stepsReached: ['violence_stopped', 'harm_recognised'],
    reviewBy: inDays(90),
    at: timeOf(now),
  },
  recall: { issuer: ceiba.id, audience: maguey.id, deliveries: [randomId(), randomId()], at: timeOf(now) },
  'reference-revocations': { issuer: ceiba.id, refs: [randomId()], issuedAt: timeOf(now) },
  reply: { issuer: ceiba.id, noticeId, text: 'Me fui cuando me lo pidieron.', deferredUntil: null, at: timeOf(now) },
  retraction: {
    issuer: ceiba.id,
    noticeId,
    delivery: randomId(),
    kind: 'mistaken',
    note: 'Nombramos a alguien que no estaba.',
    at: timeOf(now),
  },
} satisfies { [K in StatementKind]?: Omit<StatementOf<K>, 'type'> };

export type Spoken = keyof typeof spoken;

/** One of them, with these fields changed, signed by these people. */
export function say<K extends Spoken>(kind: K, changes: Partial<StatementOf<K>>, ...people: Person[]): Envelope {
  const statement = { type: kind, ...spoken[kind], ...changes } as unknown as StatementOf<K>;
  return signedBy(draftEnvelope(kind, statement), ...people);
}
