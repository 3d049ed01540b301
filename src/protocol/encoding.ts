import { sha256 as sha256Of, sha512 as sha512Of } from '@noble/hashes/sha2.js';
import { concatBytes, randomBytes } from '@noble/hashes/utils.js';
import { Refusal } from '../../schemas/codes.ts';

/** The name that separates every key, id and hash of this protocol from all others (PROTOCOL §1). */
export const NS = 'convive/v1';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** By character code; 64 is no letter. */
const values = Uint8Array.from({ length: 128 }, (_, code) => (alphabet.indexOf(String.fromCharCode(code)) + 65) % 65);

/** Base64url without padding (RFC 4648 §5). */
export function b64u(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const three = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out += alphabet[three >> 18]! + alphabet[(three >> 12) & 63]!;
    if (left > 1) out += alphabet[(three >> 6) & 63]!;
    if (left > 2) out += alphabet[three & 63]!;
  }
  return out;
}

/**
 * Decodes base64url; refuses (`encoding`) anything that `b64u` would not have written: padding, other letters, stray
 * bits.
 */
export function fromB64u(encoded: string, length?: number): Uint8Array {
  const out = new Uint8Array(Math.floor((encoded.length * 6) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < encoded.length; i++) {
    const value = values[encoded.charCodeAt(i)] ?? 64;
    if (value === 64) throw new Refusal('encoding');
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >> bits) & 255;
    }
  }
  const stray = bits >= 6 || (held & ((1 << bits) - 1)) !== 0;
  if (stray || (length !== undefined && out.length !== length)) throw new Refusal('encoding');
  return out;
}

/** UTF-8 bytes of a text. */
export function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** The text of UTF-8 bytes; refuses (`encoding`) malformed ones and never swallows a byte order mark. */
export function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal('encoding');
  }
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return sha256Of(bytes);
}

export function sha512(bytes: Uint8Array): Uint8Array {
  return sha512Of(bytes);
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  return concatBytes(...parts);
}

/** Four bytes, big-endian. */
export function u32(value: number): Uint8Array {
  return new Uint8Array([(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
}

/**
 * 128 random bits as base64url without padding (22 characters): an id or a nonce that says nothing about when or what.
 */
export function randomId(): string {
  return b64u(randomBytes(16));
}

/** The first characters of a hash or a key, by which people name what they mean. */
export const shortId = (id: string): string => id.slice(0, 8);

/** Random bytes from the platform's generator. */
export function random(length: number): Uint8Array {
  return randomBytes(length);
}

/** Whether two byte strings are the same; takes as long for unequal ones of one length. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ (b[i] ?? 0);
  return difference === 0;
}

/** `YYYY-MM-DDTHH:MM:SSZ`, fractions cut off. */
export function timeOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

/** The moment of a time as `timeOf` writes it; refuses (`encoding`) any other form and days that no calendar has. */
export function dateOf(time: string): Date {
  const moment = new Date(time);
  if (Number.isNaN(moment.getTime()) || timeOf(moment) !== time) throw new Refusal('encoding');
  return moment;
}
