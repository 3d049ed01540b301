import { Refusal } from '../../schemas/codes.ts';
import { type Envelope, envelope as envelopeSchema } from '../../schemas/envelope.ts';
import { type StatementKind, type StatementOf, schemaOf } from '../../schemas/statements.ts';
import { canonical, parseCanonical } from './canonical.ts';
import { publicKeyOf, sign, verifyStrict } from './ed25519.ts';
import { b64u, concat, fromB64u, NS, sha256, text, utf8 } from './encoding.ts';
import { shaped } from './shape.ts';

export type { Envelope } from '../../schemas/envelope.ts';

/** A public key and whose it is. */
export type SignerKey = { member: string; publicKey: string };

/** What an envelope says before anyone checked who signed it. `bytes` is what signatures are over (the PAE). */
export type Unverified<K extends StatementKind> = { statement: StatementOf<K>; id: string; bytes: Uint8Array };

/** The media type of a kind; inside the signed bytes, so that no statement can be read as another kind. */
export function payloadTypeOf(kind: StatementKind): string {
  return `application/vnd.convive.${kind}.v1+json`;
}

/** DSSE pre-authentication encoding. */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return concat(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}

/**
 * Puts a statement into an envelope without signatures; refuses (`schema`, `canonical`) one that is not of its kind.
 */
export function draftEnvelope<K extends StatementKind>(kind: K, statement: StatementOf<K>): Envelope {
  const checked = shaped(schemaOf[kind], statement, 'schema');
  return { payloadType: payloadTypeOf(kind), payload: b64u(utf8(canonical(checked))), signatures: [] };
}

/** Adds this key's signature, in place of its earlier one. Checks nothing about who may sign. */
export function signEnvelope(envelope: Envelope, secret: Uint8Array): Envelope {
  const keyid = keyidOf(publicKeyOf(secret));
  const sig = b64u(sign(paeOf(envelope), secret));
  return { ...envelope, signatures: [...envelope.signatures.filter((one) => one.keyid !== keyid), { keyid, sig }] };
}

/** Identity of what is said: the same whoever signed it, however often. */
export function idOf(envelope: Envelope): string {
  return b64u(sha256(paeOf(envelope)));
}

export function keyidOf(publicKey: Uint8Array): string {
  return b64u(sha256(concat(utf8(`${NS}/keyid\0`), publicKey)).subarray(0, 16));
}

/** An envelope from outside, by shape only; refuses `schema`, and `encoding` for base64url that is not canonical. */
export function parseEnvelope(value: unknown): Envelope {
  const envelope = shaped(envelopeSchema, value, 'schema');
  fromB64u(envelope.payload);
  for (const { keyid, sig } of envelope.signatures) {
    fromB64u(keyid, 16);
    fromB64u(sig, 64);
  }
  return envelope;
}

/**
 * What an envelope says, its form checked and nobody's signature: use it only to find the keys to check with.
 * @throws `payload-type`, `version`, `encoding`, `canonical`, `schema`.
 */
export function readUnverified<K extends StatementKind>(kind: K, envelope: Envelope): Unverified<K> {
  if (envelope.payloadType !== payloadTypeOf(kind)) {
    const ofKind = envelope.payloadType.startsWith(`application/vnd.convive.${kind}.v`);
    throw new Refusal(ofKind ? 'version' : 'payload-type', 'payloadType');
  }
  const payload = fromB64u(envelope.payload);
  const statement = shaped(schemaOf[kind], parseCanonical(text(payload)), 'schema') as StatementOf<K>;
  const bytes = pae(envelope.payloadType, payload);
  return { statement, id: b64u(sha256(bytes)), bytes };
}

/**
 * Keyids that signed; refuses (`signature`) when any signature is by a key not listed, or not strictly valid, or the
 * second one of a key that says something else than the first: each costs whoever reads it a millisecond and more.
 */
export function keysWhoSigned(envelope: Envelope, keys: readonly SignerKey[]): Set<string> {
  const bytes = paeOf(envelope);
  const known = new Map(keys.map((key) => [keyidOf(fromB64u(key.publicKey, 32)), fromB64u(key.publicKey, 32)]));
  const signed = new Map<string, string>();
  for (const { keyid, sig } of envelope.signatures) {
    const before = signed.get(keyid);
    if (before === sig) continue;
    const publicKey = known.get(keyid);
    if (before !== undefined || !publicKey || !verifyStrict(fromB64u(sig, 64), bytes, publicKey))
      throw new Refusal('signature');
    signed.set(keyid, sig);
  }
  return new Set(signed.keys());
}

/** Members who signed, each once however many keys and signatures; refuses as `keysWhoSigned`. */
export function membersWhoSigned(envelope: Envelope, keys: readonly SignerKey[]): Set<string> {
  const signed = keysWhoSigned(envelope, keys);
  return new Set(keys.filter((key) => signed.has(keyidOf(fromB64u(key.publicKey, 32)))).map((key) => key.member));
}

function paeOf(envelope: Envelope): Uint8Array {
  return pae(envelope.payloadType, fromB64u(envelope.payload));
}
