import { type Agreement, most } from '../../schemas/agreement.ts';
import { Refusal } from '../../schemas/codes.ts';
import { ahead } from './calendar.ts';
import { dateOf } from './encoding.ts';
import { type Envelope, readUnverified } from './envelope.ts';
import { type Chain, signersOf } from './manifest.ts';
import { requireQuorum, rotating, type Signed } from './signers.ts';

/**
 * A version that enough of the collective's stewards signed.
 * @throws as `checkSignedAgreement` and `requireQuorum`.
 */
export function verifyAgreement(envelope: Envelope, chain: Chain, now: Date): { statement: Agreement; id: string } {
  const { statement, id } = requireQuorum(checkSignedAgreement(envelope, chain, now), chain, rotating);
  return { statement, id };
}

/**
 * A version, signed by whichever of the collective's stewards have so far.
 * @throws `from-mismatch`, `agreement-form`, `too-large`, `signature`.
 */
export function checkSignedAgreement(envelope: Envelope, chain: Chain, now: Date): Signed<'agreement'> {
  const { statement, id, bytes } = readUnverified('agreement', envelope);
  if (statement.issuer !== chain.collective) throw new Refusal('from-mismatch', 'issuer');
  if (bytes.length > most.bytes) throw new Refusal('too-large');
  checkAgreement(statement, now);
  return { statement, id, signers: signersOf(envelope, chain, ...rotating.roles) };
}

/**
 * The rules across an agreement's fields: every text in the named languages only, what is needed in one of them at
 * least, ids unique, steps that are pointed to there, versions linked.
 * @throws `agreement-form`.
 */
export function checkAgreement(agreement: Agreement, now: Date): void {
  const { languages, version, prev } = agreement;
  if (new Set(languages).size < languages.length) throw new Refusal('agreement-form', 'languages');
  if ((version === 1) !== (prev === null)) throw new Refusal('agreement-form', 'prev');
  checkParts(agreement);
  checkDates(agreement, now);
  for (const [where, part] of partsOf(agreement)) {
    for (const [key, value] of Object.entries(part)) {
      const texts = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : null;
      const foreign = key !== 'adopted' && texts?.some((language) => !languages.includes(language));
      if (foreign || (texts?.length === 0 && isNeeded(where, key, part)))
        throw new Refusal('agreement-form', `${where}${key}`);
    }
  }
}

function checkParts({ contacts, ladder, clauses, belonging, procedures, adaptedFrom, adopted }: Agreement): void {
  const ids = [contacts, ladder, clauses, belonging, procedures].flat().map((one) => one.id);
  if (new Set(ids).size < ids.length) throw new Refusal('agreement-form', 'clauses.id');
  const steps = new Set(ladder.map(({ id }) => id));
  if (clauses.some(({ fromStep }) => fromStep !== null && !steps.has(fromStep)))
    throw new Refusal('agreement-form', 'clauses.fromStep');
  if (new Set(adaptedFrom.map((one) => one.agreement)).size < adaptedFrom.length)
    throw new Refusal('agreement-form', 'adaptedFrom');
  if (adopted !== null && (adopted.body === null) !== (adopted.method === 'not_recorded'))
    throw new Refusal('agreement-form', 'adopted.body');
}

function checkDates({ reviewBy, adopted, issuedAt }: Agreement, now: Date): void {
  for (const day of [reviewBy, adopted?.at.length === 10 ? adopted.at : reviewBy]) dateOf(`${day}T00:00:00Z`);
  if (ahead(issuedAt, now)) throw new Refusal('agreement-form', 'issuedAt');
}

type Part = Readonly<Record<string, unknown>>;

function partsOf(agreement: Agreement): [where: string, part: Part][] {
  const { contacts, ladder, clauses, belonging, procedures } = agreement;
  const all = Object.entries({ contacts, ladder, clauses, belonging, procedures });
  const named = all.flatMap(([group, parts]) => parts.map((part, at): [string, Part] => [`${group}.${at}.`, part]));
  return [['', agreement], ...named];
}

const needed = new RegExp(
  [
    /^title$/,
    /^contacts\.\d+\.purpose$/,
    /^clauses\.\d+\.text$/,
    /^ladder\.\d+\.happens$/,
    /^belonging\.\d+\.(when|measure|wayBack)$/,
    /^procedures\.\d+\.text$/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** Whether a text has to be there, in whatever language: not the words of a clause that nothing is decided on. */
function isNeeded(where: string, key: string, { stance }: Part): boolean {
  return stance !== 'not_decided_yet' && needed.test(`${where}${key}`);
}
