import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { peersOf } from '../../peers/store.ts';
import { readable } from '../../web/markdown.ts';
import { inLanguage } from '../versions/in-language.ts';
import { followedActors, ownStatements, partnersStatements } from '../versions/shown-versions.ts';

/** An agreement to begin from, by its series or its statement. */
export type Source = { value: string; text: string };

/** The agreements that a text can begin from: ours that stand, and what is shown of collectives we follow. */
export async function startChoices(
  db: Kysely<Database>,
  words: string,
): Promise<{ ours: Source[]; partners: Source[] }> {
  const names = new Map((await peersOf(db)).map(({ peer, name }) => [peer, readable(name)]));
  const titled = ({ title, languages }: { title: Record<string, string>; languages: readonly string[] }) =>
    inLanguage(title, words, languages)?.value ?? '';
  return {
    ours: (await ownStatements(db)).map(({ row, statement }) => ({ value: row.series, text: titled(statement) })),
    partners: (await partnersStatements(db, await followedActors(db))).map(({ row, statement }) => ({
      value: row.statement,
      text: `${names.get(row.peer) ?? ''}: ${titled(statement)}`,
    })),
  };
}
