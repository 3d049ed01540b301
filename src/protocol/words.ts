import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';
import { Refusal } from '../../schemas/codes.ts';

/** Languages of the twelve words. */
export type WordLanguage = 'es' | 'en';

const lists: Record<WordLanguage, string[]> = { es: spanish, en: english };

// Both lists are unique in their first four letters, accents aside (tested).
const byStart: Record<WordLanguage, Map<string, string>> = { es: starts(spanish), en: starts(english) };

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
  const words = plain(typed)
    .split(/[\s,.;·-]+/)
    .filter((word) => word !== '');
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

/** Lower case without accents: what people type and what lists hold become alike. */
export function plain(typed: string): string {
  return typed
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .trim();
}

function starts(list: readonly string[]): Map<string, string> {
  return new Map(list.map((word) => [plain(word).slice(0, 4), word]));
}
