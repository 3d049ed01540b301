import type { Agreement } from '../../../schemas/agreement.ts';
import { peersOf } from '../../peers/store.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { articleUrl, partnersPath } from '../versions/addresses.ts';
import { ownStatements, partnersStatements } from '../versions/shown-versions.ts';
import { takenDownUnsigned } from '../versions/taken-down-store.ts';

/** What stands: ours, and what is shown of the collectives we follow. Public, without texts. */
export async function listAsJson({ db, origin }: Pick<Runtime, 'db' | 'origin'>, followed: readonly string[]) {
  const gone = await takenDownUnsigned(db);
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
      takenDown: timed(gone.get(`${row.peer} ${row.series}`)),
      ...about(statement),
    })),
  };
}

const timed = (at: Date | undefined): string | null => (at ? timeOf(at) : null);
