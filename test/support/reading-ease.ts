/*
 * How easy a text reads: Flesch for English, and for Spanish the formula of Szigriszt and Pazos, by the scale INFLESZ.
 * From 60 and from 55 on, most people read it without effort.
 */

/** The ease of a text in English or Spanish: the higher, the easier. */
export function readingEase(language: 'en' | 'es', text: string): number {
  const sentences = text.split(/[.:;?!…]+(?=\s|$)|\n+/).filter((part) => /\p{L}/u.test(part)).length;
  const words = text.match(/\p{L}[\p{L}’'-]*/gu) ?? [];
  const syllables = words.map((word) => syllablesIn(language, word.toLowerCase())).reduce((sum, one) => sum + one, 0);
  const [long, wordy] = [words.length / sentences, syllables / words.length];
  return language === 'en' ? 206.835 - 1.015 * long - 84.6 * wordy : 206.835 - long - 62.3 * wordy;
}

function syllablesIn(language: 'en' | 'es', word: string): number {
  if (language === 'es') {
    // Two strong vowels, or a weak one with an accent, are two syllables; everything else that touches is one.
    const apart = word.replace(/[^a-záéíóúü]/g, '-').replace(/([aeoáéíóú])(?=[aeoáéíóú])/g, '$1-');
    return Math.max(1, apart.match(/[aeiouáéíóúü]+/g)?.length ?? 0);
  }
  const sounded = word.replace(/(?:[^laeiouy]|[^aeiouy]l?)e(?:s|d)?$/, '').replace(/^y/, '');
  return Math.max(1, sounded.match(/[aeiouy]+/g)?.length ?? 0);
}
