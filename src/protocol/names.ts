import type { Alert } from '../../schemas/alert.ts';
import { phoneticKey } from './phonetic.ts';

/** How somebody may be meant: kind and value, as alerts hold them. */
export type Identifier = Alert['identifiers'][number];

const particles = new Set('de del la las lo los el y e i da das do dos'.split(' '));

/**
 * The one spelling under which an identifier is indexed and asked for, with its class before it (PROTOCOL §8); null
 * when the value cannot be one, or is a single word given as a name. Names and aliases share a class, so that one may
 * be asked for as the other. Deterministic; keeps and looks up nothing.
 */
export function identifierKey({ kind, value }: Identifier): string | null {
  return keyOf[kind](value);
}

/**
 * Every word of a name as it sounds, in the order of UTF-16: case, marks, apostrophes, hyphens, order and Spanish
 * particles do not matter, each further word does. Empty when it holds no word.
 */
export function nameKey(name: string): string {
  // Before NFKC, which would make a word's end of a free-standing accent (K´an).
  const words = withoutMarks(name.replace(/['’‘ʼʻ´`]/gu, ''))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !particles.has(word));
  return words
    .map(phoneticKey)
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}

const keyOf: Record<Identifier['kind'], (value: string) => string | null> = {
  handle,
  phone,
  email,
  name: (value) => named(value, 2),
  alias: (value) => named(value, 1),
};

function named(value: string, fewest: number): string | null {
  const key = nameKey(value);
  return key !== '' && key.split(' ').length >= fewest ? `name\0${key}` : null;
}

/**
 * `user@host` also as `@user@host`, `acct:user@host` and `https://host/@user`; case does not matter. Without a host it
 * is nobody's.
 */
function handle(value: string): string | null {
  const read = /^(?:acct:|@)?([\p{L}\p{N}_.-]+)@([^@]+)$|^https:\/\/([^/@]+)\/@([\p{L}\p{N}_.-]+)\/?$/u.exec(
    folded(value),
  );
  const host = read && hostOf(read[2] ?? read[3]!);
  return host ? `handle\0${read[1] ?? read[4]}@${host}` : null;
}

/** Lower case; dots and `+tags` before the `@` stay, because they mean something at some providers. */
function email(value: string): string | null {
  const read = /^(?:mailto:)?([^@\s<>",;:]+)@([^@]+)$/u.exec(folded(value));
  const host = read && hostOf(read[2]!);
  return host ? `email\0${read[1]}@${host}` : null;
}

/**
 * Digits only, with a `+` when the country is given (E.164, 8 to 15 digits, `00` read as `+`, `(0)` left out, Mexico's
 * former mobile 1 too). No country is ever guessed: a number without one (6 to 14 digits) is a class of its own.
 */
function phone(value: string): string | null {
  const written = folded(value)
    .replace(/^tel:/, '')
    .replace('(0)', '')
    .replace(/[\s().\-/‐‑–]/gu, '')
    .replace(/^00/, '+')
    .replace(/^\+521(?=\d{10}$)/, '+52');
  if (/^\+[1-9]\d{7,14}$/.test(written)) return `phone\0${written}`;
  return /^\d{6,14}$/.test(written) ? `phone-national\0${written}` : null;
}

/** The host as DNS has it (IDN as A-labels), port kept; null when it is none. */
function hostOf(host: string): string | null {
  return /[\s/\\?#]/.test(host) ? null : (URL.parse(`https://${host.replace(/\.$/, '')}`)?.host ?? null);
}

/** Width and other compatibility forms, case, invisible characters and outer space gone. */
function folded(value: string): string {
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .trim();
}

function withoutMarks(value: string): string {
  return folded(value).normalize('NFD').replace(/\p{M}/gu, '');
}
