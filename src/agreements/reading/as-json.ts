import type { Agreement } from '../../../schemas/agreement.ts';
import { peersOf } from '../../peers/store.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { articleUrl, partnersPath } from '../versions/addresses.ts';
import { ownStatements, partnersStatements } from '../versions/shown-versions.ts';

/** What stands: ours, and what is shown of the collectives we follow. Public, without texts. */
export async function listAsJson({ db, origin }: Pick<Runtime, 'db' | 'origin'>, followed: readonly string[]) {
  const peers = new Map((await peersOf(db)).map((peer) => [peer.peer, peer]));
  const about = ({ series, version, title, languages, adopted, reviewBy }: Agreement) => ({
    series,
    version,
    title,
    languages,
    adopted,
    reviewBy,
  });
  return {
    agreements: (await ownStatements(db)).map(({ row, statement }) => ({
      id: row.id,
      url: articleUrl(origin, row.series),
      published: timeOf(row.published),
      ...about(statement),
    })),
    partners: (await partnersStatements(db, followed)).map(({ row, statement }) => ({
      id: row.statement,
      peer: row.peer,
      name: peers.get(row.peer)?.name ?? '',
      url: `${origin}${partnersPath(row.peer, row.series)}`,
      original: row.object,
      ...about(statement),
    })),
  };
}
