import * as ed from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';

ed.hashes.sha512 = sha512;

// The same few keys sign everything, and finding one strong costs as much as half a verification.
const knownStrong = new Set<string>();
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

/** Whether a public key is canonical, not small-order and torsion-free: only such keys mean the same to every verifier. */
export function keyStrong(publicKey: Uint8Array): boolean {
  const name = publicKey.join();
  if (knownStrong.has(name)) return true;
  if (!strongPoint(publicKey)) return false;
  if (knownStrong.size >= mostKnown) knownStrong.clear();
  knownStrong.add(name);
  return true;
}

/**
 * Whether this signature is valid for every verifier (PROTOCOL §2): strong key, strong R, S below the order, RFC 8032 equation.
 * The only verifier of statements; WebCrypto and ZIP 215 accept more. Never throws.
 */
export function verifyStrict(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || !keyStrong(publicKey) || !strongPoint(signature.subarray(0, 32))) return false;
  try {
    return ed.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

function strongPoint(bytes: Uint8Array): boolean {
  try {
    const point = ed.Point.fromBytes(bytes, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}
