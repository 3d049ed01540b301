import { ristretto255, ristretto255_hasher, ristretto255_oprf } from '@noble/curves/ed25519.js';
import { Refusal } from '../../schemas/codes.ts';
import { b64u, concat, dateOf, fromB64u, NS, sha512, u32, utf8 } from './encoding.ts';

/** A key of the verifiable oblivious function (RFC 9497, ristretto255-SHA512, mode VOPRF). */
export type OprfKey = { secretKey: Uint8Array; publicKey: Uint8Array };

/** What hides an input: the blind stays with the asker, the element goes out. */
export type Blinded = { blind: Uint8Array; blinded: Uint8Array };

/** Evaluations in the order asked, with one proof that one key made them all; base64url. */
export type Evaluation = { evaluated: readonly string[]; proof: string; publicKey: string };

/** Where random bytes come from; only a test that repeats published vectors brings its own. */
type Rng = (length?: number) => Uint8Array;

const { voprf } = ristretto255_oprf;
const { Point } = ristretto255;
const hashToGroup = { DST: 'HashToGroup-OPRFV1-\x01-ristretto255-SHA512' };

/** The key of a 32-byte seed for one use (RFC 9497 §3.2.1). */
export function oprfKeyOf(seed: Uint8Array, info: Uint8Array): OprfKey {
  return voprf.deriveKeyPair(seed, info);
}

/**
 * The key with which `me` answers `peer` in one month (PROTOCOL §8); refuses (`encoding`) an id or a month that is
 * none.
 */
export function monthKey(seed: Uint8Array, me: string, peer: string, month: string): OprfKey {
  return oprfKeyOf(seed, utf8(`${NS}|oprf|${monthScope(me, peer, month)}`));
}

/** `me|peer|YYYY-MM`, which no other three values give; refuses (`encoding`) an id or a month that is none. */
export function monthScope(me: string, peer: string, month: string): string {
  for (const id of [me, peer]) fromB64u(id, 32);
  dateOf(`${month}-01T00:00:00Z`);
  return `${me}|${peer}|${month}`;
}

/** Hides an input (RFC 9497 §3.3.1): the element says nothing about it, not even whether the same was asked before. */
export function blind(input: Uint8Array, rng?: Rng): Blinded {
  return voprf.blind(input, rng);
}

/**
 * Evaluates blinded elements with one proof for all; refuses `encoding`, and `statement-rule` for what is no element or
 * the identity.
 */
export function evaluate(blinded: readonly string[], key: OprfKey, rng?: Rng): Evaluation {
  const elements = blinded.map((element, at) => elementOf(element, `blinded.${at}`));
  const { evaluated, proof } = voprf.blindEvaluateBatch(key.secretKey, key.publicKey, elements, rng);
  return { evaluated: evaluated.map(b64u), proof: b64u(proof), publicKey: b64u(key.publicKey) };
}

/**
 * The outputs behind an evaluation, for those who hold the blinds, once its proof holds.
 * @throws `encoding`, `statement-rule` for another number of elements, for what is no element or the identity, and
 * `oprf-proof`; then nothing is returned.
 */
export function outputsOf(asked: readonly (Blinded & { input: Uint8Array })[], evaluation: Evaluation): Uint8Array[] {
  if (evaluation.evaluated.length !== asked.length) throw new Refusal('statement-rule', 'evaluated');
  const evaluated = evaluation.evaluated.map((element, at) => elementOf(element, `evaluated.${at}`));
  const publicKey = elementOf(evaluation.publicKey, 'publicKey');
  const proof = fromB64u(evaluation.proof, 64);
  const items = asked.map((one, at) => ({ ...one, evaluated: evaluated[at]! }));
  try {
    return voprf.finalizeBatch(items, publicKey, proof);
  } catch {
    throw new Refusal('oprf-proof');
  }
}

/**
 * The output of an input for whoever holds the key (RFC 9497 §3.3.1, Evaluate): what an asker with this input comes to.
 * 64 bytes.
 */
export function outputOf(key: OprfKey, input: Uint8Array): Uint8Array {
  const element = ristretto255_hasher.hashToCurve(input, hashToGroup).multiply(Point.Fn.fromBytes(key.secretKey));
  return sha512(concat(u16(input.length), input, u16(32), element.toBytes(), utf8('Finalize')));
}

/** Canonical and not the identity (RFC 9497 §3.3): an element that means the same to everybody and hides nothing. */
function elementOf(encoded: string, where: string): Uint8Array {
  const bytes = fromB64u(encoded, 32);
  if (!isElement(bytes)) throw new Refusal('statement-rule', where);
  return bytes;
}

function isElement(bytes: Uint8Array): boolean {
  try {
    return !Point.fromBytes(bytes).is0();
  } catch {
    return false;
  }
}

function u16(value: number): Uint8Array {
  return u32(value).subarray(2);
}
