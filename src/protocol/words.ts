import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js';
import { Refusal } from '../../schemas/codes.ts';
import { plain, spellingOf, type WordLanguage, wordsIn } from './spelling.ts';

/** Both lists of BIP 39, and how their words are spelled. */
export const wordLists = { es: spanish, en: english };
export const spelling = spellingOf(wordLists);

/** Twelve BIP 39 words for 16 bytes, composed letters (NFC), lower case. */
export function wordsFrom(entropy: Uint8Array, language: WordLanguage): string {
  return entropyToMnemonic(entropy, wordLists[language]).normalize('NFC');
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
    list: wordLists[language],
    found: words.map((word) => spelling.starts[language].get(word.slice(0, 4))),
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
