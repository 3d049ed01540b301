import type { Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { Peer } from '../../peers/store.ts';
import type { Envelope } from '../../protocol/envelope.ts';
import { newer } from '../../protocol/item-state.ts';
import { leaseOf } from '../../protocol/list-statement.ts';
import type { Signed } from '../../protocol/signers.ts';
import { record } from '../../record/append.ts';
import { hear } from './hear.ts';
import { itemsOf } from './item.ts';
import { newestLease, putList } from './list-store.ts';

/**
 * Takes what a peer's accompaniers say that we may still hold: every item of theirs hears it. One that is not newer
 * than the last changes nothing. Call it with the peer locked.
 */
export async function receiveList(
  tx: Transaction<Database>,
  from: Peer,
  list: Signed<'live'>,
  envelope: Envelope,
  now: Date,
): Promise<void> {
  const { peer } = from;
  const live = leaseOf(list);
  if (!newer(live, await newestLease(tx, peer))) return;
  const items = await itemsOf(tx, from);
  const { issuedAt: issued, nextBy: next_by, id } = live;
  await putList(tx, { peer, id, envelope: JSON.stringify(envelope), issued, next_by, received: now });
  const named = new Set(list.statement.deliveries);
  for (const item of items) {
    const was = item.holding.suspended !== null;
    const after = await hear(tx, from, item, { type: 'live', live, lists: named.has(item.delivery) }, now);
    if (!after.held || (after.suspended !== null) === was) continue;
    const action = was ? 'notice.restored' : 'notice.suspended';
    await record(tx, { actor: `peer:${peer}`, action, subject: item.delivery }, now);
  }
}
