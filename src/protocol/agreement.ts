import type { Agreement } from '../../schemas/agreement.ts';
import { Refusal } from '../../schemas/codes.ts';
import { ahead } from './calendar.ts';
import { dateOf } from './encoding.ts';
import { type Envelope, readUnverified } from './envelope.ts';
import { type Chain, signersOf } from './manifest.ts';
import { requireQuorum, rotating, type Signed } from './signers.ts';

/** Bytes of payload that leave the signed statement, base64url and 32 signatures included, under the 256 KB that partners fetch (FEDERATION §3). */
const largest = 190_000;

/** A version that enough of the collective's stewards signed. Refuses as `checkSignedAgreement` and `requireQuorum`. */
export function verifyAgreement(envelope: Envelope, chain: Chain, now: Date): { statement: Agreement; id: string } {
  const { statement, id } = requireQuorum(checkSignedAgreement(envelope, chain, now), chain, rotating);
  return { statement, id };
}

/**
 * A version, signed by whichever of the collective's stewards have so far. Refuses `from-mismatch`, `agreement-form`,
 * `too-large`, `signature`.
 */
export function checkSignedAgreement(envelope: Envelope, chain: Chain, now: Date): Signed<'agreement'> {
  const { statement, id, bytes } = readUnverified('agreement', envelope);
  if (statement.issuer !== chain.collective) throw new Refusal('from-mismatch', 'issuer');
  if (bytes.length > largest) throw new Refusal('too-large');
  checkAgreement(statement, now);
  return { statement, id, signers: signersOf(envelope, chain, ...rotating.roles) };
}

/** The rules across an agreement's fields: every text in the named languages only, title and texts in the first one, ids unique, versions linked. Refuses `agreement-form`. */
export function checkAgreement(agreement: Agreement, now: Date): void {
  const { languages, version, prev, clauses, belonging } = agreement;
  if (new Set(languages).size < languages.length) throw new Refusal('agreement-form', 'languages');
  if ((version === 1) !== (prev === null)) throw new Refusal('agreement-form', 'prev');
  const ids = [...clauses, ...belonging].map((one) => one.id);
  if (new Set(ids).size < ids.length) throw new Refusal('agreement-form', 'clauses.id');
  checkDates(agreement, now);
  for (const [where, texts, whole] of textsOf(agreement)) {
    const foreign = Object.keys(texts).some((language) => !languages.includes(language));
    if (foreign || (whole && texts[languages[0]!] === undefined)) throw new Refusal('agreement-form', where);
  }
}

function checkDates({ reviewBy, adopted, issuedAt }: Agreement, now: Date): void {
  for (const day of [reviewBy, adopted?.at ?? reviewBy]) dateOf(`${day}T00:00:00Z`);
  if (ahead(issuedAt, now)) throw new Refusal('agreement-form', 'issuedAt');
}

type Texts = [where: string, texts: Record<string, unknown>, whole: boolean];

function textsOf({ title, summary, protects, clauses, belonging }: Agreement): Texts[] {
  return [
    ['title', title, true],
    ['summary', summary, false],
    ['protects', protects, false],
    ...clauses.flatMap((one, at): Texts[] => [
      [`clauses.${at}.text`, one.text, one.stance !== 'not_decided_yet'],
      [`clauses.${at}.ownName`, one.ownName ?? {}, false],
      [`clauses.${at}.examples`, one.examples, false],
      [`clauses.${at}.responses`, one.responses, false],
      [`clauses.${at}.support`, one.support, false],
    ]),
    ...belonging.flatMap((one, at): Texts[] => [
      [`belonging.${at}.when`, one.when, true],
      [`belonging.${at}.measure`, one.measure, true],
      [`belonging.${at}.wayBack`, one.wayBack, true],
    ]),
  ];
}
