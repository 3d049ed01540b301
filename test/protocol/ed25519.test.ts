import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import * as ed from '@noble/ed25519';
import { describe, expect, it } from 'vitest';
import { generateSigningKey, keyStrong, publicKeyOf, sign, verifyStrict } from '../../src/protocol/ed25519.ts';
import { utf8 } from '../../src/protocol/encoding.ts';
import { elevenVectors } from './ed25519-vectors.ts';

describe('strict signatures', () => {
  const vectors = elevenVectors();

  it('come with eleven vectors', () => {
    expect(vectors).toHaveLength(11);
  });

  it.each(vectors)('$name: only the honest one passes', ({ name, publicKey, message, signature }) => {
    expect(verifyStrict(signature, message, publicKey)).toBe(name === 'honest');
  });

  it.each(vectors)(
    '$name: other verifiers answer as the vector claims',
    ({ publicKey, message, signature, zip215, node }) => {
      expect(ed.verify(signature, message, publicKey)).toBe(zip215);
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') };
      const accepted = () => nodeVerify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature);
      expect(orFalse(accepted)).toBe(node);
    },
  );

  // PROTOCOL §2 says it with the library's verifier and a check of R; that is slower by two thirds and must never
  // differ.
  it('are what the library accepts with a strong R, bit by bit of a signature', () => {
    const slow = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) =>
      keyStrong(publicKey) &&
      ed.verify(signature, message, publicKey, { zip215: false }) &&
      keyStrong(signature.subarray(0, 32));
    const { message, publicKey, signature } = vectors[0]!;
    const flipped = Array.from({ length: 128 }, (_, at) =>
      signature.map((byte, index) => (index === at >> 1 ? byte ^ (at % 2 ? 0x80 : 1) : byte)),
    );
    const cases = [
      ...vectors,
      ...[...flipped, new Uint8Array(64), signature.slice(0, 63)].map((one) => ({
        message,
        publicKey,
        signature: one,
      })),
    ];
    for (const one of cases) {
      const mine = verifyStrict(one.signature, one.message, one.publicKey);
      expect(mine).toBe(orFalse(() => slow(one.signature, one.message, one.publicKey)));
    }
  });

  it('with S = 0 and the key’s own negative challenge as R, or an R at infinity, are refused', () => {
    const { message, publicKey } = vectors[0]!;
    const infinity = new Uint8Array(64);
    infinity[0] = 1;
    expect(verifyStrict(infinity, message, publicKey)).toBe(false);
    expect(verifyStrict(infinity, message, infinity.slice(0, 32))).toBe(false);
  });

  it('sign and verify what was signed, and nothing else', () => {
    const { secret, publicKey } = generateSigningKey();
    const signature = sign(utf8('one'), secret);
    expect(publicKeyOf(secret)).toEqual(publicKey);
    expect(verifyStrict(signature, utf8('one'), publicKey)).toBe(true);
    expect(verifyStrict(signature, utf8('two'), publicKey)).toBe(false);
    expect(verifyStrict(signature.subarray(0, 63), utf8('one'), publicKey)).toBe(false);
    expect(verifyStrict(new Uint8Array([...signature, 0]), utf8('one'), publicKey)).toBe(false);
    expect(verifyStrict(signature, utf8('one'), publicKey.subarray(1))).toBe(false);
  });

  it('with S equal to the order are refused, not thrown back', () => {
    const { message, publicKey, signature } = vectors[0]!;
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const S = Buffer.from(order.toString(16).padStart(64, '0'), 'hex').reverse();
    expect(verifyStrict(new Uint8Array([...signature.subarray(0, 32), ...S]), message, publicKey)).toBe(false);
  });

  it('follow RFC 8032 test 1', () => {
    const secret = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    expect(Buffer.from(sign(new Uint8Array(), secret)).toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
  });

  it('call only the honest and the mixed R, S vectors’ keys strong', () => {
    const weak = vectors.filter((one) => one.name.includes('key')).map((one) => keyStrong(one.publicKey));
    expect(weak).toEqual([false, false, false, false, false]);
    expect(keyStrong(vectors[0]!.publicKey)).toBe(true);
  });
});

function orFalse(act: () => boolean): boolean {
  try {
    return act();
  } catch {
    return false;
  }
}
