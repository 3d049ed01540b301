import * as ed from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { concat } from './encoding.ts';

ed.hashes.sha512 = sha512;

const order = ed.Point.CURVE().n;

// Few keys sign everything, and finding one strong costs as much as half a verification.
const knownStrong = new Map<string, ed.Point>();
const mostKnown = 1_024;

/** A new signing key: 32-byte seed and 32-byte public key. */
export function generateSigningKey(): { secret: Uint8Array; publicKey: Uint8Array } {
  const { secretKey, publicKey } = ed.keygen();
  return { secret: secretKey, publicKey };
}

/** The public key of a 32-byte seed. */
export function publicKeyOf(secret: Uint8Array): Uint8Array {
  return ed.getPublicKey(secret);
}

/** Signs bytes (RFC 8032). */
export function sign(message: Uint8Array, secret: Uint8Array): Uint8Array {
  return ed.sign(message, secret);
}

/**
 * Whether a public key is canonical, not small-order and torsion-free: only such keys mean the same to every verifier.
 */
export function keyStrong(publicKey: Uint8Array): boolean {
  return strongKey(publicKey) !== null;
}

/**
 * Whether this signature is valid for every verifier (PROTOCOL §2): strong key, S below the order, and R equal, byte
 * for byte, to [S]B - [k]A (RFC 8032 §5.1.7 without the cofactor). B and A being torsion-free, so is that R; it is
 * refused where it is the identity. The only verifier of statements: WebCrypto and ZIP 215 accept more. Never throws.
 */
export function verifyStrict(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  const A = strongKey(publicKey);
  if (signature.length !== 64 || !A) return false;
  const R = signature.subarray(0, 32);
  const S = integer(signature.subarray(32));
  if (S >= order) return false;
  const k = integer(sha512(concat(R, publicKey, message))) % order;
  const expected = ed.Point.BASE.multiply(S, false).subtract(A.multiply(k, false));
  return !expected.is0() && expected.toBytes().every((byte, at) => byte === R[at]);
}

function strongKey(publicKey: Uint8Array): ed.Point | null {
  const name = publicKey.join();
  const known = knownStrong.get(name);
  if (known) return known;
  const point = strongPoint(publicKey);
  if (!point) return null;
  if (knownStrong.size >= mostKnown) knownStrong.clear();
  knownStrong.set(name, point);
  return point;
}

function strongPoint(bytes: Uint8Array): ed.Point | null {
  try {
    const point = ed.Point.fromBytes(bytes, false);
    return !point.isSmallOrder() && point.isTorsionFree() ? point : null;
  } catch {
    return null;
  }
}

/** Little-endian. */
function integer(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes.toReversed())}`);
}
