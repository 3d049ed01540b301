import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { Envelope } from '../../protocol/envelope.ts';
import { isStale, type Lease } from '../../protocol/item-deadlines.ts';
import { newer } from '../../protocol/item-state.ts';
import { leaseOf } from '../../protocol/list-statement.ts';
import type { Signed } from '../../protocol/signers.ts';
import { record } from '../../record/append.ts';
import { listOf, newestLists, type PeerList, putList, restoreListed, suspendMissing } from './list-store.ts';
import type { Held } from './store.ts';

/**
 * Takes what a peer's accompaniers say that we may still hold. Hides at once what it leaves out and shows again what it names; erases nothing by itself. One that
 * is not newer than the last changes nothing. Call it in the peer's turn.
 */
export async function receiveList(
  tx: Transaction<Database>,
  { peer }: { peer: string },
  list: Signed<'live'>,
  envelope: Envelope,
  now: Date,
): Promise<void> {
  const lease = leaseOf(list);
  const last = await listOf(tx, peer);
  if (!newer(lease, last ? leaseIn(last) : null)) return;
  const { issuedAt: issued, nextBy: next_by, id } = lease;
  await putList(tx, { peer, id, envelope: JSON.stringify(envelope), issued, next_by, received: now });
  const { deliveries } = list.statement;
  const changes = {
    'notice.restored': await restoreListed(tx, peer, deliveries),
    'notice.suspended': await suspendMissing(tx, peer, { issued, deliveries }, now),
  };
  for (const [action, changed] of Object.entries(changes))
    for (const subject of changed) await record(tx, { actor: `peer:${peer}`, action, subject }, now);
}

/** Tells of items whether their peer has been silent for too long to show them without a warning. */
export async function staleness(db: Kysely<Database>, now: Date): Promise<(row: Held) => boolean> {
  const leases = new Map((await newestLists(db)).map((list) => [list.peer, leaseIn(list)]));
  return ({ peer, drop_commit, first_received, received }) => {
    const since = first_received ?? received;
    return isStale({ live: leases.get(peer) ?? null, restored: null, leased: drop_commit !== null, since }, now);
  };
}

const leaseIn = (list: Pick<PeerList, 'issued' | 'next_by' | 'id'>): Lease => ({
  issuedAt: list.issued,
  nextBy: list.next_by,
  id: list.id,
});
