import { Refusal } from '../../schemas/codes.ts';
import type { SealKey } from '../../schemas/seal-key.ts';
import { ahead } from './calendar.ts';
import { type Envelope, membersWhoSigned, readUnverified, type SignerKey } from './envelope.ts';

/** A member's own recipient, signed by that member alone; refuses `signature`, and `future`. */
export function verifySealKey(envelope: Envelope, keys: readonly SignerKey[], now: Date): SealKey {
  const { statement } = readUnverified('seal-key', envelope);
  if (ahead(statement.at, now)) throw new Refusal('future', 'at');
  const own = keys.filter((key) => key.member === statement.member);
  if (membersWhoSigned(envelope, own).size === 0) throw new Refusal('signature');
  return statement;
}
