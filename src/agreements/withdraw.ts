import { Refusal } from '../../schemas/codes.ts';
import { enqueue, type ToDeliver } from '../deliveries/enqueue.ts';
import { rowsOf } from '../deliveries/store.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { articleUrl } from './publish.ts';
import { lockVersions, withdrawVersions } from './store.ts';

/**
 * Takes an agreement back: page and JSON answer 404 from now on, and a Delete goes to every inbox that was ever sent it, also of
 * those who follow no more. Its number is never used again. Refuses `not-found`; a second time changes nothing.
 */
export async function withdrawSeries(runtime: Runtime, member: string, series: string): Promise<void> {
  const now = runtime.clock.now();
  await runtime.db.transaction().execute(async (tx) => {
    const versions = await lockVersions(tx, series);
    if (versions.length === 0) throw new Refusal('not-found');
    if (versions.every(({ withdrawn }) => withdrawn !== null)) return;
    await withdrawVersions(tx, series, now);
    const object = articleUrl(runtime.origin, series);
    const erase = new Map<string, ToDeliver>();
    for (const { kind, recipient: actor, inbox, audience } of await rowsOf(tx, object)) {
      const lane = 'erase' as const;
      const recipient = { actor, inbox, audience };
      erase.set(`${actor} ${inbox}`, { kind: deleteOf(kind), item: series, object, recipient, lane });
    }
    await enqueue(tx, [...erase.values()], now);
    await record(tx, { actor: member, action: 'agreements.withdrawn', subject: series }, now);
  });
  runtime.wake();
}

const deleteOf = (kind: string): string => (kind === 'article' ? 'article-delete' : 'agreement-delete');
