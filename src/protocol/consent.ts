import { Refusal } from '../../schemas/codes.ts';
import type { Consent } from '../../schemas/consent.ts';
import type { Header } from '../../schemas/delivery.ts';
import type { SharedStatus } from '../../schemas/terms.ts';
import { ahead, daysAfter } from './calendar.ts';
import { mondayBefore } from './delivery.ts';
import { keyStrong } from './ed25519.ts';
import { b64u, dateOf, fromB64u, timeOf } from './encoding.ts';
import { draftEnvelope, type Envelope, membersWhoSigned, readUnverified, signEnvelope } from './envelope.ts';
import { type Chain, keysOf, memberKeys } from './manifest.ts';
import { refuseFormer } from './re-attest.ts';
import { caseKeyOf, dropCommitOf, dropTokenOf } from './secrets.ts';

const longestGrant = 366;
const shortestToSend = 8;

/** Stands for the person among the signers; no member id has this form. */
const person = 'person';

/** What a grant says, beside what follows from the secret. It is for an alert unless it says otherwise. */
export type Terms = Omit<Consent, 'type' | 'purpose' | 'mayForward' | 'caseKey' | 'dropCommit'> & {
  purpose?: Consent['purpose'];
};

/** A grant of one purpose to one audience, signed with the case key of its delivery; witnesses sign after it. */
export function composeConsent(terms: Terms, secret: Uint8Array): Envelope {
  const caseKey = caseKeyOf(secret, terms.delivery);
  const statement: Consent = {
    type: 'consent',
    purpose: 'warn',
    mayForward: false,
    ...terms,
    caseKey: b64u(caseKey.publicKey),
    dropCommit: dropCommitOf(b64u(dropTokenOf(secret, terms.delivery))),
  };
  return signEnvelope(draftEnvelope('consent', statement), caseKey.secret);
}

const kindFor = { warn: 'alert', status: 'process-status', inquiry_match: null } as const;

/**
 * The header that a grant allows; refuses (`consent-window`) one with fewer than eight days left, and
 * (`consent-purpose`) one that sends nothing.
 */
export function headerFor(consent: Consent, edition: number, now: Date): Header {
  const kind = kindFor[consent.purpose];
  if (kind === null) throw new Refusal('consent-purpose', 'purpose');
  if (dateOf(consent.notAfter) < daysAfter(now, shortestToSend)) throw new Refusal('consent-window', 'notAfter');
  const { delivery, issuer: from, audience: to, dropCommit, notAfter } = consent;
  return { v: 1, kind, delivery, edition, from, to, dropCommit, dropAfter: mondayBefore(notAfter) };
}

/** What a grant is for: an alert by its envelope id, or one status of a process. */
export type Granted = string | { noticeId: string; status: SharedStatus };

/**
 * What a grant is checked against: the delivery that carries it, what it is for, who attested that, the issuer's chain.
 */
export type Against = { header: Header; notice: Granted; attesters: ReadonlySet<string>; chain: Chain; now: Date };

/**
 * Checks 11 to 13 on the consent to an alert or a status, for its issuer before sealing and for its receiver alike. A
 * grant that begins later is `consent-window` at `notBefore`.
 * @throws `payload-type`, `version`, `encoding`, `canonical`, `schema`, `weak-key`, `case-key-is-member`, `consent-*`,
 * `drop-after`, `signature`.
 */
export function checkConsent(envelope: Envelope, against: Against): { consent: Consent; id: string } {
  return check(envelope, against, typeof against.notice === 'string' ? 'warn' : 'status');
}

/**
 * Judges a grant that lets one peer's blind question match (PROTOCOL §8): a care file that nothing carries, so its own
 * fields stand in for a header.
 */
export function checkMatchConsent(
  envelope: Envelope,
  against: Omit<Against, 'header'> & { audience: string },
): { consent: Consent; id: string } {
  const { audience: to, chain } = against;
  const { delivery, dropCommit, notAfter } = readUnverified('consent', envelope).statement;
  const dropAfter = mondayBefore(notAfter);
  const header: Header = {
    v: 1,
    kind: 'alert',
    delivery,
    edition: 1,
    from: chain.collective,
    to,
    dropCommit,
    dropAfter,
  };
  return check(envelope, { ...against, header }, 'inquiry_match');
}

function check(envelope: Envelope, against: Against, purpose: Consent['purpose']): { consent: Consent; id: string } {
  const { statement, id } = readUnverified('consent', envelope);
  if (!keyStrong(fromB64u(statement.caseKey, 32))) throw new Refusal('weak-key', 'caseKey');
  if (memberKeys(against.chain).some((key) => key.publicKey === statement.caseKey))
    throw new Refusal('case-key-is-member');
  checkMatch(statement, against);
  if (statement.purpose !== purpose) throw new Refusal('consent-purpose');
  checkSigners(statement, envelope, against);
  return { consent: statement, id };
}

function checkMatch(consent: Consent, { header, notice, now }: Against): void {
  if (consent.issuer !== header.from) throw new Refusal('consent-issuer');
  if (!covers(consent.notice, notice)) throw new Refusal('consent-content');
  if (consent.audience !== header.to) throw new Refusal('consent-audience');
  if (consent.delivery !== header.delivery) throw new Refusal('consent-delivery', 'delivery');
  if (consent.dropCommit !== header.dropCommit) throw new Refusal('consent-delivery', 'dropCommit');
  checkWindow(consent, now);
  const { dropAfter } = header;
  if (dropAfter === null || dropAfter > consent.notAfter || dropAfter !== mondayBefore(dropAfter)) {
    throw new Refusal('drop-after');
  }
}

// A list of statuses that leaves out how it ends would let a process hang over somebody for ever.
function covers(granted: Consent['notice'], notice: Granted): boolean {
  if (typeof granted === 'string' || typeof notice === 'string') return granted === notice;
  const { noticeId, statuses } = granted;
  return noticeId === notice.noticeId && statuses.includes(notice.status) && statuses.includes('closed');
}

function checkWindow({ notBefore, notAfter }: Consent, now: Date): void {
  const longest = timeOf(daysAfter(dateOf(notBefore), longestGrant));
  if (dateOf(notAfter) <= now || notAfter > longest) throw new Refusal('consent-window', 'notAfter');
  if (ahead(notBefore, now)) throw new Refusal('consent-window', 'notBefore');
}

function checkSigners(consent: Consent, envelope: Envelope, { chain, attesters }: Against): void {
  refuseFormer(envelope, chain);
  const signed = membersWhoSigned(envelope, [...keysOf(chain), { member: person, publicKey: consent.caseKey }]);
  if (!signed.has(person)) throw new Refusal('consent-person-signature');
  const accompaniers = new Set(keysOf(chain, 'accompanier').map((key) => key.member));
  const witnesses = [...signed].filter((member) => accompaniers.has(member) && member !== consent.delegate);
  const delegated = consent.grantedBy === 'delegate';
  const wanted = chain.newest.statement.policy.consentWitnesses + (delegated ? 1 : 0);
  if (witnesses.length < wanted) throw new Refusal('consent-witnesses');
  if (consent.delegate === null) return;
  const elsewhere = signed.has(consent.delegate) || attesters.has(consent.delegate);
  if (!delegated || elsewhere) throw new Refusal('consent-delegate');
}
