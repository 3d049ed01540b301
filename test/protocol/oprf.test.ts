import { bytesToHex, hexToBytes } from '@noble/curves/utils.js';
import { describe, expect, it } from 'vitest';
import { b64u, fromB64u, utf8 } from '../../src/protocol/encoding.ts';
import { blind, evaluate, monthKey, monthScope, oprfKeyOf, outputOf, outputsOf } from '../../src/protocol/oprf.ts';
import rfc from '../vectors/rfc9497.json' with { type: 'json' };
import { refuses } from './refusals.ts';

const key = oprfKeyOf(hexToBytes(rfc.seed), hexToBytes(rfc.keyInfo));
const seed = new Uint8Array(32).fill(1);
const [me, peer] = [b64u(new Uint8Array(32).fill(2)), b64u(new Uint8Array(32).fill(3))];
/** The group's neutral element, and a field element that is no group element (RFC 9496 A.3: a negative one). */
const identity = b64u(new Uint8Array(32));
const negative = b64u(Uint8Array.from([1, ...Array(31).fill(0)]));
/** The field's prime: another way to write zero. */
const unreduced = b64u(Uint8Array.from([0xed, ...Array(30).fill(0xff), 0x7f]));

/**
 * What makes the library draw exactly this scalar: 48 bytes, little-endian, one less (it adds one, so as never to draw
 * zero).
 */
function drawing(scalar: string): () => Uint8Array {
  const less = BigInt(`0x${bytesToHex(hexToBytes(scalar).reverse())}`) - 1n;
  return () => hexToBytes(less.toString(16).padStart(96, '0')).reverse();
}

function asked(inputs: string[]) {
  return inputs.map((text) => ({ input: utf8(text), ...blind(utf8(text)) }));
}

describe('the vectors of RFC 9497', () => {
  it('derive the key', () => {
    expect(bytesToHex(key.secretKey)).toBe(rfc.secretKey);
    expect(bytesToHex(key.publicKey)).toBe(rfc.publicKey);
  });

  it.each(rfc.vectors)('batch of $items.length', ({ items, r, proof }) => {
    const hidden = items.map((item) => blind(hexToBytes(item.input), drawing(item.blind)));
    expect(hidden.map((one) => bytesToHex(one.blind))).toEqual(items.map((item) => item.blind));
    expect(hidden.map((one) => bytesToHex(one.blinded))).toEqual(items.map((item) => item.blinded));

    const answer = evaluate(
      hidden.map((one) => b64u(one.blinded)),
      key,
      drawing(r),
    );
    expect(answer.evaluated.map((one) => bytesToHex(fromB64u(one)))).toEqual(items.map((item) => item.evaluated));
    expect(bytesToHex(fromB64u(answer.proof))).toBe(proof);
    expect(answer.publicKey).toBe(b64u(key.publicKey));

    const outputs = outputsOf(
      hidden.map((one, at) => ({ ...one, input: hexToBytes(items[at]!.input) })),
      answer,
    );
    expect(outputs.map(bytesToHex)).toEqual(items.map((item) => item.output));
    expect(items.map((item) => bytesToHex(outputOf(key, hexToBytes(item.input))))).toEqual(
      items.map((item) => item.output),
    );
  });
});

describe('an evaluation', () => {
  const inputs = asked(['one', 'two']);
  const blinded = inputs.map((one) => b64u(one.blinded));
  const answer = evaluate(blinded, key);

  it('gives what the holder of the key comes to', () => {
    expect(outputsOf(inputs, answer)).toEqual([outputOf(key, utf8('one')), outputOf(key, utf8('two'))]);
  });

  it('is refused with another proof, another key, other elements or another order', async () => {
    const other = oprfKeyOf(seed, utf8('other'));
    const elsewhere = evaluate(blinded, other);
    const [first, second] = answer.evaluated as [string, string];
    const bent = fromB64u(answer.proof);
    bent[40]! ^= 1;
    // Not below the group's order: another way to write a scalar.
    const unreducedProof = b64u(new Uint8Array(64).fill(0xff));
    for (const wrong of [
      { ...answer, proof: elsewhere.proof },
      {
        ...answer,
        proof: evaluate(
          asked(['one', 'two']).map((one) => b64u(one.blinded)),
          key,
        ).proof,
      },
      { ...answer, proof: b64u(bent) },
      { ...answer, proof: b64u(new Uint8Array(64)) },
      { ...answer, proof: unreducedProof },
      { ...answer, publicKey: b64u(other.publicKey) },
      { ...answer, evaluated: elsewhere.evaluated },
      { ...answer, evaluated: [first, elsewhere.evaluated[1]!] },
      { ...answer, evaluated: [second, first] },
      { ...answer, evaluated: [first, first] },
    ]) {
      await refuses('oprf-proof', () => outputsOf(inputs, wrong));
    }
  });

  it('is refused in any other form', async () => {
    const [first, second] = answer.evaluated as [string, string];
    for (const bad of [identity, negative, unreduced]) {
      await refuses('statement-rule', () => outputsOf(inputs, { ...answer, evaluated: [first, bad] }), 'evaluated.1');
      await refuses('statement-rule', () => outputsOf(inputs, { ...answer, publicKey: bad }), 'publicKey');
      await refuses('statement-rule', () => evaluate([blinded[0]!, bad], key), 'blinded.1');
    }
    await refuses('statement-rule', () => outputsOf(inputs, { ...answer, evaluated: [first] }), 'evaluated');
    await refuses(
      'statement-rule',
      () => outputsOf(inputs, { ...answer, evaluated: [first, second, second] }),
      'evaluated',
    );
    await refuses('encoding', () => outputsOf(inputs, { ...answer, evaluated: [first, second.slice(0, 42)] }));
    await refuses('encoding', () => outputsOf(inputs, { ...answer, proof: answer.proof.slice(0, 80) }));
    await refuses('encoding', () => outputsOf(inputs, { ...answer, publicKey: `${answer.publicKey}A` }));
    await refuses('encoding', () => evaluate([blinded[0]!.slice(0, 40)], key));
  });
});

describe("a month's key", () => {
  it('is another for another seed, asker, answerer or month, and the same every time', () => {
    const keys = [
      monthKey(seed, me, peer, '2026-11'),
      monthKey(new Uint8Array(32).fill(9), me, peer, '2026-11'),
      monthKey(seed, peer, me, '2026-11'),
      monthKey(seed, me, me, '2026-11'),
      monthKey(seed, me, peer, '2026-12'),
    ].map(({ publicKey }) => b64u(publicKey));
    expect(new Set(keys).size).toBe(keys.length);
    expect(b64u(monthKey(seed, me, peer, '2026-11').publicKey)).toBe(keys[0]);
    expect(keys[0]).toMatchInlineSnapshot(`"YGEyafsfqQp8g4kAESLAf9IPGUpc82dEFiPCkHmk8lY"`);
    expect(monthScope(me, peer, '2026-11')).toBe(`${me}|${peer}|2026-11`);
  });

  it('is refused for what is no id and no month', async () => {
    await refuses('encoding', () => monthKey(seed, `${me}|`, peer, '2026-11'));
    await refuses('encoding', () => monthKey(seed, me, peer.slice(1), '2026-11'));
    for (const month of ['2026-13', '2026', '2026-11-01', '2026-11|0']) {
      await refuses('encoding', () => monthKey(seed, me, peer, month));
    }
  });
});
