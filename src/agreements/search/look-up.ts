import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { ownNode } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { peersOf } from '../../peers/store.ts';
import type { Runtime } from '../../runtime.ts';
import { readable } from '../../web/markdown.ts';
import type { View } from '../../web/view.ts';
import { shownStatements } from '../versions/received-store.ts';
import { followedActors } from '../versions/shown-versions.ts';
import { withStatements } from '../versions/statements.ts';
import { publishedStatements } from '../versions/store.ts';
import { type FoundAgreement, foundIn, likelyWords, type ReadThrough, readThrough } from './excerpt.ts';
import { anyWord, queryText, readQuery, type Stemming, wordsSought } from './query.ts';
import { bestFitting, type FoundRow, searchable, stemmings, wordsMeeting } from './store.ts';

/**
 * What a search came to: `nothing` was asked; the query only leaves out (`without`); or what was found, the best first.
 * `more` says that there is more of it than is shown, `common` that all of its words are small ones in one of the
 * languages.
 */
export type LookedUp =
  | { kind: 'nothing' }
  | { kind: 'without' }
  | { kind: 'found'; found: FoundAgreement[]; more: boolean; common: boolean };

/** Agreements of one page. */
const mostShown = 20;

/**
 * Looks up what can be read here: our published agreements and what is shown of collectives we follow, the newest
 * version of each. Anything can be typed. Writes nothing, and nothing of it into a log.
 * @throws `database` when the database would need longer than two seconds.
 */
export async function lookUp({ db }: Pick<Runtime, 'db'>, view: View, typed: string): Promise<LookedUp> {
  const terms = readQuery(typed);
  if (terms.length === 0) return { kind: 'nothing' };
  const node = await ownNode(db);
  const followed = new Set(await followedActors(db));
  const names = new Map<string, string>();
  for (const { peer, actor, name } of await peersOf(db)) if (followed.has(actor)) names.set(peer, readable(name));
  const own = node?.collective ?? null;
  if (own !== null) names.set(own, node?.name ?? '');
  const queries = {
    spanish: queryText(terms, 'spanish'),
    english: queryText(terms, 'english'),
    simple: queryText(terms, 'simple'),
  };
  return transaction(
    db,
    async (tx): Promise<LookedUp> => {
      const trees = await searchable(tx, queries);
      const can = stemmings.filter((stemming) => trees[stemming] !== '' && trees[stemming] !== 'T');
      if (can.length === 0) return { kind: 'without' };
      const asked = {
        queries,
        stemmings: can,
        peers: [...names.keys()],
        preferred: view.textLanguage,
        most: mostShown + 1,
      };
      const rows = await bestFitting(tx, asked);
      const read = await readRows(tx, rows.slice(0, mostShown), own);
      const hits = new Map<Stemming, ReadonlySet<string>>();
      for (const stemming of can) {
        const words = likelyWords(
          read.filter(({ row }) => row.stemming === stemming),
          wordsSought(terms),
        );
        hits.set(stemming, new Set(await wordsMeeting(tx, { stemming, query: anyWord(terms), words })));
      }
      const found = read.map(({ row, ...through }) => {
        const of = { peer: row.peer === own ? null : row.peer, collective: names.get(row.peer) ?? '' };
        return foundIn(through, of, hits.get(row.stemming) ?? new Set());
      });
      const common = trees.spanish === '' || trees.english === '';
      return { kind: 'found', found, more: rows.length > mostShown, common };
    },
    'read only',
  ).catch((error: unknown) => {
    // SQLSTATE query_canceled: the statement ran out of time.
    const code = error instanceof Error && 'code' in error ? error.code : null;
    throw code === '57014' ? new Refusal('database') : error;
  });
}

/** What was found with what it says, in the same order. */
async function readRows(
  tx: Transaction<Database>,
  rows: readonly FoundRow[],
  own: string | null,
): Promise<(ReadThrough & { row: FoundRow })[]> {
  const id = ({ statement }: FoundRow) => statement;
  const ours = rows.filter(({ peer }) => peer === own);
  const theirs = rows.filter(({ peer }) => peer !== own);
  const said = [
    ...(await withStatements(ours, id, (ids) => publishedStatements(tx, ids))),
    ...(await withStatements(theirs, id, (ids) => shownStatements(tx, ids))),
  ];
  const statements = new Map(said.map(({ row, statement }) => [row, statement]));
  return rows.flatMap((row) => {
    const statement = statements.get(row);
    return statement ? [{ row, ...readThrough(statement, row.language) }] : [];
  });
}
