import type { Kysely } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import type { Database } from '../../database/schema.ts';
import { peersOf } from '../../peers/store.ts';
import { readable } from '../../web/markdown.ts';
import { partnersPath } from '../versions/addresses.ts';
import { inLanguage } from '../versions/in-language.ts';
import { followedActors, partnersStatements } from '../versions/shown-versions.ts';

/** A partner's clause, with what it takes to give credit for it. */
export type Example = {
  clause: Agreement['clauses'][number];
  agreement: Agreement;
  statement: string;
  collective: string;
  title: string;
  href: string;
};

const mostExamples = 12;

/** What collectives we follow say of one type of violence, in the newest version of each agreement; public, theirs. */
export async function examplesOf(db: Kysely<Database>, violence: Example['clause']['violence']): Promise<Example[]> {
  const names = new Map((await peersOf(db)).map(({ peer, name }) => [peer, readable(name)]));
  const found = (await partnersStatements(db, await followedActors(db))).flatMap(({ row, statement: agreement }) =>
    agreement.clauses
      .filter((clause) => clause.violence === violence && Object.keys(clause.text).length > 0)
      .map((clause) => ({
        clause,
        agreement,
        statement: row.statement,
        collective: names.get(row.peer) ?? '',
        title: inLanguage(agreement.title, agreement.languages[0] ?? '', agreement.languages)?.value ?? '',
        href: `${partnersPath(row.peer, row.series, row.version)}#clause-${clause.id}`,
      })),
  );
  return found.slice(0, mostExamples);
}
