import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { byHand } from '../../database/by-hand.ts';
import type { Database } from '../../database/schema.ts';
import type { Weighed } from './fields.ts';
import type { Stemming } from './query.ts';

/* Queries on the words of agreements: the newest version of each series that can be read here, one row per language. */

type Tx = Transaction<Database>;
type Of = { peer: string; series: string };

/** A version as it is looked up in one language. */
export type WordsRow = Of & { language: string; statement: string; stemming: Stemming; weighed: Weighed };

/** Puts these rows in place of all others of a series; call it after {@link lockWords}. */
export async function putWords(tx: Tx, { peer, series }: Of, rows: readonly WordsRow[]): Promise<void> {
  await tx.deleteFrom('agreement_words').where('peer', '=', peer).where('series', '=', series).execute();
  for (const { language, statement, stemming, weighed } of rows) {
    const words = (text: string) => sql`to_tsvector(${stemming}::text::regconfig, ${text})`;
    const row = sql`insert into agreement_words (peer, series, language, statement, stemming, title, title_words, words)
      values (${peer}, ${series}, ${language}, ${statement}, ${stemming}, ${weighed.title}, ${words(weighed.title)},
        setweight(${words(weighed.title)}, 'A') || setweight(${words(weighed.names)}, 'B')
        || setweight(${words(weighed.text)}, 'C') || setweight(${words(weighed.rest)}, 'D'))`;
    await byHand(tx, ['agreement_words'], row);
  }
}

/**
 * Until the end of the transaction nobody else writes the words of that series: who comes later sees what stands then.
 */
export async function lockWords(tx: Tx, { peer, series }: Of): Promise<void> {
  const name = `agreement_words ${peer} ${series}`;
  await byHand(tx, [], sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** Agreements from before there were words, at most `most`. */
export function unread(db: Kysely<Database>, most: number): Promise<Of[]> {
  return db
    .selectFrom('agreement_words')
    .select(['peer', 'series'])
    .where('words', 'is', null)
    .orderBy('peer')
    .orderBy('series')
    .limit(most)
    .execute();
}

/** One agreement that was found, in the language in which it was. */
export type FoundRow = Of & { language: string; statement: string; stemming: Stemming };

/** What is looked for, for each configuration. */
export type Queries = Record<Stemming, string>;

/** Every configuration that a row may have gone through. */
export const stemmings: readonly Stemming[] = ['spanish', 'english', 'simple'];
/** Of more agreements than that with the same words, those with the words in their title are judged before others. */
const mostJudged = 500;
const mostMs = 2000;

/**
 * What of a query can be looked for: `T` says that it only leaves out, nothing that it holds only words that stand
 * everywhere.
 */
export async function searchable(tx: Tx, queries: Queries): Promise<Record<Stemming, string>> {
  const tree = (stemming: Stemming) =>
    sql`querytree(websearch_to_tsquery(${sql.lit(stemming)}::regconfig, ${queries[stemming]}))`;
  // The words lie outside of the rows: reading every row is never the quicker way.
  const trees = sql<Record<Stemming, string>>`select ${tree('spanish')} as spanish, ${tree('english')} as english,
    ${tree('simple')} as simple, set_config('statement_timeout', ${String(mostMs)}, true),
    set_config('enable_seqscan', 'off', true)`;
  const rows = await byHand(tx, [], trees);
  const [{ spanish, english, simple } = { spanish: '', english: '', simple: '' }] = rows;
  return { spanish, english, simple };
}

/**
 * The agreements of those collectives that fit best, at most `most`: what stands in a title counts most, then names of
 * clauses, their texts, the rest; what fits equally well comes by title. One that is found in several languages comes
 * in `preferred`, else where it fits best. The work is bounded whatever is looked for. Call it after
 * {@link searchable}, with those configurations that can be looked up.
 */
export async function bestFitting(
  tx: Tx,
  asked: {
    queries: Queries;
    stemmings: readonly Stemming[];
    peers: readonly string[];
    preferred: string;
    most: number;
  },
): Promise<FoundRow[]> {
  const query = (stemming: Stemming) =>
    sql`websearch_to_tsquery(${sql.lit(stemming)}::regconfig, ${asked.queries[stemming]})`;
  const judged = (stemming: Stemming): RawBuilder<unknown> =>
    sql`select peer, series, language, statement, stemming, title, ts_rank(words, ${query(stemming)}) as fit from (
      select peer, series, language, statement, stemming, title, words from agreement_words
      where words @@ ${query(stemming)} and stemming = ${sql.lit(stemming)} and peer = any(${asked.peers}::text[])
      order by title_words @@ ${query(stemming)} desc, statement collate "C", language collate "C"
        limit ${mostJudged}) as ${sql.ref(stemming)}`;
  const all = sql.join(asked.stemmings.map(judged), sql` union all `);
  const fitting = sql<FoundRow>`select peer, series, language, statement, stemming from (
    select distinct on (peer, series) * from (${all}) as judged
    order by peer, series, language = ${asked.preferred} desc, fit desc, language collate "C") as best
    order by fit desc, title collate "C", peer collate "C", series collate "C" limit ${asked.most}`;
  return byHand(tx, [], fitting);
}

/** Which of these words meet a query that goes through the same configuration. */
export async function wordsMeeting(
  tx: Tx,
  { stemming, query, words }: { stemming: Stemming; query: string; words: readonly string[] },
): Promise<string[]> {
  if (words.length === 0) return [];
  const meeting = sql<{ word: string }>`select word from unnest(${words}::text[]) as word
    where to_tsvector(${sql.lit(stemming)}::regconfig, word) @@ websearch_to_tsquery(${sql.lit(stemming)}::regconfig,
      ${query})`;
  return (await byHand(tx, [], meeting)).map(({ word }) => word);
}
