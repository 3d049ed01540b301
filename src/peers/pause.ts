import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { record } from '../record/append.ts';
import { lockPeer, setPeerState } from './store.ts';

/**
 * Pauses everything with a peer until two of our people compare again. A peer that is paused or ended stays so. What takes back
 * trust or erases (drops, withdrawals, manifests, offers) is still taken from it, under the keys we pinned.
 */
export async function pausePeer(tx: Transaction<Database>, peerId: string, now: Date): Promise<void> {
  const peer = await lockPeer(tx, peerId);
  if (!peer || peer.state === 'paused' || peer.state === 'ended') return;
  await setPeerState(tx, peerId, 'paused', now);
  await record(tx, { actor: 'node', action: 'peers.paused', subject: peerId }, now);
}
