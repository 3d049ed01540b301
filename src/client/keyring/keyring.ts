import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16, b64u32, manifestRef, ordinal, recipient, time } from '../../../schemas/encodings.ts';
import { type Role, role } from '../../../schemas/manifest.ts';
import { mostPasskeys } from '../../../schemas/people.ts';
import { identityFrom, newBoxIdentity, openFile, sealFile } from '../../protocol/age-seal.ts';
import { canonical, parseCanonical } from '../../protocol/canonical.ts';
import { generateSigningKey, publicKeyOf } from '../../protocol/ed25519.ts';
import { b64u, concat, fromB64u, randomId, sha256, text, timeOf, utf8 } from '../../protocol/encoding.ts';
import {
  newSecret,
  passkeySeedOf,
  passkeySignInKeyOf,
  phraseSeedOf,
  phraseSignInKeyOf,
  secretFrom,
  wordsOf,
} from '../../protocol/secrets.ts';
import type { WordLanguage } from '../../protocol/spelling.ts';
import { newMemberId } from '../../protocol/two-word-name.ts';

/*
 * One person's keyring (PROTOCOL §2, "Root of trust"): an age file to a recipient made from twelve words. No part of it
 * ever reaches the node. Values are not changed in place; each change gives a new keyring to save.
 */

const identity = z.string().regex(/^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/);

const keyringSchema = z.strictObject({
  v: z.literal(1),
  member: b64u16,
  /** The roles asked for at set-up, and nothing else is signed into manifest v1; later those of the newest manifest. */
  roles: z.array(role).max(3),
  /** Ed25519 seed. */
  signing: b64u32,
  /** Opens what others seal to this person. */
  identity,
  recipient,
  /** Recipient of the phrase, so that saving needs no words. */
  phrase: recipient,
  /** Identities of the care team's box, newest first; accompaniers only. */
  boxes: z.array(z.strictObject({ recipient, identity })).max(32),
  /** Own collective: the id of manifest v1 as this person signed it. */
  collective: b64u32.nullable(),
  /** Newest own manifest that was verified. */
  manifest: manifestRef.nullable(),
  /** Per peer the highest manifest version that was verified. */
  peers: z.record(b64u32, manifestRef),
  /** Per member the `at` of the newest seal-key seen. */
  sealKeys: z.record(b64u16, time),
  /** Per peer the `at` of the newest standing of ours that was seen. */
  standings: z.record(b64u32, time).default({}),
  /** The newest release of the own desk that was seen. */
  desk: z.strictObject({ version: ordinal, id: b64u32, at: time }).nullable().default(null),
  /** Passkeys that open it beside the words, the newest first: what it is sealed to, what signs in, since when. */
  passkeys: z
    .array(z.strictObject({ recipient, signInKey: b64u32, at: time }))
    .max(mostPasskeys)
    .default([]),
  /** When its words were last typed, to the month. */
  wordsTyped: time.nullable().default(null),
  /** Whom to turn to, as this person last looked at it: its hash, and when. */
  contacts: z.strictObject({ sha256: b64u32, at: time }).nullable().default(null),
});

export type Keyring = z.infer<typeof keyringSchema>;

/** Twelve new words to open a keyring with. */
export function newPhrase(language: WordLanguage): string {
  return wordsOf(newSecret(), language);
}

/**
 * A new keyring that these twelve words open, and that belongs to no collective yet: a new person's, or a new device's
 * of a member.
 */
export async function newKeyring(roles: readonly Role[], words: string, member = randomId()): Promise<Keyring> {
  const own = await newBoxIdentity();
  return {
    v: 1,
    member,
    roles: role.options.filter((one) => roles.includes(one)),
    signing: b64u(generateSigningKey().secret),
    identity: own.identity,
    recipient: own.recipient,
    phrase: (await phraseIdentity(words)).recipient,
    boxes: [],
    collective: null,
    manifest: null,
    peers: {},
    sealKeys: {},
    standings: {},
    desk: null,
    contacts: null,
    passkeys: [],
    wordsTyped: null,
  };
}

