import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { followingGrowth } from '../database/tables/following.ts';
import { domainOf } from '../platform/addresses.ts';
import { failingFollower, followersUpTo, removeFollower } from './store.ts';

/** So many follow us at most; of one registrable domain as many as the keeper set. */
const mostFollowers = followingGrowth.followers.most.rows;

/** So long, in milliseconds, nobody is looked for again in whose place somebody could come. */
const lookAgainMs = 60_000;

/** Whether one more may follow; makes room where deliveries to somebody have failed for a week. */
export type HasRoom = (tx: Transaction<Database>, actor: string, now: Date) => Promise<boolean>;

/**
 * Followers are counted up to what there may be and no further, so that one more costs the same whether ten follow or
 * all. At the limit, whoever fails is looked for once a minute at most, however many knock.
 */
export function followerLimit(mostOfDomain: number): HasRoom {
  const looked = new Map<string, number>();
  const give = async (tx: Transaction<Database>, domain: string | null, now: Date): Promise<boolean> => {
    const key = domain ?? '';
    if (now.getTime() - (looked.get(key) ?? 0) < lookAgainMs) return false;
    const failing = await failingFollower(tx, domain);
    if (failing !== null) return removeFollower(tx, failing);
    if (looked.size >= 1_000) looked.clear();
    looked.set(key, now.getTime());
    return false;
  };
  return async (tx, actor, now) => {
    const most = { all: mostFollowers, domain: mostOfDomain };
    const domain = domainOf(actor);
    const follow = await followersUpTo(tx, domain, most);
    if (follow.domain >= most.domain && !(await give(tx, domain, now))) return false;
    if (follow.domain >= most.domain || follow.all < most.all) return true;
    return give(tx, null, now);
  };
}
