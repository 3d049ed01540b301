import { Refusal } from '../../../schemas/codes.ts';
import type { Runtime } from '../../runtime.ts';
import { articleUrl } from '../versions/addresses.ts';
import { listedPublished, versionById } from '../versions/store.ts';
import { articleActivity } from './activity.ts';
import { articleAt } from './send.ts';

type Parts = Pick<Runtime, 'db' | 'keys' | 'origin'>;

/** No page holds more activities. */
const onePage = 20;

/** The agreements that stand, as IRIs of our own host, newest first. */
export async function featuredAgreements({ db, origin }: Parts): Promise<string[]> {
  return (await listedPublished(db)).map(({ series }) => articleUrl(origin, series));
}

/** What stands, as the activities that announced it: one Create per series, with its newest version, newest first. */
export function agreementsOutbox(runtime: Parts) {
  return {
    total: async (): Promise<number> => (await listedPublished(runtime.db)).length,
    /**
     * The cursor is the series after which a page begins.
     * @throws `not-found` for one that no page of ours named.
     */
    async page(cursor: string | null): Promise<{ items: unknown[]; next: string | null }> {
      const rows = await listedPublished(runtime.db);
      const from = cursor === null ? 0 : rows.findIndex(({ series }) => series === cursor) + 1;
      if (cursor !== null && from === 0) throw new Refusal('not-found');
      const shown = rows.slice(from, from + onePage);
      const items: unknown[] = [];
      for (const { id: version } of shown) {
        const row = await versionById(runtime.db, version);
        if (!row) continue;
        const id = `${articleUrl(runtime.origin, row.series)}#create`;
        items.push(articleActivity(runtime.origin, 'Create', id, await articleAt(runtime, row)));
      }
      return { items, next: rows.length > from + shown.length ? (shown.at(-1)?.series ?? null) : null };
    },
  };
}
