import * as z from 'zod';
import { type Contracts, longestPage, pageAfter } from '../contract.ts';
import { b64u16, b64u32, time } from '../encodings.ts';

const address = z.string().min(1).max(500);
/** A place in a list, which only the node can read: it names an address. */
const place = z.string().regex(/^v1\.[\w-]{1,2000}$/);
const follow = z.strictObject({
  id: z.string().max(1000),
  actor: z.string().max(1000),
  asked: time,
  accepted: time.nullable(),
  refused: time.nullable(),
});
const follower = z.strictObject({ actor: z.string().max(500), convive: z.boolean(), followed: time });

/** Whom we follow, and who follows us. */
export const followingContract = {
  /** Whom the collective follows, by page, and by how many it is followed. */
  follows: {
    method: 'GET',
    path: '/follows',
    who: ['member'],
    othersWork: 'untouched',
    query: pageAfter(place.optional()),
    answer: z.strictObject({
      follows: z.array(follow).max(longestPage),
      next: place.nullable(),
      followers: z.int().min(0),
    }),
  },
  /** Follows a peer, or any actor by URL or handle, for the whole collective; again changes nothing. */
  follow: {
    method: 'POST',
    path: '/follows',
    who: ['member'],
    othersWork: 'untouched',
    body: z.union([z.strictObject({ peer: b64u32 }), z.strictObject({ actor: address })]),
    answer: follow,
    status: 201,
  },
  /** Stops following. */
  unfollow: {
    method: 'DELETE',
    path: '/follows/:follow',
    who: ['member'],
    othersWork: 'lost',
    params: { follow: b64u16 },
    answer: null,
  },
  /** Who follows the collective, by page: address, whether it is a node of this network, since when. */
  followers: {
    method: 'GET',
    path: '/followers',
    who: ['steward'],
    othersWork: 'untouched',
    query: pageAfter(place.optional()),
    answer: z.strictObject({ followers: z.array(follower).max(longestPage), next: place.nullable() }),
    page: 'asked',
  },
  /** Removes a follower and asks their server to end it; gives how many are left. */
  dismiss: {
    method: 'POST',
    path: '/followers/remove',
    who: ['steward'],
    othersWork: 'untouched',
    body: z.strictObject({ actor: address }),
    answer: z.strictObject({ followers: z.int().min(0) }),
    page: 'asked',
  },
} satisfies Contracts;
