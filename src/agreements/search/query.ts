/* Words as they are looked up: without accents or capitals, the same on both sides. */

/** A text search configuration of PostgreSQL (`pg_ts_config`): how words lose their endings. */
export type Stemming = 'spanish' | 'english' | 'simple';

/**
 * Which of them the words of a language go through; a language of which we know no endings is looked up word by word.
 */
export function stemmingOf(language: string): Stemming {
  const [base] = language.toLowerCase().split('-', 1);
  return base === 'es' ? 'spanish' : base === 'en' ? 'english' : 'simple';
}

/** A text in small letters, without accents and without characters that show nothing. */
function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]+/gu, '')
    .normalize('NFC');
}

/**
 * The words of a text, folded. Nothing but letters and digits is left, so that no database reads an address, a path or
 * an operator in it.
 */
export function wordsIn(text: string): string[] {
  return folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Where the words of a text stand, as they are written. */
export function placesIn(text: string): { start: number; end: number; word: string }[] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Cf}]*/gu)].map(({ 0: written, index }) => ({
    start: index,
    end: index + written.length,
    word: folded(written),
  }));
}

/**
 * Words for one configuration: those that Spanish leaves out, but its list knows only under their accent, are left out
 * here, on both sides.
 */
export function stemmed(words: readonly string[], stemming: Stemming): string[] {
  return stemming === 'spanish' ? words.filter((word) => !accentedStops.has(word)) : [...words];
}

const accentedStops = new Set(
  wordsIn(
    `más sí también mí qué él tú mío mía míos mías estás está estáis están esté estés estéis estén estaré estarás estará
    estaréis estarán estaría estarías estaríamos estaríais estarían estábamos estuviéramos estuviésemos habéis hayáis
    habré habrás habrá habréis habrán habría habrías habríamos habríais habrían había habías habíamos habíais habían
    hubiéramos hubiésemos seáis seré serás será seréis serán sería serías seríamos seríais serían éramos fuéramos
    fuésemos tenéis tengáis tendré tendrás tendrá tendréis tendrán tendría tendrías tendríamos tendríais tendrían tenía
    tenías teníamos teníais tenían tuviéramos tuviésemos`,
  ),
); /** * A part of what somebody looks for: words that
    stand together, perhaps to be left out, perhaps instead of the part * before. */
type Term = {
  words: string[];
  without: boolean;
  instead: boolean;
}; /** * What somebody typed: words, "words together", -without, one or another
    (also `o`). Anything can be typed; what is no * word is not looked for. */
export function readQuery(typed: string): Term[] {
  const terms: Term[] = [];
  let instead = false;
  const plain = typed.toWellFormed().replace(/[“”„‟«»＂]/gu, '"');
  for (const [chunk] of plain.matchAll(/[-−–]?"[^"]*(?:"|$)|[^\s"]+/gu)) {
    const words = wordsIn(chunk);
    const bare = !chunk.includes('"');
    if (bare && terms.length > 0 && words.length === 1 && (words[0] === 'or' || words[0] === 'o')) instead = true;
    else if (words.length > 0) {
      terms.push({ words, without: /^[-−–]/u.test(chunk), instead });
      instead = false;
    }
  }
  return terms;
} /** * A query as `websearch_to_tsquery` reads it with one configuration:
    every part in quotes, so that no word in it is * taken for an operator. */
export function queryText(terms: readonly Term[], stemming: Stemming): string {
  const parts = terms.flatMap(({ words, without, instead }) => {
    const kept = stemmed(words, stemming);
    return kept.length === 0 ? [] : [`${instead ? 'or ' : ''}${without ? '-' : ''}"${kept.join(' ')}"`];
  });
  return parts.join(' ').replace(/^or /, '');
} /** A query that any one word of what
    is looked for meets: what is marked in a passage. */
export function anyWord(terms: readonly Term[]): string {
  return [...wordsSought(terms)].map((word) => `"${word}"`).join(' or ');
} /** Every word that is looked for, none
    that is left out. */
export function wordsSought(terms: readonly Term[]): Set<string> {
  return new Set(terms.flatMap(({ words, without }) => (without ? [] : words)));
}
