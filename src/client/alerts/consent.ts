import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import type { Consent } from '../../../schemas/consent.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { canonical } from '../../protocol/canonical.ts';
import { checkConsent, composeConsent, headerFor } from '../../protocol/consent.ts';
import { b64u, randomId, timeOf } from '../../protocol/encoding.ts';
import { type Envelope, idOf, membersWhoSigned, readUnverified, signEnvelope } from '../../protocol/envelope.ts';
import { keysOf } from '../../protocol/manifest.ts';
import { verifyAlert } from '../../protocol/notice.ts';
import { boxToSealTo } from '../../protocol/root.ts';
import { withoutFormerKeys } from '../../protocol/rotation.ts';
import { locatorHash, locatorOf, newSecret, secretFrom, wordsOf } from '../../protocol/secrets.ts';
import type { WordLanguage } from '../../protocol/spelling.ts';
import type { Desk } from '../api/desk.ts';
import { signingSecret } from '../keyring/keyring.ts';
import { type PeerRoot, peerRoot, requireCompared } from '../keyring/peer-trust.ts';
import type { WordedClause } from '../say/cited.ts';
import { type ConsentFields, consentFields } from './asked-file.ts';
import { clausesFound } from './clauses.ts';
import { type DraftFile, type Granted, grantFor } from './draft-file.ts';
import { changeDraft, loadDraft, noting } from './drafts.ts';

/**
 * On what terms the person says yes: for how long, who may know of it there, whether we may ask again, and through
 * whom.
 */
export type Terms = {
  days: 30 | 90 | 365;
  handling: Consent['handling'];
  mayAskAgain: boolean;
  /** Who gives it for the person, if they chose to: a member of ours, or `outside`; null for the person themselves. */
  delegate: string | 'outside' | null;
};

/** What is read together before the yes: the exact text, the one collective, until when. */
export type ConsentReading = {
  draft: string;
  /** Names exactly this text: any other needs a new yes. */
  notice: string;
  alert: ReturnType<typeof verifyAlert>['alert'];
  /** The clauses that it cites, as our agreement words them. */
  clauses: WordedClause[];
  audience: string;
  until: string;
  /** SHA-256 of the locator of the person's existing words, where the same text is already shared under them. */
  under: string | null;
  /** The delivery's id, where the draft has one for this peer. */
  delivery: string | null;
  /** The text as it was signed. */
  envelope: Envelope;
  peer: PeerRoot;
};

/**
 * Prepares what is read together for one peer: only an attested text, only a compared peer that we may send alerts to.
 * @throws `attest-threshold`, `unverified-peer`, `not-accepted`, `manifest-rollback`, `equivocation`,
 * `manifest-expired`.
 */
export async function readConsent(desk: Desk, draft: string, peer: string, terms: Terms): Promise<ConsentReading> {
  const { own, now } = desk;
  const found = await peerRoot(desk, peer);
  return noting(desk, draft, async () => {
    const { file } = await loadDraft(desk, draft);
    const { alert, id } = verifyAlert(file.alert, own, found.attest, now);
    boxToSealTo(found.root, 'alert', peer, now);
    const until = timeOf(daysAfter(now, terms.days));
    const under = file.consents[0]?.locatorHash ?? null;
    const delivery = grantFor(file, peer)?.header.delivery ?? null;
    const clauses = await clausesFound(desk, alert.clauses);
    const envelope = file.alert;
    return { draft, notice: id, alert, envelope, clauses, audience: peer, until, under, delivery, peer: found };
  });
}

/** A yes in memory: nobody has it but this device, until it is kept. */
export type Yes = {
  reading: ConsentReading;
  terms: Terms;
  secret: Uint8Array;
  /** The person's twelve words; `isNew`: they are to be shown, this once. */
  words: string;
  isNew: boolean;
  /** The delivery's id where the draft names none for this peer yet. */
  delivery: string;
  at: Date;
};

/**
 * The person's yes to what was read, not kept yet. `words` are hers when she has some; without, a new secret is made.
 * New words are on her paper before {@link keepYes}: a yes whose words were lost on the way could not be taken back.
 */
export function sayYes(
  desk: Pick<Desk, 'now'>,
  reading: ConsentReading,
  terms: Terms,
  words: string | null,
  language: WordLanguage = 'es',
): Yes {
  const secret = words === null ? newSecret() : secretFrom(words);
  const isNew = words === null;
  return { reading, terms, secret, words: wordsOf(secret, language), isNew, delivery: randomId(), at: desk.now };
}

