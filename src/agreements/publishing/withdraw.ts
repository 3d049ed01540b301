import { Refusal } from '../../../schemas/codes.ts';
import { ownChain } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import { enqueue, type ToDeliver } from '../../deliveries/enqueue.ts';
import { rowsOf } from '../../deliveries/store.ts';
import { keysOf } from '../../protocol/manifest.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { forgetSaid } from '../acknowledgements/store.ts';
import { renewOwnWords } from '../search/reindex.ts';
import { articleUrl, featuredObject } from '../versions/addresses.ts';
import { askToWithdraw, forgetAsked, lapseDrafts, lockVersions, withdrawVersions } from '../versions/store.ts';

/** Whether an agreement is taken back, who of the stewards asked for it, and how many it takes. */
export type TakenBack = { withdrawn: boolean; asked: string[]; needed: number };

/** What one steward asked for is forgotten when nobody joins in. */
const askedMs = 7 * 86_400_000;

/**
 * Takes an agreement back once as many stewards have asked for it within a week as it takes to publish one: page and
 * JSON answer 404 from then on, and a Delete goes to every inbox that was ever sent it, also of those who follow no
 * more. Other software is also told that it is no longer featured. Its number is never used again.
 * @throws `not-found`; a second time changes nothing.
 */
export async function withdrawSeries(runtime: Runtime, member: string, series: string): Promise<TakenBack> {
  const now = runtime.clock.now();
  const answer = await transaction(runtime.db, async (tx) => {
    const own = await ownChain(tx);
    const versions = await lockVersions(tx, series);
    if (!own || versions.length === 0) throw new Refusal('not-found');
    const needed = own.newest.statement.policy.rotate;
    if (versions.every(({ withdrawn }) => withdrawn !== null)) return { withdrawn: true, asked: [], needed };
    const stewards = new Set(keysOf(own, 'steward').map((key) => key.member));
    const all = await askToWithdraw(tx, { series, member, asked: now }, new Date(now.getTime() - askedMs));
    const asked = all.filter((one) => stewards.has(one));
    if (asked.length < needed) {
      await record(tx, { actor: member, action: 'agreements.withdrawal-asked', subject: series }, now);
      return { withdrawn: false, asked, needed };
    }
    await forgetAsked(tx, series);
    await withdrawVersions(tx, series, now);
    await lapseDrafts(tx, { series, version: (versions[0]?.version ?? 0) + 1 }, now);
    await renewOwnWords(tx, series);
    await forgetSaid(
      tx,
      versions.map(({ id }) => id),
    );
    const object = articleUrl(runtime.origin, series);
    const featured = featuredObject(runtime.origin, series);
    const erase = new Map<string, ToDeliver>();
    const remove = new Map<string, ToDeliver>();
    for (const { kind, recipient: actor, inbox, audience } of await rowsOf(tx, object)) {
      const lane = 'erase' as const;
      const recipient = { actor, inbox, audience };
      erase.set(`${actor} ${inbox}`, { kind: deleteOf(kind), item: series, object, recipient, lane });
      if (kind === 'article')
        remove.set(`${actor} ${inbox}`, { kind: 'featured-remove', item: series, object: featured, recipient, lane });
    }
    // The Delete first: whoever keeps a list of what is featured loses it with the article.
    await enqueue(tx, [...erase.values(), ...remove.values()], now);
    await record(tx, { actor: member, action: 'agreements.withdrawn', subject: series }, now);
    return { withdrawn: true, asked, needed };
  });
  runtime.wake();
  return answer;
}

const deleteOf = (kind: string): string => (kind === 'article' ? 'article-delete' : 'agreement-delete');
