import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Crockford's base 32: no letter that is read as another when the code is spoken or copied by hand. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A fresh one-time code: 80 random bits in four groups of four. */
export function newSetUpCode(): string {
  const text = Array.from(randomBytes(16), (byte) => letters[byte % 32]).join('');
  return text.match(/.{4}/g)!.join('-');
}

/** SHA-256 of a code as people type it: any case, with or without the dashes, O for 0 and I or L for 1. */
export function hashOfCode(typed: string): string {
  const plain = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return createHash('sha256').update(plain).digest('base64url');
}

/** Compares in constant time. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
