import type { Kysely } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import { mostOfPeer } from '../database/tables/growth.ts';
import { type Left, leftBy } from './left-store.ts';
import type { Peer } from './store.ts';

/**
 * What sealed withdrawals may take beyond it: nobody can see what they concern, so that they are taken when nothing
 * else is any more, and still have an end.
 */
const forWithdrawals: Left = { rows: 5_000, bytes: 16 * 1024 * 1024 };

/** Whether one more row of so many bytes still goes in beside what a peer left here. */
export function goesIn(left: Left, bytes: number, kind: 'withdrawal' | 'other' = 'other'): boolean {
  const more = kind === 'withdrawal' ? forWithdrawals : { rows: 0, bytes: 0 };
  return left.rows < mostOfPeer.rows + more.rows && left.bytes + bytes <= mostOfPeer.bytes + more.bytes;
}

/**
 * Call it with the peer locked, so that what comes at the same time is counted.
 * @throws `too-many` where a peer has left here as much as it may.
 */
export async function requireRoomFor(
  db: Kysely<Database>,
  peer: Pick<Peer, 'peer' | 'actor'>,
  bytes: number,
  kind?: 'withdrawal' | 'other',
): Promise<void> {
  if (!goesIn(await leftBy(db, peer), bytes, kind)) throw new Refusal('too-many', 'peer');
}