/** As {@link newKeyring}, of somebody new beside these, who is called by other two words than each of them. */
export function newMembersKeyring(
  roles: readonly Role[],
  words: string,
  others: readonly { member: string }[],
): Promise<Keyring> {
  return newKeyring(roles, words, newMemberId(others.map(({ member }) => member)));
}

/** The seed that signs this person's statements. */
export function signingSecret(keyring: Keyring): Uint8Array {
  return fromB64u(keyring.signing, 32);
}

/** An id (16 bytes, base64url) that this keyring makes again of the same text, and nobody else foresees. */
export function ownId(keyring: Keyring, text: string): string {
  return b64u(sha256(concat(signingSecret(keyring), utf8(`convive/own-id ${text}`))).subarray(0, 16));
}

/** The public half, as manifests list it. */
export function signingKey(keyring: Keyring): string {
  return b64u(publicKeyOf(signingSecret(keyring)));
}

/** What opens a keyring: its twelve words, or the 32 bytes that one of its passkeys gives. */
export type Opener = string | Uint8Array;

/** The key that signs in with it; refuses (`words`) what are no twelve words. */
export function signInKeyOf(opener: Opener): { secret: Uint8Array; publicKey: Uint8Array } {
  return typeof opener === 'string' ? phraseSignInKeyOf(secretFrom(opener)) : passkeySignInKeyOf(opener);
}

/** A passkey as a keyring lists it. */
export async function passkeyOf(output: Uint8Array, at: string): Promise<Keyring['passkeys'][number]> {
  const { recipient } = await identityFrom(passkeySeedOf(output));
  return { recipient, signInKey: b64u(signInKeyOf(output).publicKey), at };
}

/** The beginning of the month: what is noted by it changes a keyring twelve times a year. */
export const monthOf = (now: Date): string => timeOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())));

/** Whether these are the words of this keyring; refuses (`words`) what are no twelve words. */
export async function openedBy(keyring: Keyring, words: string): Promise<boolean> {
  return (await phraseIdentity(words)).recipient === keyring.phrase;
}

/** The keyring as one age file, for the words it was made with and its passkeys. */
export async function sealKeyring(keyring: Keyring): Promise<Uint8Array> {
  return sealFile(utf8(canonical(keyring)), [keyring.phrase, ...keyring.passkeys.map((one) => one.recipient)]);
}

/**
 * Opens a keyring with its twelve words, or with a passkey. Refuses what are no twelve words (`words`), others
 * (`keyring-phrase`, `keyring-passkey`), other files (`keyring-file`).
 */
export async function openKeyring(file: Uint8Array, opener: Opener): Promise<Keyring> {
  const byWords = typeof opener === 'string';
  const { identity, recipient } = await (byWords ? phraseIdentity(opener) : identityFrom(passkeySeedOf(opener)));
  const start = new TextDecoder('latin1').decode(file.subarray(0, ageMark.length));
  if (start !== ageMark) throw new Refusal('keyring-file');
  const clear = await openFile(file, [identity]).catch(() => {
    throw new Refusal(byWords ? 'keyring-phrase' : 'keyring-passkey');
  });
  const { data } = keyringSchema.safeParse(readJson(clear));
  const lists = (one: Keyring) => [one.phrase, ...one.passkeys.map((passkey) => passkey.recipient)].includes(recipient);
  if (!data || !lists(data)) throw new Refusal('keyring-file');
  return data;
}

function readJson(clear: Uint8Array): unknown {
  try {
    return parseCanonical(text(clear));
  } catch {
    throw new Refusal('keyring-file');
  }
}

const ageMark = 'age-encryption.org/v1\n';

function phraseIdentity(words: string): Promise<{ identity: string; recipient: string }> {
  return identityFrom(phraseSeedOf(secretFrom(words)));
}

export const sameKeyring = (one: Keyring, other: Keyring): boolean => canonical(one) === canonical(other);
