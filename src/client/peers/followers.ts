import type { AnswerOf } from '../../../schemas/contract.ts';
import { followingContract } from '../../../schemas/routes/following.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { everyPage } from '../api/every-page.ts';

type Follower = AnswerOf<typeof followingContract.followers>['followers'][number];

/**
 * Who follows the collective, as its stewards may see it: address, whether it is a node of this network, since when.
 */
export async function listFollowers(api: Api): Promise<Follower[]> {
  return everyPage(
    (query) => call(api, followingContract.followers, { query }),
    ({ followers }) => followers,
  );
}

/** Removes a follower by address, and gives how many are left. Their server is asked to end it, and may not. */
export async function dismissFollower(api: Api, actor: string): Promise<number> {
  return (await call(api, followingContract.dismiss, { body: { actor } })).followers;
}
