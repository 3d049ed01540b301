import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { record } from '../record/append.ts';
import { lockPeer, removeStatements, setPeerState, statementsOf } from './store.ts';

/**
 * Pauses everything with a peer until two of our people compare again. A peer that is paused or ended stays so. What
 * takes back trust or erases (drops, withdrawals, manifests, offers) is still taken from it, under the keys we pinned.
 * A comparison that only one of us signed is forgotten: who compared before the change did not compare again.
 */
export async function pausePeer(tx: Transaction<Database>, peerId: string, now: Date): Promise<void> {
  const peer = await lockPeer(tx, peerId);
  if (!peer || peer.state === 'paused' || peer.state === 'ended') return;
  await setPeerState(tx, peerId, 'paused', now);
  const begun = (await statementsOf(tx, peerId)).filter(({ kind, complete }) => kind === 'comparison' && !complete);
  await removeStatements(
    tx,
    begun.map(({ id }) => id),
  );
  await record(tx, { actor: 'node', action: 'peers.paused', subject: peerId }, now);
}
