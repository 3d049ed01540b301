import type { MaybeTime, Time } from '../times.ts';
import type { Growth } from './growth.ts';

/** Who follows us and whom we follow. */
export type FollowingTables = {
  followers: FollowersTable;
  follows: FollowsTable;
};

/** Who can make them grow. */
export const followingGrowth = {
  followers: { by: 'strangers', most: { rows: 10_000, of: 'all' }, goesFirst: 'who could not be reached for a week' },
  follows: 'members',
} as const satisfies Record<keyof FollowingTables, Growth>;

/**
 * Who follows us: 10,000 at most, of one registrable domain 500 unless set otherwise; over that who follows is answered
 * with a Reject, and those whose deliveries failed for a week go first. Only the count is public; a row is erased on
 * Undo or when the inbox is gone.
 */
export interface FollowersTable {
  actor: string;
  inbox: string;
  /** Advertises Convive (FEP-844e): never gets an LD signature. */
  convive: boolean;
  follow: string;
  followed: Time;
  /** What counts as one host (src/platform/addresses.ts); null of who followed before that was noted. */
  domain: string | null;
  /** The key that last signed for it, PEM: an Undo or a Delete is known by it when their server shows none any more. */
  key_id: string | null;
  public_key: string | null;
}

/** Whom the collective follows. Members read it; a row is erased when we stop following. */
export interface FollowsTable {
  actor: string;
  inbox: string;
  follow: string;
  asked: Time;
  accepted: MaybeTime;
  refused: MaybeTime;
}
