import type { Agreement } from '../../../schemas/agreement.ts';
import type { Page } from '../../database/page-of.ts';
import { peersAmong } from '../../peers/store.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { articleUrl, partnersPath } from '../versions/addresses.ts';
import { statementsAfter } from '../versions/shown-versions.ts';
import { takenDownUnsigned } from '../versions/taken-down-store.ts';

/** What stands: ours, and what is shown of the collectives we follow; one page. Public, without texts. */
export async function listAsJson({ db, origin }: Pick<Runtime, 'db' | 'origin'>, page: Page) {
  const { ours, partners, next } = await statementsAfter(db, page);
  const rows = partners.map(({ row }) => row);
  const gone = await takenDownUnsigned(db, rows);
  const ids = [...new Set(rows.map(({ peer }) => peer))];
  const peers = new Map((await peersAmong(db, ids)).map((peer) => [peer.peer, peer]));
  const about = ({ series, version, title, languages, adopted, reviewBy }: Agreement) => ({
    series,
    version,
    title,
    languages,
    adopted,
    reviewBy,
  });
  return {
    agreements: ours.map(({ row, statement }) => ({
      id: row.id,
      url: articleUrl(origin, row.series),
      published: timeOf(row.published),
      ...about(statement),
    })),
    partners: partners.map(({ row, statement }) => ({
      id: row.statement,
      peer: row.peer,
      name: peers.get(row.peer)?.name ?? '',
      url: `${origin}${partnersPath(row.peer, row.series)}`,
      original: row.object,
      takenDown: timed(gone.get(`${row.peer} ${row.series}`)),
      ...about(statement),
    })),
    next,
  };
}

const timed = (at: Date | undefined): string | null => (at ? timeOf(at) : null);
