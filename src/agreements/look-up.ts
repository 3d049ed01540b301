import type { Agreement } from '../../schemas/agreement.ts';
import { Refusal } from '../../schemas/codes.ts';
import { ownNode } from '../collective/store.ts';
import { peersOf } from '../peers/store.ts';
import type { Runtime } from '../runtime.ts';
import { markdownWords, readable } from '../web/markdown.ts';
import type { View } from '../web/view.ts';
import { inLanguage } from './agreement-words.ts';
import { shownStatements } from './received-store.ts';
import { beginningOf, type Excerpt, excerptOf, marked, type Part, type Piece, partsIn } from './search.ts';
import { bestFitting, everyStemming, type FoundRow, searchable, wordsMeeting } from './search-store.ts';
import { anyWord, placesIn, queryText, readQuery, wordsSought } from './search-words.ts';
import { followedActors } from './show.ts';
import { withStatements } from './statements.ts';
import { publishedStatements } from './store.ts';

type Clause = Agreement['clauses'][number];

/** A place in an agreement where it was found. */
export type FoundPlace = {
  kind: Part['kind'];
  /** Where on the agreement's page, without `#`; empty for its beginning. */
  anchor: string;
  /** The id of the clause, and the kind of violence that it is about. */
  clause: string | null;
  violence: Clause['violence'] | null;
  /** What it is called in the agreement's language; null where only the page has a name for it. */
  name: Piece[] | null;
  /** Which situation of belonging it is. */
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

/**
 * What a search came to: `nothing` was asked; the query only leaves out (`without`); or what was found, the best first. `more` says that there is more of
 * it than is shown, `common` that some of its words stand everywhere.
 */
export type LookedUp =
  | { kind: 'nothing' }
  | { kind: 'without' }
  | { kind: 'found'; found: FoundAgreement[]; more: boolean; common: boolean };

/** Agreements of one page, and places of one agreement. */
const mostShown = 20;
const mostPlaces = 3;

/**
 * Looks up what can be read here: our published agreements and what is shown of collectives we follow, the newest version of each. Anything can be typed.
 * Writes nothing, and nothing of it into a log. Refuses `database` when the database would need longer than two seconds.
 */
export async function lookUp({ db }: Pick<Runtime, 'db'>, view: View, typed: string): Promise<LookedUp> {
  const terms = readQuery(typed);
  if (terms.length === 0) return { kind: 'nothing' };
  const node = await ownNode(db);
  const own = node?.collective ?? null;
  const followed = new Set(await followedActors(db));
  const partners = (await peersOf(db)).filter(({ actor }) => followed.has(actor));
  const peers = [...(own === null ? [] : [own]), ...partners.map(({ peer }) => peer)];
  const queries = {
    spanish: queryText(terms, 'spanish'),
    english: queryText(terms, 'english'),
    simple: queryText(terms, 'simple'),
  };
  const query = anyWord(terms);
  const looked = await db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      const trees = await searchable(tx, queries);
      const stemmings = everyStemming.filter((stemming) => trees[stemming] !== '' && trees[stemming] !== 'T');
      if (stemmings.length === 0) return null;
      const asked = { queries, stemmings, peers, preferred: view.words, most: mostShown + 1 };
      const rows = await bestFitting(tx, asked);
      const shown = rows.slice(0, mostShown);
      const ours = shown.filter(({ peer }) => peer === own);
      const theirs = shown.filter(({ peer }) => peer !== own);
      const statement = (row: FoundRow) => row.statement;
      const said = [
        ...(await withStatements(ours, statement, (ids) => publishedStatements(tx, ids))),
        ...(await withStatements(theirs, statement, (ids) => shownStatements(tx, ids))),
      ];
      const agreements = new Map(said.map(({ row, statement }) => [row, statement]));
      const hits = new Map<string, ReadonlySet<string>>();
      for (const stemming of stemmings) {
        const words = likelyWords(
          said.filter(({ row }) => row.stemming === stemming),
          wordsSought(terms),
        );
        if (words.length > 0) hits.set(stemming, new Set(await wordsMeeting(tx, { stemming, query, words })));
      }
      const common = trees.spanish === '' || trees.english === '';
      return { shown, agreements, hits, more: rows.length > mostShown, common };
    })
    .catch(tooLong);
  if (looked === null) return { kind: 'without' };
  const names = new Map(partners.map(({ peer, name }) => [peer, readable(name)]));
  const found = looked.shown.flatMap((row) => {
    const agreement = looked.agreements.get(row);
    const collective = row.peer === own ? (node?.name ?? '') : (names.get(row.peer) ?? '');
    const hits = looked.hits.get(row.stemming) ?? new Set<string>();
    return agreement ? [foundIn({ ...row, ours: row.peer === own, collective }, agreement, hits)] : [];
  });
  return { kind: 'found', found, more: looked.more, common: looked.common };
}

