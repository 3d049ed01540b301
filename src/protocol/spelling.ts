/* How words of a list are spelled while somebody types them. Whoever asks brings the lists: a phone loads them once. */

/** Languages of the twelve words. */
export type WordLanguage = 'es' | 'en';
export type WordLists = Readonly<Record<WordLanguage, readonly string[]>>;

/** What can be said of typed words by these lists. */
export type Spelling = {
  /** A language's words by their first four letters, accents aside. */
  starts: Readonly<Record<WordLanguage, ReadonlyMap<string, string>>>;
  /**
   * The letters, without accents, that can come next in a word of which this much was typed. Only words in the language
   * of the others count; in either while those fit neither or both.
   */
  lettersAfter(typed: string, others: readonly string[]): string[];
  /**
   * The places, from 0, of typed words that are in no list, by the language that fits most of them. Says nothing of
   * words that are in one and wrong all the same.
   */
  unknownWords(words: readonly string[]): number[];
};

const both = ['es', 'en'] as const;

export function spellingOf(lists: WordLists): Spelling {
  const plainLists = { es: lists.es.map(plain), en: lists.en.map(plain) };
  // Both lists are unique in their first four letters, accents aside (tested).
  const startsOf = (language: WordLanguage): Map<string, string> =>
    new Map(plainLists[language].map((word, place) => [word.slice(0, 4), lists[language][place]!]));
  const starts = { es: startsOf('es'), en: startsOf('en') };
  const missingIn = (language: WordLanguage, words: readonly string[]): number[] => {
    const typed = words.map((word) => plain(word).slice(0, 4));
    return typed.flatMap((start, place) => (start === '' || starts[language].has(start) ? [] : [place]));
  };
  /** The languages that fit most of what is typed, at least one; what is still empty fits both. */
  const languagesOf = (words: readonly string[]): WordLanguage[] => {
    const missing = both.map((language) => ({ language, count: missingIn(language, words).length }));
    const least = Math.min(...missing.map(({ count }) => count));
    return missing.flatMap(({ language, count }) => (count === least ? [language] : []));
  };
  return {
    starts,
    lettersAfter(typed, others) {
      const start = plain(typed);
      const words = languagesOf(others).flatMap((language) => plainLists[language]);
      const next = words.flatMap((word) =>
        word.startsWith(start) ? [...word.slice(start.length, start.length + 1)] : [],
      );
      return [...new Set(next)].sort();
    },
    unknownWords: (words) => missingIn(languagesOf(words)[0]!, words),
  };
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