/**
 * Grants: makes the delivery's consent with the person's secret, signs it with its case key, and stores it; the draft
 * keeps SHA-256(locator). The same yes again changes nothing, also after its witness signed.
 * @throws `conflict` when the text changed while it was read, and `no-such-consent` for words that are not those of
 * this draft.
 * @returns the delivery's id.
 */
export async function keepYes(desk: Desk, { reading, terms, secret, delivery, at }: Yes): Promise<string> {
  const hash = locatorHash(b64u(locatorOf(secret, desk.own.collective)));
  return keep(desk, reading, hash, (earlier) => {
    const id = earlier?.header.delivery ?? delivery;
    return composeConsent(fieldsToSign(desk, reading, terms, id, at), secret);
  });
}

/**
 * Stores a yes that the person signed on her own phone, where it says what was read and nothing else; `asked` is every
 * field that her consent was to have.
 * @throws as {@link keepYes}; `consent-*` for any other yes.
 */
export async function keepAnswer(
  desk: Desk,
  reading: ConsentReading,
  asked: ConsentFields,
  given: Pick<Granted, 'consent' | 'locatorHash'>,
): Promise<void> {
  const { own, now } = desk;
  const { statement } = readUnverified('consent', given.consent);
  if (canonical(consentFields.strip().parse(statement)) !== canonical(asked)) throw new Refusal('consent-content');
  // Hers alone: whoever witnesses it reads it first, at a device of their own.
  if (given.consent.signatures.length !== 1) throw new Refusal('consent-content');
  const header = headerFor(statement, 1, now);
  const attesters = new Set<string>();
  try {
    checkConsent(given.consent, { header, notice: reading.notice, attesters, chain: own, now });
  } catch (error) {
    // Nobody has witnessed it yet; that is asked for last.
    if (!(error instanceof Refusal) || error.code !== 'consent-witnesses') throw error;
  }
  await keep(desk, reading, given.locatorHash, () => given.consent);
}

/** What the person signs to what was read, as far as it does not follow from her secret. */
export function fieldsToSign(
  { own }: Pick<Desk, 'own'>,
  { notice, audience, until }: ConsentReading,
  { handling, mayAskAgain, delegate }: Terms,
  delivery: string,
  at: Date,
): ConsentFields {
  return {
    notice,
    issuer: own.collective,
    audience,
    delivery,
    handling,
    mayAskAgain,
    grantedBy: delegate === null ? 'person' : 'delegate',
    delegate: delegate === 'outside' ? null : delegate,
    notBefore: timeOf(at),
    notAfter: until,
  };
}

/** Stores a consent in the draft that was read; gives the delivery's id. */
async function keep(
  desk: Desk,
  reading: ConsentReading,
  hash: string,
  make: (earlier: Granted | undefined) => Envelope,
): Promise<string> {
  const { file } = await noting(desk, reading.draft, () =>
    changeDraft(desk, reading.draft, (now) => {
      const others = now.consents.filter((one) => one.header.to !== reading.audience);
      return { ...now, consents: [...others, granted(desk, now, reading, hash, make)] };
    }),
  );
  return grantFor(file, reading.audience)?.header.delivery ?? '';
}

function granted(
  { own, keyring, now }: Desk,
  file: DraftFile,
  reading: ConsentReading,
  hash: string,
  make: (earlier: Granted | undefined) => Envelope,
): Granted {
  const { id } = verifyAlert(file.alert, own, reading.peer.attest, now);
  if (id !== reading.notice) throw new Refusal('conflict', 'alert');
  if (file.consents.some((one) => one.locatorHash !== hash)) throw new Refusal('no-such-consent');
  const earlier = grantFor(file, reading.audience);
  const consent = make(earlier);
  if (earlier && idOf(earlier.consent) === idOf(consent)) return earlier;
  const { statement } = readUnverified('consent', consent);
  // A colleague asked for another delivery meanwhile.
  if (earlier && earlier.header.delivery !== statement.delivery) throw new Refusal('conflict', 'consent');
  const header = headerFor(statement, (earlier?.header.edition ?? 0) + 1, now);
  return { consent, header, locatorHash: hash, readBy: keyring.member };
}

/**
 * What a consent in a draft still lacks to be sealed, as its receiver will judge it: the code, or null when nothing is
 * missing.
 */
