import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { Refusal } from '../../schemas/codes.ts';
import { type Bundle, bundle as bundleSchema } from '../../schemas/delivery.ts';
import { bech32 } from './bech32.ts';
import { canonical, parseCanonical } from './canonical.ts';
import { concat, text, u32, utf8 } from './encoding.ts';
import { shaped } from './shape.ts';

/** Sizes of what is sealed, every byte counted, so that length says nothing about text. */
export const buckets = [4_096, 16_384, 65_536] as const;

/** A new age identity, ML-KEM-768 + X25519, and its recipient. */
export async function newBoxIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateHybridIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The age hybrid identity of a 32-byte seed, as a keyring's phrase gives it. */
export async function identityFrom(seed: Uint8Array): Promise<{ identity: string; recipient: string }> {
  const identity = bech32('age-secret-key-pq-', seed).toUpperCase();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * Seals bytes to recipients; refuses `mixed-recipients` (classical beside post-quantum, C2SP age), `recipient` for none
 * or a malformed one.
 */
export async function sealFile(file: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  const hybrid = recipients.filter((recipient) => recipient.startsWith('age1pq1'));
  if (hybrid.length > 0 && hybrid.length < recipients.length) throw new Refusal('mixed-recipients');
  if (recipients.length === 0) throw new Refusal('recipient');
  const encrypter = new Encrypter();
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient);
  } catch {
    throw new Refusal('recipient');
  }
  return await encrypter.encrypt(file);
}

/**
 * Opens what was sealed to any of these identities; refuses (`unseal`) whatever else it is: not for us, or changed by a
 * bit.
 */
export async function openFile(sealed: Uint8Array, identities: readonly string[]): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(sealed);
  } catch {
    throw new Refusal('unseal');
  }
}

/**
 * Seals a bundle for one delivery to one hybrid box, padded to a bucket; refuses `too-large` beyond the largest, and as
 * `sealFile`.
 */
export async function sealBundle(bundle: Bundle, recipients: readonly string[]): Promise<Uint8Array> {
  const content = utf8(canonical(shaped(bundleSchema, bundle, 'bundle')));
  const size = bucketFor(content.length);
  if (size === undefined) throw new Refusal('too-large');
  const padded = new Uint8Array(size);
  padded.set(concat(u32(content.length), content));
  const sealed = await sealFile(padded, recipients);
  // A second stanza, or a shorter classical one, would show in the length.
  if (recipients.length !== 1 || !recipients[0]?.startsWith('age1pq1')) throw new Refusal('recipient');
  return sealed;
}

/** Opens a delivery (check 5): refuses `unseal`, `padding`, `canonical`, and `bundle` for what is none. */
export async function unsealBundle(sealed: Uint8Array, identities: readonly string[]): Promise<Bundle> {
  const padded = await openFile(sealed, identities);
  const length = padded.length < 4 ? -1 : new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (bucketFor(length) !== padded.length || padded.subarray(4 + length).some((byte) => byte !== 0)) {
    throw new Refusal('padding');
  }
  return shaped(bundleSchema, parseCanonical(readable(padded.subarray(4, 4 + length))), 'bundle');
}

function bucketFor(length: number): number | undefined {
  return length < 0 ? undefined : buckets.find((size) => length + 4 <= size);
}

function readable(bytes: Uint8Array): string {
  try {
    return text(bytes);
  } catch {
    throw new Refusal('canonical');
  }
}
