import { Refusal } from '../../schemas/codes.ts';
import { type Envelope, idOf } from '../protocol/envelope.ts';

/** No envelope carries more (PROTOCOL §3). */
const mostSignatures = 32;

/**
 * An envelope with the signatures of both; refuses (`conflict`) another statement's, and more than fit (`too-many`).
 * Checks no signature.
 */
export function withSignatures(stored: Envelope, added: Envelope): Envelope {
  if (idOf(stored) !== idOf(added)) throw new Refusal('conflict', 'envelope');
  const known = new Set(stored.signatures.map((one) => one.keyid));
  const signatures = [...stored.signatures, ...added.signatures.filter((one) => !known.has(one.keyid))];
  if (signatures.length > mostSignatures) throw new Refusal('too-many', 'envelope.signatures');
  return { ...stored, signatures };
}