function tooLong(error: unknown): never {
  // SQLSTATE query_canceled: the statement ran out of time.
  const code = error instanceof Error && 'code' in error ? error.code : null;
  throw code === '57014' ? new Refusal('database') : error;
}

/** The words of these texts that may meet the query: what takes endings off leaves the first letter. */
function likelyWords(said: { row: FoundRow; statement: Agreement }[], sought: ReadonlySet<string>): string[] {
  const first = new Set([...sought].map((word) => word.codePointAt(0)));
  const words = new Set<string>();
  for (const { row, statement } of said)
    for (const text of textsIn(statement, row.language))
      for (const { word } of placesIn(readable(text))) if (first.has(word.codePointAt(0))) words.add(word);
  return [...words];
}

function textsIn(agreement: Agreement, language: string): string[] {
  const parts = partsIn(agreement, language);
  const named = parts.flatMap((part) => [
    part.name ?? '',
    part.kind === 'clause' ? (part.type ?? '') : '',
    ...part.texts,
  ]);
  return [agreement.title[language] ?? '', ...named];
}

function foundIn(
  { peer, ours, collective, series, language }: FoundRow & { ours: boolean; collective: string },
  agreement: Agreement,
  hits: ReadonlySet<string>,
): FoundAgreement {
  const places = partsIn(agreement, language)
    .map((part) => ({ place: () => placeOf(part, hits), score: scoreOf(part, hits) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
  const { title, languages, version } = agreement;
  return {
    peer: ours ? null : peer,
    series,
    version,
    language,
    collective,
    href: `${ours ? '' : `/partners/${peer}`}/agreements/${series}?in=${language}`,
    title: marked(inLanguage(title, language, languages)?.value ?? '', hits),
    places: places.slice(0, mostPlaces).map(({ place }) => place()),
    others: Math.max(0, places.length - mostPlaces),
  };
}

/** How many different words of a part were looked for. */
function scoreOf(part: Part, hits: ReadonlySet<string>): number {
  const texts = [part.name ?? '', part.kind === 'clause' ? (part.type ?? '') : '', ...part.texts.map(readable)];
  return new Set(texts.flatMap((text) => placesIn(text).flatMap(({ word }) => (hits.has(word) ? [word] : [])))).size;
}

function placeOf(part: Part, hits: ReadonlySet<string>): FoundPlace {
  const clause = part.kind === 'clause' ? part.clause : null;
  const texts = part.texts.map(markdownWords);
  const [first] = texts;
  return {
    kind: part.kind,
    anchor: anchorOf(part),
    clause: clause?.id ?? null,
    violence: clause?.violence ?? null,
    name: part.name === null ? null : marked(readable(part.name), hits),
    number: part.kind === 'belonging' ? part.number : null,
    excerpt:
      texts.map((text) => excerptOf(text, hits)).find((one) => one !== null) ??
      (first === undefined ? null : beginningOf(first, hits)),
  };
}

function anchorOf(part: Part): string {
  if (part.kind === 'clause') return `clause-${part.clause.id}`;
  if (part.kind === 'belonging') return `belonging-${part.id}`;
  return part.kind === 'protects' ? 'protects' : '';
}
