import { Refusal } from '../../schemas/codes.ts';
import type { Consent } from '../../schemas/consent.ts';
import type { Header } from '../../schemas/delivery.ts';
import { ahead, daysAfter } from './calendar.ts';
import { mondayBefore } from './delivery.ts';
import { keyStrong } from './ed25519.ts';
import { b64u, dateOf, fromB64u, timeOf } from './encoding.ts';
import { draftEnvelope, type Envelope, membersWhoSigned, readUnverified, signEnvelope } from './envelope.ts';
import { type Chain, keysOf, memberKeys } from './manifest.ts';
import { caseKeyOf, dropCommitOf, dropTokenOf } from './secrets.ts';

const longestGrant = 366;
const shortestToSend = 8;

/** Stands for the person among the signers; no member id has this form. */
const person = 'person';

/** What a grant for an alert says, beside what follows from the secret. */
export type Terms = Omit<Consent, 'type' | 'purpose' | 'notice' | 'mayForward' | 'caseKey' | 'dropCommit'> & {
  notice: string;
};

/** A grant to show one text to one audience, signed with the case key of its delivery; witnesses sign after it. */
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

/** The header that a grant allows for an alert; refuses (`consent-window`) one with fewer than eight days left. */
export function headerFor(consent: Consent, edition: number, now: Date): Header {
  if (dateOf(consent.notAfter) < daysAfter(now, shortestToSend)) throw new Refusal('consent-window', 'notAfter');
  const { delivery, issuer: from, audience: to, dropCommit, notAfter } = consent;
  return { v: 1, kind: 'alert', delivery, edition, from, to, dropCommit, dropAfter: mondayBefore(notAfter) };
}

/** What a grant is checked against: the delivery that carries it, the text's envelope id, who attested the text, the issuer's chain. */
export type Against = { header: Header; notice: string; attesters: ReadonlySet<string>; chain: Chain; now: Date };

/**
 * Checks 11 to 13 on the consent to an alert, for its issuer before sealing and for its receiver alike. Refuses `payload-type`, `version`, `encoding`,
 * `canonical`, `schema`, `weak-key`, `case-key-is-member`, `consent-*`, `drop-after`, `signature`. A grant that begins later is `consent-window` at `notBefore`.
 */
export function checkConsent(envelope: Envelope, against: Against): { consent: Consent; id: string } {
  const { statement, id } = readUnverified('consent', envelope);
  if (!keyStrong(fromB64u(statement.caseKey, 32))) throw new Refusal('weak-key', 'caseKey');
  if (memberKeys(against.chain).some((key) => key.publicKey === statement.caseKey))
    throw new Refusal('case-key-is-member');
  checkMatch(statement, against);
  checkSigners(statement, envelope, against);
  return { consent: statement, id };
}

function checkMatch(consent: Consent, { header, notice, now }: Against): void {
  if (consent.issuer !== header.from) throw new Refusal('consent-issuer');
  if (consent.notice !== notice) throw new Refusal('consent-content');
  if (consent.audience !== header.to) throw new Refusal('consent-audience');
  if (consent.delivery !== header.delivery) throw new Refusal('consent-delivery', 'delivery');
  if (consent.dropCommit !== header.dropCommit) throw new Refusal('consent-delivery', 'dropCommit');
  checkWindow(consent, now);
  const { dropAfter } = header;
  if (dropAfter === null || dropAfter > consent.notAfter || dropAfter !== mondayBefore(dropAfter)) {
    throw new Refusal('drop-after');
  }
  if (consent.purpose !== 'warn') throw new Refusal('consent-purpose');
}

function checkWindow({ notBefore, notAfter }: Consent, now: Date): void {
  const longest = timeOf(daysAfter(dateOf(notBefore), longestGrant));
  if (dateOf(notAfter) <= now || notAfter > longest) throw new Refusal('consent-window', 'notAfter');
  if (ahead(notBefore, now)) throw new Refusal('consent-window', 'notBefore');
}

function checkSigners(consent: Consent, envelope: Envelope, { chain, attesters }: Against): void {
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
