import type { Agreement } from '../../../schemas/agreement.ts';
import { markdownWords, readable } from '../../web/markdown.ts';
import { ownPath, partnersPath } from '../versions/addresses.ts';
import { inLanguage } from '../versions/in-language.ts';
import { beginningOf, type Excerpt, excerptOf, marked, type Part, type Piece, partsIn } from './fields.ts';
import { wordsIn } from './query.ts';

type Clause = Agreement['clauses'][number];

/** A place in an agreement where it was found. */
export type FoundPlace = {
  /** What kind of part it is, or the field of what holds for all of the agreement. */
  kind: string;
  /** Where on the agreement's page, without `#`; empty for its beginning. */
  anchor: string;
  /** The id of the clause, and the kind of violence that it is about. */
  clause: string | null;
  violence: Clause['violence'] | null;
  /** What it is called in the agreement's language; null where only the page has a name for it. */
  name: Piece[] | null;
  /** Which one of its kind it is. */
  number: number | null;
  excerpt: Excerpt | null;
};

/** An agreement that was found, in the language in which it was. */
export type FoundAgreement = {
  peer: string | null;
  series: string;
  version: number;
  language: string;
  collective: string;
  href: string;
  title: Piece[];
  places: FoundPlace[];
  /** Further places of it that are not named. */
  others: number;
};

/** An agreement with the words of each of its parts in one language. */
export type ReadThrough = { agreement: Agreement; language: string; parts: { part: Part; words: Set<string> }[] };

const mostPlaces = 3;

/** Reads an agreement in one language; made once for each that was found. */
export function readThrough(agreement: Agreement, language: string): ReadThrough {
  const parts = partsIn(agreement, language).map((part) => {
    return {
      part,
      words: new Set(wordsIn([part.name ?? '', part.type ?? '', ...part.texts].map(readable).join('\n'))),
    };
  });
  return { agreement, language, parts };
}

/** The words of these agreements that may meet what is sought: what takes endings off leaves the first letter. */
export function likelyWords(read: readonly ReadThrough[], sought: ReadonlySet<string>): string[] {
  const first = new Set([...sought].map((word) => word.codePointAt(0)));
  const likely = new Set<string>();
  const look = (words: Iterable<string>) => {
    for (const word of words) if (first.has(word.codePointAt(0))) likely.add(word);
  };
  for (const { agreement, language, parts } of read) {
    look(wordsIn(titleOf(agreement, language)));
    for (const { words } of parts) look(words);
  }
  return [...likely];
}

/** An agreement as it is shown among what was found: the places with most of the words come first. */
export function foundIn(
  { agreement, language, parts }: ReadThrough,
  { peer, collective }: Pick<FoundAgreement, 'peer' | 'collective'>,
  hits: ReadonlySet<string>,
): FoundAgreement {
  const places = parts
    .map(({ part, words }) => ({ part, score: [...words].filter((word) => hits.has(word)).length }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
  const { series, version } = agreement;
  return {
    peer,
    series,
    version,
    language,
    collective,
    href: `${peer === null ? ownPath(series) : partnersPath(peer, series)}?in=${language}`,
    title: marked(titleOf(agreement, language), hits),
    places: places.slice(0, mostPlaces).map(({ part }) => placeOf(part, agreement, hits)),
    others: Math.max(0, places.length - mostPlaces),
  };
}

function titleOf({ title, languages }: Agreement, language: string): string {
  return inLanguage(title, language, languages)?.value ?? '';
}

function placeOf(part: Part, agreement: Agreement, hits: ReadonlySet<string>): FoundPlace {
  const clause = part.kind === 'clause' ? (agreement.clauses.find(({ id }) => id === part.part.id) ?? null) : null;
  return {
    kind: part.kind === 'front' ? part.field : part.kind,
    anchor: part.anchor,
    clause: clause?.id ?? null,
    violence: clause?.violence ?? null,
    name: part.name === null ? null : marked(readable(part.name), hits),
    number: part.kind === 'front' || part.kind === 'clause' ? null : part.number,
    excerpt: excerptOfPart(part, hits),
  };
}

/** From the first of its texts that holds what was found; where only its name does, how it begins. */
function excerptOfPart({ texts }: Part, hits: ReadonlySet<string>): Excerpt | null {
  for (const text of texts) {
    const excerpt = wordsIn(text).some((word) => hits.has(word)) ? excerptOf(markdownWords(text), hits) : null;
    if (excerpt !== null) return excerpt;
  }
  return texts[0] === undefined ? null : beginningOf(markdownWords(texts[0]), hits);
}
