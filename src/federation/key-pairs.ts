import { fedify } from './fedify.ts';

const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const ed25519 = { name: 'Ed25519' } as const;

/** What a key of the node is for: RSA-2048 signs requests, Ed25519 signs objects and receipts. */
export type KeyKind = 'rsa' | 'ed25519';

/**
 * A new extractable pair. RSA has 2048 bits: everybody verifies it, and more would cost six times as much per delivery.
 */
export async function generateKeyPair(kind: KeyKind): Promise<CryptoKeyPair> {
  if (kind === 'ed25519') return (await crypto.subtle.generateKey(ed25519, true, ['sign', 'verify'])) as CryptoKeyPair;
  const parameters = { ...rsa, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  return crypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
}

/** The private half as PKCS #8 bytes, to be wrapped before it is stored. */
export async function exportPrivateKey(key: CryptoKey): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', key));
}

/** The private half from PKCS #8; extractable, because Fedify signs with nothing else. */
export async function importPrivateKey(kind: KeyKind, pkcs8: Uint8Array): Promise<CryptoKey> {
  const bytes = new Uint8Array(pkcs8);
  return crypto.subtle.importKey('pkcs8', bytes, kind === 'rsa' ? rsa : ed25519, true, ['sign']);
}

/** The public half as multibase (FEP-521a), as a manifest and an actor write it. */
export async function publicMultibase(key: CryptoKey): Promise<string> {
  return (await fedify.runtime()).exportMultibaseKey(key);
}

/** The public half as PEM (SPKI), as `publicKeyPem` of an actor. */
export async function publicPem(key: CryptoKey): Promise<string> {
  return (await fedify.runtime()).exportSpki(key);
}
