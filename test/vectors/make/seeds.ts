import { publicKeyOf } from '../../../src/protocol/ed25519.ts';
import { b64u, sha256, timeOf, utf8 } from '../../../src/protocol/encoding.ts';
import { keyidOf } from '../../../src/protocol/envelope.ts';

/** The moment at which every case is judged unless it says otherwise: a Sunday. */
export const now = new Date('2026-11-22T12:00:00Z');

/** This hour so many days later, and a moment so many seconds later. */
export const inDays = (days: number): string => timeOf(new Date(now.getTime() + days * 86_400_000));
export const inSeconds = (seconds: number): string => timeOf(new Date(now.getTime() + seconds * 1_000));

/** 32 bytes that anybody can compute again: SHA-256 of the label under one prefix. */
export const seed = (label: string): Uint8Array => sha256(utf8(`convive test vector: ${label}`));

/** An id of 16 bytes, and a hash of 32, from a label. */
export const id16 = (label: string): string => b64u(seed(label).subarray(0, 16));
export const id32 = (label: string): string => b64u(seed(label));

/** A signing key from a label, as files hold it. */
export function keysOf(label: string): { secret: string; publicKey: string; keyid: string } {
  const secret = seed(label);
  const publicKey = publicKeyOf(secret);
  return { secret: b64u(secret), publicKey: b64u(publicKey), keyid: keyidOf(publicKey) };
}
