import { followingContract } from '../../schemas/routes/following.ts';
import { transaction } from '../database/database.ts';
import type { Room } from '../room.ts';
import { followingSenders } from './activity.ts';
import { followersPath } from './addresses.ts';
import { followerLimit } from './follower-limit.ts';
import { followingTakes } from './receive.ts';
import { followingRoutes } from './routes.tsx';
import { countFollowers, countFollows, followerBy, keepKey, keptKey, knownOrigin, removeFollower } from './store.ts';

/*
 * Follower: an actor that follows us, of whom others learn only the number. Follow: an actor that the collective
 * follows. Dismissed: a follower whom a steward removed. Greeting: what a new follower is sent beside the Accept.
 */
export const room = {
  name: 'following',
  contracts: [followingContract],
  routes: ({ runtime, node }) => followingRoutes(runtime, node),
  takes: ({ runtime, settings, house }) => {
    const hasRoom = followerLimit(settings.followersPerDomain);
    return followingTakes(runtime, { greet: house.greet, hasRoom });
  },
  senders: ({ origin }) => followingSenders(origin),
  // A `follow-reject` stays: it says to whom no later version goes.
  saidOnce: ['follow-accept', 'follow-full', 'follow-block', 'follow-unblock'],
  links: {
    members: ({ i18n }) => [
      { rank: 60, href: followersPath, text: i18n._('member.link-followers', {}, { message: 'Followers' }) },
    ],
  },
  tables: {
    followers: { shown: true, until: 'ended' },
    follows: { shown: true, until: 'ended' },
  },
  record: {
    'following.followed': 'members',
    'following.unfollowed': 'members',
    'following.dismissed': 'members',
  },
  supplies: ({ db }) => ({
    knownFollower: (origin) => knownOrigin(db, origin),
    followers: () => countFollowers(db),
    following: () => countFollows(db),
    followerKeys: {
      of: (actor) => keptKey(db, actor),
      shown: (actor, key) => keepKey(db, actor, key),
      gone: async (actor) => {
        if ((await followerBy(db, actor)) !== null) await transaction(db, (tx) => removeFollower(tx, actor));
      },
    },
    followerGone: async (tx, actor) => void (await removeFollower(tx, actor)),
  }),
} satisfies Room;
