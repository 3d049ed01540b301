import { constants, KeyObject, verify } from 'node:crypto';
import { fedify } from './fedify.ts';

/** A public key under the only name by which it may sign; PEM or multibase. */
export type KnownKey = { keyId: string; publicKey: string };

/** A text and the signature over it, in base64. */
export type Signed = { text: string; signature: string };

const mostImported = 500;
const imported = new Map<string, CryptoKey>();
const keyObjects = new WeakMap<CryptoKey, KeyObject>();

/**
 * Whether the request is signed by exactly this key, in either way of signing. Reads no document and fetches nothing:
 * Fedify gets the key from us and its loaders refuse. A key that is none verifies nothing.
 */
export async function verifyWith(request: Request, { keyId, publicKey }: KnownKey): Promise<boolean> {
  const cryptoKey = await importedKey(publicKey);
  if (cryptoKey === null) return false;
  // Draft-cavage knows RSA alone, and Fedify throws at any other key there.
  if (cryptoKey.algorithm.name === 'Ed25519' && !request.headers.has('signature-input')) return false;
  const [{ CryptographicKey }, { verifyRequest }] = await Promise.all([fedify.vocabulary(), fedify.signatures()]);
  const key = new CryptographicKey({ id: new URL(keyId), publicKey: cryptoKey });
  const verified = await verifyRequest(request, {
    documentLoader: neverLoad,
    contextLoader: neverLoad,
    // Fedify asks once more, without the cache, after a failure: that ends at the loader.
    keyCache: { get: async (id) => (id.href === keyId ? key : undefined), set: async () => {} },
  });
  return verified?.id?.href === keyId;
}

/**
 * Whether a guarded request is signed by exactly this key. A plain draft-cavage signature by RSA, which is what nodes
 * of this network send, costs one verification; everything else goes the way of `verifyWith`, and both say the same of
 * the same request.
 */
export async function verifyPinned(
  passed: { signed: Signed | null; request: () => Request },
  key: KnownKey,
): Promise<boolean> {
  const cryptoKey = passed.signed && (await importedKey(key.publicKey));
  if (!passed.signed || cryptoKey?.algorithm.name !== 'RSASSA-PKCS1-v1_5') return verifyWith(passed.request(), key);
  const { text, signature } = passed.signed;
  const keyObject = keyObjects.get(cryptoKey) ?? KeyObject.from(cryptoKey);
  keyObjects.set(cryptoKey, keyObject);
  const rsa = { key: keyObject, padding: constants.RSA_PKCS1_PADDING };
  return verify('sha256', Buffer.from(text), rsa, Buffer.from(signature, 'base64'));
}

/** A loader that loads nothing: Fedify has no way out of the node but ours. */
export async function neverLoad(): Promise<never> {
  throw new Error('nothing is loaded here');
}

async function importedKey(publicKey: string): Promise<CryptoKey | null> {
  const before = imported.get(publicKey);
  if (before) return before;
  const { importMultibaseKey, importPem } = await fedify.runtime();
  const key = await (publicKey.startsWith('z') ? importMultibaseKey(publicKey) : importPem(publicKey)).catch(
    () => null,
  );
  if (key === null || !strongEnough(key)) return null;
  if (imported.size >= mostImported) imported.clear();
  imported.set(publicKey, key);
  return key;
}

/** RSA of 2048 to 8192 bits, or Ed25519: a smaller key proves nothing, a larger one only costs. */
function strongEnough({ algorithm }: CryptoKey): boolean {
  if (algorithm.name === 'Ed25519') return true;
  const bits = 'modulusLength' in algorithm ? Number(algorithm.modulusLength) : 0;
  return algorithm.name === 'RSASSA-PKCS1-v1_5' && bits >= 2048 && bits <= 8192;
}
