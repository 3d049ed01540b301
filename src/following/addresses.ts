import { followingContract } from '../../schemas/routes/following.ts';

/** Who follows us. */
export const followersPath = followingContract.followers.path;