export function consentLacks({ own, now }: Desk, file: DraftFile, { consent, header }: Granted): RefusalCode | null {
  try {
    const { id: notice, attesters } = verifyAlert(file.alert, own, own.newest.statement.policy.attest, now);
    checkConsent(consent, { header, notice, attesters, chain: own, now });
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** What a witness reads at another device: the text, the terms, and who read it together with the person. */
export type WitnessReading = {
  draft: string;
  consent: Consent;
  id: string;
  alert: ConsentReading['alert'];
  clauses: ConsentReading['clauses'];
  readBy: string;
  peer: PeerRoot;
};

/**
 * Opens a consent for its witness.
 * @throws as {@link requireCompared}; `no-consent`, and `consent-*` when it is not about this very text and peer, or
 * not the person's.
 */
export async function readForWitness(desk: Desk, draft: string, peer: string): Promise<WitnessReading> {
  const found = await peerRoot(desk, peer);
  return noting(desk, draft, async () => {
    const { file } = await loadDraft(desk, draft);
    const { granted, consent, id, alert } = consentIn(desk, file, peer);
    requireCompared(found.root);
    const clauses = await clausesFound(desk, alert.clauses);
    return { draft, consent, id, alert, clauses, readBy: granted.readBy, peer: found };
  });
}

/**
 * Signs as witness.
 * @throws `consent-witnesses` to the device that made the grant while nobody else has witnessed, `consent-delegate` to
 * the delegate, `not-allowed` to whoever is no accompanier, `conflict` when another consent stands there by now.
 */
export async function witnessConsent(desk: Desk, reading: WitnessReading): Promise<void> {
  const { keyring } = desk;
  if (!keyring.roles.includes('accompanier')) throw new Refusal('not-allowed', 'accompanier');
  await noting(desk, reading.draft, () =>
    changeDraft(desk, reading.draft, (file) => {
      const { granted, still, consent, id } = consentIn(desk, file, reading.consent.audience);
      if (id !== reading.id) throw new Refusal('conflict', 'consent');
      if (consent.delegate === keyring.member) throw new Refusal('consent-delegate');
      const witnessed = othersWitnessed(desk, still, consent);
      if (granted.readBy === keyring.member && !witnessed) throw new Refusal('consent-witnesses', 'device');
      const signed = { ...granted, consent: signEnvelope(still, signingSecret(keyring)) };
      return { ...file, consents: file.consents.map((one) => (one === granted ? signed : one)) };
    }),
  );
}

/** Whether this person can witness it next: who read it only after somebody else, a delegate never, nobody twice. */
export function canWitness(desk: Desk, { consent: envelope, readBy }: Granted): boolean {
  const { member } = desk.keyring;
  const still = withoutFormerKeys(envelope, desk.own);
  const { statement } = readUnverified('consent', still);
  if (statement.delegate === member || signersOf(desk, still, statement).has(member)) return false;
  return readBy !== member || othersWitnessed(desk, still, statement);
}

const signersOf = ({ own }: Desk, envelope: Envelope, consent: Consent) =>
  membersWhoSigned(envelope, [...keysOf(own), personKey(consent)]);

const othersWitnessed = (desk: Desk, envelope: Envelope, consent: Consent): boolean =>
  [...signersOf(desk, envelope, consent)].some((one) => one !== person && one !== desk.keyring.member);

const person = 'person';
const personKey = ({ caseKey }: Consent) => ({ member: person, publicKey: caseKey });

function consentIn(desk: Desk, file: DraftFile, peer: string) {
  const { own, now } = desk;
  const granted = grantFor(file, peer);
  if (!granted) throw new Refusal('no-consent');
  const { alert, id: notice } = verifyAlert(file.alert, own, own.newest.statement.policy.attest, now);
  const { statement: consent, id } = readUnverified('consent', granted.consent);
  if (consent.purpose !== 'warn') throw new Refusal('consent-purpose', 'purpose');
  if (consent.issuer !== own.collective) throw new Refusal('consent-issuer');
  if (consent.notice !== notice) throw new Refusal('consent-content');
  if (consent.audience !== peer || granted.header.to !== peer) throw new Refusal('consent-audience');
  // A witness who has another key by now signs again; what the old one signed counts no more.
  const still = withoutFormerKeys(granted.consent, own);
  const signers = signersOf(desk, still, consent);
  if (!signers.has(person)) throw new Refusal('consent-person-signature');
  return { granted, still, consent, id, alert };
}
