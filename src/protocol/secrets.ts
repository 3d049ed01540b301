import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import { publicKeyOf } from './ed25519.ts';
import { b64u, concat, fromB64u, NS, random, sha256, utf8 } from './encoding.ts';
import type { WordLanguage } from './spelling.ts';
import { entropyFrom, wordsFrom } from './words.ts';

/** A new secret of the person affected, or of a keyring's phrase: 16 random bytes. */
export function newSecret(): Uint8Array {
  return random(16);
}

/** The secret as twelve words, to be written down. */
export function wordsOf(secret: Uint8Array, language: WordLanguage): string {
  return wordsFrom(secret, language);
}

/**
 * The secret behind typed words in either language; refuses (`words`) with the position that is wrong, never with the
 * word.
 */
export function secretFrom(words: string): Uint8Array {
  return entropyFrom(words);
}

/** The key that grants and withdraws one delivery. Keys of two deliveries cannot be linked without the secret. */
export function caseKeyOf(secret: Uint8Array, delivery: string): { secret: Uint8Array; publicKey: Uint8Array } {
  const key = derived(secret, 'case-key', fromB64u(delivery, 16), 32);
  return { secret: key, publicKey: publicKeyOf(key) };
}

/** What erases one delivery wherever it lies, by whoever shows it. 16 bytes. */
export function dropTokenOf(secret: Uint8Array, delivery: string): Uint8Array {
  return derived(secret, 'drop-token', fromB64u(delivery, 16), 16);
}

/**
 * The commitment to a drop token that stands in the header and in the consent; refuses (`encoding`) what is no token.
 */
export function dropCommitOf(token: string): string {
  return b64u(sha256(concat(utf8(`${NS}/drop\0`), fromB64u(token, 16))));
}

/** Where the issuer's node finds this person's deliveries. 16 bytes; the node keeps only its hash. */
export function locatorOf(secret: Uint8Array, issuer: string): Uint8Array {
  return derived(secret, 'locator', fromB64u(issuer, 32), 16);
}

/** What the issuer's node keeps of a locator; refuses (`encoding`) what is none. */
export function locatorHash(locator: string): string {
  return b64u(sha256(fromB64u(locator, 16)));
}

/**
 * The seed of the age identity that a keyring's phrase opens (PROTOCOL §2; one per phrase, so no id enters). 32 bytes.
 */
export function phraseSeedOf(phrase: Uint8Array): Uint8Array {
  return derived(phrase, 'keyring', new Uint8Array(), 32);
}

/** The sign-in key that a keyring's phrase gives, for the time when the keyring still lies at the node. */
export function phraseSignInKeyOf(phrase: Uint8Array): { secret: Uint8Array; publicKey: Uint8Array } {
  const key = derived(phrase, 'sign-in', new Uint8Array(), 32);
  return { secret: key, publicKey: publicKeyOf(key) };
}

/** The seed of the age identity that a passkey opens a keyring with, from the 32 bytes of its PRF. 32 bytes. */
export function passkeySeedOf(output: Uint8Array): Uint8Array {
  return derived(output, 'passkey', new Uint8Array(), 32);
}

/** The key that a passkey signs in with, beside the words of the same keyring. */
export function passkeySignInKeyOf(output: Uint8Array): { secret: Uint8Array; publicKey: Uint8Array } {
  const key = derived(output, 'passkey-sign-in', new Uint8Array(), 32);
  return { secret: key, publicKey: publicKeyOf(key) };
}

/** Under which id a question to the person affected lies at the node, by the secret in its link. 16 bytes. */
export function askedIdOf(secret: Uint8Array): Uint8Array {
  return derived(secret, 'asked-id', new Uint8Array(), 16);
}

/** The seed of the age identity that opens that question. 32 bytes. */
export function askedSeedOf(secret: Uint8Array): Uint8Array {
  return derived(secret, 'asked-key', new Uint8Array(), 32);
}

function derived(secret: Uint8Array, label: string, id: Uint8Array, length: number): Uint8Array {
  return hkdf(sha256Of, secret, utf8(`${NS}/${label}`), id, length);
}
