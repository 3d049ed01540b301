import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Refusal } from '../../schemas/codes.ts';
import type { NodeSecret } from './node-secret.ts';

/**
 * What the node secret does: it wraps the node's private keys before they are stored, and marks what this node made;
 * `context` binds either to its use.
 */
export type NodeKeys = {
  /** To be opened with the same context. */
  wrap(plain: Uint8Array, context: string): string;
  /** Refuses (`node-secret`) what was wrapped under another secret or for another use, and what was changed. */
  unwrap(sealed: string, context: string): Uint8Array;
  /** HMAC-SHA-256, 32 bytes, that only this node can make. */
  mac(bytes: Uint8Array, context: string): Buffer;
};

const prefix = 'v1.';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM under a key derived from the node secret; a fresh random nonce each time, the context as associated data.
 */
export function nodeKeys(secret: NodeSecret): NodeKeys {
  const derived = (use: string) =>
    Buffer.from(hkdfSync('sha256', secret.bytes, Buffer.alloc(0), `convive/${use}/1`, 32));
  const [key, macKey] = [derived('node-keys'), derived('node-mac')];
  return {
    mac: (bytes, context) => createHmac('sha256', macKey).update(`${context}\0`).update(bytes).digest(),
    wrap(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return prefix + sealed.toString('base64url');
    },
    unwrap(sealed, context) {
      const bytes = Buffer.from(sealed.slice(prefix.length), 'base64url');
      if (!sealed.startsWith(prefix) || bytes.length < nonceBytes + tagBytes) throw new Refusal('node-secret');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-tagBytes));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
      } catch {
        throw new Refusal('node-secret');
      }
    },
  };
}
