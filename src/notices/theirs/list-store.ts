import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { PeerListsTable } from '../../database/tables/notices.ts';
import { receiptObject } from '../../deliveries/objects.ts';
import type { Lease } from '../../protocol/item-deadlines.ts';

/* Every query on peers’ lists. */

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

type PeerList = Selectable<PeerListsTable>;

/** What a peer's newest list says of its time, or null before its first. */
export async function newestLease(db: Db, peer: string): Promise<Lease | null> {
  const list = db.selectFrom('peer_lists').select(['id', 'issued', 'next_by']).where('peer', '=', peer);
  return leaseIn(await list.executeTakeFirst());
}

const leaseIn = (list: Pick<PeerList, 'id' | 'issued' | 'next_by'> | undefined): Lease | null =>
  list ? { issuedAt: list.issued, nextBy: list.next_by, id: list.id } : null;

/** Keeps a peer's list, in place of its earlier one. */
export async function putList(tx: Tx, list: Insertable<PeerListsTable>): Promise<void> {
  const { peer: _peer, ...rest } = list;
  await tx
    .insertInto('peer_lists')
    .values(list)
    .onConflict((conflict) => conflict.column('peer').doUpdateSet(rest))
    .execute();
}

/**
 * Which of these lie here, of which something stays, and for which `deleted` was said to that actor within the last day
 * or waits to be said.
 */
export async function knownOf(
  tx: Tx,
  { peer, actor }: { peer: string; actor: string },
  deliveries: readonly string[],
): Promise<{ held: Set<string>; gone: Set<string>; answered: Set<string> }> {
  const held = tx
    .selectFrom('incoming')
    .select('delivery')
    .where('peer', '=', peer)
    .where('delivery', 'in', deliveries);
  const gone = tx
    .selectFrom('tombstones')
    .select('delivery')
    .where('direction', '=', 'in')
    .where('peer', '=', peer)
    .where('delivery', 'in', deliveries);
  const said = await tx
    .selectFrom('deliveries')
    .select('item as delivery')
    .where('object', 'in', deliveries.map(receiptObject))
    .where('recipient', '=', actor)
    .where('receipt_event', '=', 'deleted')
    .execute();
  return {
    held: new Set(distinct(await held.execute())),
    gone: new Set(distinct(await gone.execute())),
    answered: new Set(distinct(said)),
  };
}

/** Closes deliveries that have not come: whatever comes under their ids is erased on arrival. */
export async function closeUnseen(tx: Tx, peer: string, deliveries: readonly string[], now: Date): Promise<void> {
  if (deliveries.length === 0) return;
  const pending = { direction: 'in', peer, ending: 'pending', ended: now } as const;
  await tx
    .insertInto('tombstones')
    .values(
      deliveries.map((delivery) => ({ ...pending, delivery, drop_commit: null, locator_hash: null, drop_after: null })),
    )
    .execute();
}

const distinct = (rows: { delivery: string }[]) => [...new Set(rows.map(({ delivery }) => delivery))];
