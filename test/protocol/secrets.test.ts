import { describe, expect, it } from 'vitest';
import { comparisonWords, sameWords } from '../../src/protocol/compare.ts';
import { b64u, randomId } from '../../src/protocol/encoding.ts';
import {
  caseKeyOf,
  dropCommitOf,
  dropTokenOf,
  locatorHash,
  locatorOf,
  newSecret,
  passkeySeedOf,
  passkeySignInKeyOf,
  phraseSeedOf,
  phraseSignInKeyOf,
  secretFrom,
  wordsOf,
} from '../../src/protocol/secrets.ts';
import { spelling } from '../../src/protocol/words.ts';
import { refuses } from './refusals.ts';

const zero = new Uint8Array(16);
const delivery = b64u(new Uint8Array(16).fill(1));
const issuer = b64u(new Uint8Array(32).fill(2));

describe('the twelve words', () => {
  it('follow BIP 39 in both languages', () => {
    expect(wordsOf(zero, 'en')).toBe(`${'abandon '.repeat(11)}about`);
    expect(wordsOf(zero, 'es')).toBe(`${'ábaco '.repeat(11)}abierto`);
  });

  it('come back as the same secret in either language', () => {
    for (let turn = 0; turn < 20; turn++) {
      const secret = newSecret();
      expect(secretFrom(wordsOf(secret, 'es'))).toEqual(secret);
      expect(secretFrom(wordsOf(secret, 'en'))).toEqual(secret);
    }
  });

  it('are read without accents, in capitals, shortened to four letters, with commas and line breaks', () => {
    const secret = newSecret();
    for (const language of ['es', 'en'] as const) {
      const words = wordsOf(secret, language).split(' ');
      const bare = words.map((word) => word.normalize('NFD').replace(/\p{Mn}/gu, ''));
      expect(secretFrom(bare.join(' ').toUpperCase())).toEqual(secret);
      expect(secretFrom(words.map((word) => word.normalize('NFD')).join(', '))).toEqual(secret);
      expect(secretFrom(` ${bare.map((word) => word.slice(0, 4)).join('\n')}\n`)).toEqual(secret);
      expect(secretFrom(`${words.join(' · ')}.`)).toEqual(secret);
    }
  });

  it('say which position is wrong, never which word', async () => {
    const words = wordsOf(zero, 'en').split(' ');
    await refuses('words', () => secretFrom(words.with(4, 'zzzz').join(' ')), '5');
    await refuses('words', () => secretFrom(words.slice(1).join(' ')), 'count');
    await refuses('words', () => secretFrom(words.with(11, 'abandon').join(' ')), 'checksum');
    await refuses('words', () => secretFrom(''), 'count');
    const spanish = wordsOf(zero, 'es').split(' ');
    await refuses('words', () => secretFrom(spanish.with(7, 'qqqq').join(' ')), '8');
  });
});

describe('words that are being typed', () => {
  it('go on with the letters of either list, accents and capitals aside', () => {
    expect(spelling.lettersAfter('', []).join('')).toBe('abcdefghijklmnopqrstuvwyz');
    expect(spelling.lettersAfter('ZÓ', [])).toEqual(['n', 'o', 'r']);
    expect(spelling.lettersAfter('aban', [])).toEqual(['d']);
    expect(spelling.lettersAfter('act', [])).toEqual(['i', 'o', 'r', 'u']);
    expect(spelling.lettersAfter('zzz', [])).toEqual([]);
    expect(spelling.lettersAfter('abandon', [])).toEqual([]);
  });

  it('keep to the language of the words around them, once they have one', () => {
    expect(spelling.lettersAfter('zo', ['ábaco', ''])).toEqual(['n', 'r']);
    expect(spelling.lettersAfter('zo', ['', 'zoo'])).toEqual(['n', 'o']);
    expect(spelling.lettersAfter('zo', ['zoo', 'abandon', 'ábaco'])).toEqual(['n', 'o']);
    expect(spelling.lettersAfter('zo', ['zzzz'])).toEqual(['n', 'o', 'r']);
  });

  it('are named by their places where no list has them', () => {
    const spanish = wordsOf(zero, 'es').split(' ');
    expect(spelling.unknownWords(spanish)).toEqual([]);
    expect(spelling.unknownWords(wordsOf(zero, 'en').split(' '))).toEqual([]);
    expect(spelling.unknownWords(spanish.with(2, 'qqqq').with(11, 'zzzz'))).toEqual([2, 11]);
    expect(spelling.unknownWords(spanish.with(0, 'abandon'))).toEqual([0]);
    expect(spelling.unknownWords(spanish.with(3, '').with(4, 'ABIERTO'))).toEqual([]);
  });
});

