import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { newer } from '../protocol/holding.ts';
import { leaseOf } from '../protocol/live.ts';
import type { Signed } from '../protocol/signers.ts';
import { record } from '../record/append.ts';
import { listOf, putList, restoreListed, suspendMissing } from './list-store.ts';

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
  if (!newer(lease, last ? { issuedAt: last.issued, nextBy: last.next_by, id: last.id } : null)) return;
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
