import { nodeKey } from '../../collective/node-keys.ts';
import { type DeliveryRow, sentBefore } from '../../deliveries/store.ts';
import type { Prepared, Sender } from '../../deliveries/worker.ts';
import type { JsonObject } from '../../federation/json-shape.ts';
import type { Runtime } from '../../runtime.ts';
import { articleUrl } from '../versions/addresses.ts';
import { storedAgreement } from '../versions/statements.ts';
import { firstPublished, type PublishedRow, stands, versionById } from '../versions/store.ts';
import {
  type ArticleVersion,
  articleActivity,
  articleOf,
  deleteActivity,
  digestOf,
  featuredActivity,
  withLdSignature,
} from './activity.ts';

type Kinds = 'agreement' | 'article' | 'agreement-delete' | 'article-delete' | 'featured-add' | 'featured-remove';

/**
 * Sends versions and takes series back: `agreement…` to nodes of this network, `article…` to other software, which is
 * also told what the actor shows first.
 */
export function agreementSenders(runtime: Pick<Runtime, 'origin' | 'keys'>): Record<Kinds, Sender> {
  const { origin } = runtime;
  const version: Sender = async (tx, row): Promise<Prepared> => {
    if (!(await stands(tx, row.item))) return { cancel: 'withdrawn' };
    const type = (await sentBefore(tx, row)) ? 'Update' : 'Create';
    const article = await articleById({ ...runtime, db: tx }, row.item);
    return { send: JSON.stringify(articleActivity(origin, type, `${origin}/activities/${row.id}`, article)) };
  };
  const gone = (row: DeliveryRow) =>
    deleteActivity(origin, `${origin}/activities/${row.id}`, articleUrl(origin, row.item));
  const featured = (type: 'Add' | 'Remove', row: DeliveryRow, series: string) => ({
    send: JSON.stringify(featuredActivity(origin, type, `${origin}/activities/${row.id}`, articleUrl(origin, series))),
  });
  return {
    agreement: version,
    article: version,
    'agreement-delete': async (_tx, row) => ({ send: JSON.stringify(gone(row)) }),
    'article-delete': async (tx, row) => {
      const key = await nodeKey({ ...runtime, db: tx }, 'http');
      return { send: JSON.stringify(await withLdSignature(gone(row), key)) };
    },
    'featured-add': async (tx, row) => {
      const stored = await versionById(tx, row.item);
      return !stored || stored.withdrawn ? { cancel: 'withdrawn' } : featured('Add', row, stored.series);
    },
    'featured-remove': async (_tx, row) => featured('Remove', row, row.item),
  };
}

async function articleById(runtime: Parameters<typeof articleAt>[0], id: string): Promise<JsonObject> {
  const stored = await versionById(runtime.db, id);
  if (!stored) throw new Error('a version that stands is not stored');
  return articleAt(runtime, stored);
}

/** No series has more versions in use at once than fit here by far. */
const mostKept = 200;
const articles = new Map<string, JsonObject>();

/** The Article of a published version, built and proven once per process. */
export async function articleAt(
  runtime: Pick<Runtime, 'db' | 'keys' | 'origin'>,
  row: PublishedRow,
): Promise<JsonObject> {
  // Signed again, it has other bytes.
  const key = `${runtime.origin} ${digestOf(Buffer.from(row.envelope))}`;
  const known = articles.get(key);
  if (known) return known;
  const statement = storedAgreement(row.envelope);
  const first = (await firstPublished(runtime.db, row.series)) ?? row.published;
  const version: ArticleVersion = { statement, envelope: row.envelope, published: row.published, first };
  const article = await articleOf(runtime.origin, version, await nodeKey(runtime, 'receipt'));
  if (articles.size >= mostKept) articles.clear();
  articles.set(key, article);
  return article;
}
