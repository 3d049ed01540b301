import { Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';

/** One signature and what widespread verifiers say of it: noble's default (ZIP 215) and Node's own. */
export type Vector = {
  name: string;
  publicKey: Uint8Array;
  message: Uint8Array;
  signature: Uint8Array;
  zip215: boolean;
  node: boolean;
};

const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const prime = 2n ** 255n - 19n;
// A point of order 8 (RFC 7748 curve, the usual torsion generator).
const torsion = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
const identity = little(1n);
const identityBadly = little(prime + 1n);

const scalar = 0x1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdn;
const nonce = 0xfedcba0987654321fedcba0987654321fedcba0987654321fedcba09876543n;
const key = Point.BASE.multiply(scalar);
const commitment = Point.BASE.multiply(nonce);

/** The eleven hand-made vectors of PROTOCOL §2, the same on every run; only the first may pass. */
export function elevenVectors(): Vector[] {
  const text = message(0);
  const good = key.toBytes();
  const mixedKey = key.add(torsion).toBytes();
  const mixedCommitment = commitment.add(torsion).toBytes();
  const honest = signature(commitment.toBytes(), nonce + challenge(commitment.toBytes(), good, text) * scalar);
  const forged = signature(identity, 0n);
  const multiple = (publicKey: Uint8Array, r: Uint8Array) => ground(publicKey, r, (k) => k % 8n === 0n);
  const other = ground(mixedKey, commitment.toBytes(), (k) => k % 8n !== 0n);
  const eighth = multiple(mixedKey, commitment.toBytes());
  const torsionText = multiple(torsion.toBytes(), identity);
  const byMixedKey = (m: Uint8Array) =>
    signature(commitment.toBytes(), nonce + challenge(commitment.toBytes(), mixedKey, m) * scalar);
  const withR = (r: Uint8Array, s: bigint) => signature(r, s);
  return [
    vector('honest', good, text, honest, true, true),
    vector('S + L', good, text, raise(honest), false, false),
    vector('small-order key, valid for any message', identity, text, forged, true, false),
    vector('key of order 8', torsion.toBytes(), torsionText, forged, true, false),
    vector('mixed-order key, challenge not a multiple of 8', mixedKey, other, byMixedKey(other), true, false),
    vector('mixed-order key, challenge a multiple of 8', mixedKey, eighth, byMixedKey(eighth), true, true),
    vector(
      'mixed-order R',
      good,
      text,
      withR(mixedCommitment, nonce + challenge(mixedCommitment, good, text) * scalar),
      true,
      false,
    ),
    vector('small-order R', good, text, withR(identity, challenge(identity, good, text) * scalar), true, false),
    vector('key not canonical', identityBadly, text, forged, true, false),
    vector(
      'R not canonical, hashed raw',
      good,
      text,
      withR(identityBadly, challenge(identityBadly, good, text) * scalar),
      true,
      false,
    ),
    vector(
      'R not canonical, hashed canonical',
      good,
      text,
      withR(identityBadly, challenge(identity, good, text) * scalar),
      false,
      false,
    ),
  ];
}

/** A key of which one message has as many good signatures as wanted: whoever holds it chooses the nonce. */
export const byHand = {
  publicKey: key.toBytes(),
  sign(text: Uint8Array, times: bigint): Uint8Array {
    const r = (nonce * times) % order;
    const bytes = Point.BASE.multiply(r).toBytes();
    return signature(bytes, r + challenge(bytes, key.toBytes(), text) * scalar);
  },
};

function vector(
  name: string,
  publicKey: Uint8Array,
  text: Uint8Array,
  sig: Uint8Array,
  zip215: boolean,
  node: boolean,
): Vector {
  return { name, publicKey, message: text, signature: sig, zip215, node };
}

function message(count: number): Uint8Array {
  return new TextEncoder().encode(`convive vector ${count}`);
}

function ground(publicKey: Uint8Array, r: Uint8Array, fits: (k: bigint) => boolean): Uint8Array {
  let count = 0;
  while (!fits(challenge(r, publicKey, message(count)))) count++;
  return message(count);
}

function challenge(r: Uint8Array, publicKey: Uint8Array, text: Uint8Array): bigint {
  return number(sha512(new Uint8Array([...r, ...publicKey, ...text]))) % order;
}

function signature(r: Uint8Array, s: bigint): Uint8Array {
  return new Uint8Array([...r, ...little(s % order)]);
}

function raise(signed: Uint8Array): Uint8Array {
  return new Uint8Array([...signed.subarray(0, 32), ...little(number(signed.subarray(32)) + order)]);
}

function little(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
}

function number(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
