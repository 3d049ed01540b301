import { Refusal } from '../../schemas/codes.ts';
import type { SignIn } from '../../schemas/sign-in.ts';
import { tolerance } from './calendar.ts';
import { dateOf } from './encoding.ts';
import { type Envelope, membersWhoSigned, readUnverified, type SignerKey } from './envelope.ts';

/** Nonces live two minutes; clocks may differ by the tolerance on top. */
const life = 120_000;

/**
 * Who signs in, and with which nonce (single use: the caller burns it).
 * @throws `origin` for a challenge meant for another node, `clock` (by how many minutes the device that signed is
 * ahead), and `signature` unless exactly one member signed.
 */
export function verifySignIn(
  envelope: Envelope,
  origin: string,
  keys: readonly SignerKey[],
  now: Date,
): { member: string; nonce: string } {
  const { statement } = readUnverified('sign-in', envelope);
  if (statement.origin !== origin) throw new Refusal('origin');
  checkAge(statement, now);
  const [member, ...others] = membersWhoSigned(envelope, keys);
  if (member === undefined || others.length > 0) throw new Refusal('signature');
  return { member, nonce: statement.nonce };
}

function checkAge({ at }: SignIn, now: Date): void {
  const ahead = dateOf(at).getTime() - now.getTime();
  if (Math.abs(ahead) > life + tolerance) throw new Refusal('clock', String(Math.round(ahead / 60_000)));
}