describe('what a secret gives', () => {
  it('is the same every time', () => {
    const known = {
      caseKey: b64u(caseKeyOf(zero, delivery).publicKey),
      token: b64u(dropTokenOf(zero, delivery)),
      locator: b64u(locatorOf(zero, issuer)),
      seed: b64u(phraseSeedOf(zero)),
      passkeySeed: b64u(passkeySeedOf(new Uint8Array(32))),
      passkeySignIn: b64u(passkeySignInKeyOf(new Uint8Array(32)).publicKey),
    };
    expect(known).toMatchInlineSnapshot(`
      {
        "caseKey": "fSsgTMgVnodbjIsmThw4k6bXOlzYtrxlgmOvKNWuYyw",
        "locator": "J__G9yKaR4Q922t2c-sNMQ",
        "passkeySeed": "K3B-LVhCjN2uGweVVndBWl4sqPVh_437hat0CBZLIMU",
        "passkeySignIn": "lvhYMseHHw3BA0O4SLbQHIDM_TFFfL51g8gaL1vd4xA",
        "seed": "MslhL9tVbzzu0mchvyXHzUXUyRHb9FSlFK_YUlSP6ew",
        "token": "w48eJHhR_P4r3F11kjdbEg",
      }
    `);
  });

  it('differs by purpose, so that none gives another away', () => {
    const id = new Uint8Array(32);
    const outputs = [
      b64u(caseKeyOf(zero, b64u(id.subarray(0, 16))).secret.subarray(0, 16)),
      b64u(dropTokenOf(zero, b64u(id.subarray(0, 16)))),
      b64u(locatorOf(zero, b64u(id))),
      b64u(phraseSeedOf(zero).subarray(0, 16)),
      b64u(phraseSignInKeyOf(zero).secret.subarray(0, 16)),
      b64u(passkeySeedOf(zero).subarray(0, 16)),
      b64u(passkeySignInKeyOf(zero).secret.subarray(0, 16)),
    ];
    expect(new Set(outputs).size).toBe(outputs.length);
  });

  // row 39
  it('cannot be linked from one delivery to the next', () => {
    const [one, other] = [randomId(), randomId()];
    expect(caseKeyOf(zero, one).publicKey).not.toEqual(caseKeyOf(zero, other).publicKey);
    expect(dropTokenOf(zero, one)).not.toEqual(dropTokenOf(zero, other));
  });

  it('is committed to by hashes of its own', async () => {
    const token = b64u(dropTokenOf(zero, delivery));
    expect(dropCommitOf(token)).not.toBe(locatorHash(token));
    await refuses('encoding', () => dropCommitOf('short'));
    await refuses('encoding', () => locatorHash(`${token}A`));
  });
});

describe('comparing words', () => {
  const ceiba = { id: b64u(new Uint8Array(32).fill(7)), manifest: b64u(new Uint8Array(32).fill(8)) };
  const maguey = { id: b64u(new Uint8Array(32).fill(5)), manifest: b64u(new Uint8Array(32).fill(6)) };

  it('gives both sides the same twelve words, in each language', () => {
    for (const language of ['es', 'en'] as const) {
      const words = comparisonWords(ceiba, maguey, language);
      expect(comparisonWords(maguey, ceiba, language)).toBe(words);
      expect(words.split(' ')).toHaveLength(12);
      expect(secretFrom(words)).toEqual(secretFrom(comparisonWords(ceiba, maguey, language === 'es' ? 'en' : 'es')));
    }
    expect(comparisonWords(ceiba, maguey, 'en')).toMatchInlineSnapshot(
      `"idle believe cloth place rifle deer you admit cruise laptop nephew panther"`,
    );
  });

  it('gives both sides the same words for two ids that begin alike', () => {
    const twin = { id: b64u(new Uint8Array(32).fill(7).fill(8, 31)), manifest: maguey.manifest };
    expect(comparisonWords(twin, ceiba, 'es')).toBe(comparisonWords(ceiba, twin, 'es'));
  });

  it('gives other words for another collective or another manifest', () => {
    const words = comparisonWords(ceiba, maguey, 'es');
    const other = b64u(new Uint8Array(32).fill(9));
    expect(comparisonWords({ ...ceiba, id: other }, maguey, 'es')).not.toBe(words);
    expect(comparisonWords(ceiba, { ...maguey, manifest: other }, 'es')).not.toBe(words);
    expect(
      comparisonWords({ id: ceiba.id, manifest: maguey.manifest }, { id: maguey.id, manifest: ceiba.manifest }, 'es'),
    ).not.toBe(words);
  });

  it('matches what people type', () => {
    const words = comparisonWords(ceiba, maguey, 'es');
    const bare = words
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .toUpperCase();
    expect(sameWords(bare, words)).toBe(true);
    expect(sameWords(`${words} `, words)).toBe(true);
    expect(sameWords(`${words}.`, words)).toBe(true);
    expect(sameWords(words.split(' ').slice(1).join(' '), words)).toBe(false);
    expect(sameWords(words.split(' ').reverse().join(' '), words)).toBe(false);
    expect(sameWords('', words)).toBe(false);
  });
});
