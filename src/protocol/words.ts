import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';
import { Refusal } from '../../schemas/codes.ts';

/** Languages of the twelve words. */
export type WordLanguage = 'es' | 'en';

const lists: Record<WordLanguage, string[]> = { es: spanish, en: english };

const plainLists: Record<WordLanguage, string[]> = { es: spanish.map(plain), en: english.map(plain) };
// Both lists are unique in their first four letters, accents aside (tested).
const byStart: Record<WordLanguage, Map<string, string>> = { es: starts('es'), en: starts('en') };

/** Twelve BIP 39 words for 16 bytes, composed letters (NFC), lower case. */
export function wordsFrom(entropy: Uint8Array, language: WordLanguage): string {
  return entropyToMnemonic(entropy, lists[language]).normalize('NFC');
}

/**
 * The 16 bytes behind twelve typed words in either language; accents, case, spaces and what follows the first four
 * letters do not matter.
 * @throws `words` for with the position of the first word that is in no list, `count` or `checksum`; never with a word.
 */
export function entropyFrom(typed: string): Uint8Array {
  const words = wordsIn(plain(typed));
  if (words.length !== 12) throw new Refusal('words', 'count');
  const tries = (['es', 'en'] as const).map((language) => ({
    list: lists[language],
    found: words.map((word) => byStart[language].get(word.slice(0, 4))),
  }));
  const whole = tries.filter(({ found }) => !found.includes(undefined));
  if (whole.length === 0) {
    const furthest = Math.max(...tries.map(({ found }) => found.indexOf(undefined)));
    throw new Refusal('words', String(furthest + 1));
  }
  for (const { list, found } of whole) {
    try {
      return mnemonicToEntropy(found.join(' '), list);
    } catch {
      // The other language may still fit.
    }
  }
  throw new Refusal('words', 'checksum');
}

/**
 * The letters, without accents, that can come next in a word of which this much was typed. Only words in the language
 * of the others count; in either while those fit neither or both.
 */
export function lettersAfter(typed: string, others: readonly string[]): string[] {
  const start = plain(typed);
  const words = languagesOf(others).flatMap((language) => plainLists[language]);
  const next = words.flatMap((word) => (word.startsWith(start) ? [...word.slice(start.length, start.length + 1)] : []));
  return [...new Set(next)].sort();
}

/**
 * The places, from 0, of typed words that are in no list, by the language that fits most of them. Says nothing of words
 * that are in one and wrong all the same.
 */
export function unknownWords(words: readonly string[]): number[] {
  return missingIn(languagesOf(words)[0]!, words);
}

/** The languages that fit most of what is typed, at least one; what is still empty fits both. */
function languagesOf(words: readonly string[]): WordLanguage[] {
  const missing = (['es', 'en'] as const).map((language) => ({ language, count: missingIn(language, words).length }));
  const least = Math.min(...missing.map(({ count }) => count));
  return missing.flatMap(({ language, count }) => (count === least ? [language] : []));
}

function missingIn(language: WordLanguage, words: readonly string[]): number[] {
  const starts = words.map((word) => plain(word).slice(0, 4));
  return starts.flatMap((start, place) => (start === '' || byStart[language].has(start) ? [] : [place]));
}

/** Words as somebody wrote them in a row, with spaces, commas or line breaks between. */
export function wordsIn(typed: string): string[] {
  return typed.split(/[\s,.;·-]+/).filter((word) => word !== '');
}

/** Lower case without accents: what people type and what lists hold become alike. */
export function plain(typed: string): string {
  return typed
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .trim();
}

function starts(language: WordLanguage): Map<string, string> {
  return new Map(plainLists[language].map((word, place) => [word.slice(0, 4), lists[language][place]!]));
}
