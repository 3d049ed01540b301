import {
  b64u,
  canonical,
  caseKeyOf,
  comparisonWords,
  dateOf,
  dropCommitOf,
  dropTokenOf,
  ed25519Multikey,
  fromB64u,
  identifierKey,
  identityFrom,
  idOf,
  isRsa2048Multikey,
  keyidOf,
  keyStrong,
  locatorHash,
  locatorOf,
  mondayBefore,
  openFile,
  parseCanonical,
  parseEnvelope,
  phraseSeedOf,
  phraseSignInKeyOf,
  publicKeyOf,
  rowHash,
  sameWords,
  secretFrom,
  sign,
  text,
  timeOf,
  twoWords,
  unsealBundle,
  utf8,
  verifyRows,
  verifyStrict,
  wordsOf,
} from '../../src/client/library.ts';
import type { Compared } from '../../src/protocol/compare.ts';
import type { Identifier } from '../../src/protocol/names.ts';
import type { RecordRow } from '../../src/protocol/record-chain.ts';
import type { WordLanguage } from '../../src/protocol/spelling.ts';
import { type Check, fromHex, hex, sealedNamed } from './judge-given.ts';

type Sealed = { file: string; identity: string; flip?: number };

// One bit of a byte, counted from the end where negative.
function flipped(file: Uint8Array, at: number | undefined): Uint8Array {
  if (at === undefined) return file;
  const index = at < 0 ? file.length + at : at;
  return file.map((byte, place) => (place === index ? byte ^ 1 : byte));
}

/** Everything that no statement is needed for. */
export const basics = {
  /** `json` is parsed as any JSON parser would, then written. */
  'canonical-write': ({ json }: { json: string }) => canonical(JSON.parse(json)),
  'canonical-parse': ({ text: given }: { text: string }) => canonical(parseCanonical(given)),
  'b64u-encode': ({ hex: bytes }: { hex: string }) => b64u(fromHex(bytes)),
  'b64u-decode': ({ b64u: given, length }: { b64u: string; length?: number }) => hex(fromB64u(given, length)),
  'utf8-decode': ({ hex: bytes }: { hex: string }) => text(fromHex(bytes)),
  /** Seconds since 1970, and back again. */
  time: ({ time }: { time: string }) => {
    const moment = dateOf(time);
    return { seconds: moment.getTime() / 1000, time: timeOf(moment), monday: mondayBefore(time) };
  },
  'multikey-ed25519': ({ multibase }: { multibase: string }) => hex(ed25519Multikey(multibase)),
  'multikey-rsa': ({ multibase }: { multibase: string }) => isRsa2048Multikey(multibase),
  'ed25519-key': ({ secret }: { secret: string }) => {
    const publicKey = publicKeyOf(fromHex(secret));
    return { publicKey: hex(publicKey), keyid: keyidOf(publicKey), strong: keyStrong(publicKey) };
  },
  'ed25519-sign': ({ secret, message }: { secret: string; message: string }) =>
    hex(sign(fromHex(message), fromHex(secret))),
  'ed25519-verify': ({ publicKey, message, signature }: { publicKey: string; message: string; signature: string }) => ({
    keyStrong: keyStrong(fromHex(publicKey)),
    valid: verifyStrict(fromHex(signature), fromHex(message), fromHex(publicKey)),
  }),
  envelope: ({ envelope }: { envelope: unknown }) => ({ id: idOf(parseEnvelope(envelope)) }),
  'words-write': ({ entropy, language }: { entropy: string; language: WordLanguage }) =>
    wordsOf(fromHex(entropy), language),
  'words-read': ({ words }: { words: string }) => hex(secretFrom(words)),
  'case-secret': ({ secret, delivery, issuer }: { secret: string; delivery: string; issuer: string }) => {
    const bytes = fromHex(secret);
    const caseKey = caseKeyOf(bytes, delivery);
    const dropToken = b64u(dropTokenOf(bytes, delivery));
    const locator = b64u(locatorOf(bytes, issuer));
    return {
      caseSeed: hex(caseKey.secret),
      caseKey: b64u(caseKey.publicKey),
      dropToken,
      dropCommit: dropCommitOf(dropToken),
      locator,
      locatorHash: locatorHash(locator),
    };
  },
  phrase: async ({ phrase }: { phrase: string }) => {
    const bytes = fromHex(phrase);
    const seed = phraseSeedOf(bytes);
    const signIn = phraseSignInKeyOf(bytes);
    const { identity, recipient } = await identityFrom(seed);
    return { seed: hex(seed), identity, recipient, signInKey: b64u(signIn.publicKey) };
  },
  'comparison-words': ({ one, other, language }: { one: Compared; other: Compared; language: WordLanguage }) => ({
    here: comparisonWords(one, other, language),
    there: comparisonWords(other, one, language),
  }),
  'two-words': ({ collective, language }: { collective: string; language: WordLanguage }) =>
    twoWords(collective, language),
  'same-words': ({ typed, words }: { typed: string; words: string }) => sameWords(typed, words),
  'record-hash': ({ prev, row }: { prev: string; row: RecordRow }) => rowHash(prev, row),
  'record-verify': ({ rows, head }: { rows: RecordRow[]; head: { count: number; hash: string } | null }) =>
    verifyRows(rows, head),
  'identifier-key': (identifier: Identifier) => identifierKey(identifier),
  /** Opens any age file; the clear bytes come out as hex. */
  'age-open': async ({ file, identity, flip }: Sealed, beside) =>
    hex(await openFile(flipped(fromB64u(sealedNamed(file, beside)), flip), [identity])),
  /** Opens a delivery's body as far as the bundle. */
  unseal: async ({ file, identity, flip }: Sealed, beside) =>
    canonical(await unsealBundle(flipped(fromB64u(sealedNamed(file, beside)), flip), [identity])),
  'utf8-encode': ({ text: given }: { text: string }) => hex(utf8(given)),
} satisfies Record<string, Check>;
