import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { PeerListsTable } from '../../database/tables/notices.ts';
import { receiptObject } from '../../deliveries/objects.ts';

/* Every query on peers' lists, and on what follows from them for items. Whoever changes items takes the peer's turn first. */

type Db = Kysely<Database>;
type Tx = Transaction<Database>;

/** What was left out, last heard of, or ended with its trust, at or before these is over. */
export type Limits = { suspended: Date; silent: Date; trustEnded: Date };

export type PeerList = Selectable<PeerListsTable>;

/** The newest list of each peer, without what was signed. */
export function newestLists(db: Db): Promise<Omit<PeerList, 'envelope'>[]> {
  return db.selectFrom('peer_lists').select(['peer', 'id', 'issued', 'next_by', 'received']).execute();
}

/** The newest list of a peer, or undefined before its first. */
export function listOf(db: Db, peer: string): Promise<PeerList | undefined> {
  return db.selectFrom('peer_lists').selectAll().where('peer', '=', peer).executeTakeFirst();
}

/** Keeps a peer's list, in place of its earlier one. */
export async function putList(tx: Tx, list: Insertable<PeerListsTable>): Promise<void> {
  const { peer: _peer, ...rest } = list;
  await tx
    .insertInto('peer_lists')
    .values(list)
    .onConflict((conflict) => conflict.column('peer').doUpdateSet(rest))
    .execute();
}

/** Hides what travels with consent, came before a list was made, and is not on it; gives which it was that could be seen until now. */
export async function suspendMissing(
  tx: Tx,
  peer: string,
  { issued, deliveries }: { issued: Date; deliveries: readonly string[] },
  now: Date,
): Promise<string[]> {
  const missing = tx
    .updateTable('incoming')
    .set({ suspended: now })
    .where('peer', '=', peer)
    .where('drop_commit', 'is not', null)
    .where('suspended', 'is', null)
    .where(({ eb, fn }) => eb(fn.coalesce('first_received', 'received'), '<', issued))
    .$if(deliveries.length > 0, (query) => query.where('delivery', 'not in', deliveries))
    .returning('delivery');
  return distinct(await missing.execute());
}

/** Shows again what a list names; gives which it was that was hidden until now. */
export async function restoreListed(tx: Tx, peer: string, deliveries: readonly string[]): Promise<string[]> {
  if (deliveries.length === 0) return [];
  const listed = tx
    .updateTable('incoming')
    .set({ suspended: null })
    .where('peer', '=', peer)
    .where('suspended', 'is not', null)
    .where('delivery', 'in', deliveries)
    .returning('delivery');
  return distinct(await listed.execute());
}

/** Which of these lie here, of which something stays, and for which `deleted` was said to that actor within the last day or waits to be said. */
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

/** Peers of which something has lapsed. */
export async function peersWithLapsed(db: Db, limits: Limits): Promise<string[]> {
  const peers = lapsing(db, limits).select('incoming.peer as delivery').distinct().orderBy('incoming.peer');
  return distinct(await peers.execute());
}

/** Items of one peer that have lapsed. */
export async function lapsed(tx: Tx, peer: string, limits: Limits, limit: number): Promise<string[]> {
  const items = lapsing(tx, limits).select('delivery').distinct().where('incoming.peer', '=', peer);
  return distinct(await items.orderBy('delivery').limit(limit).execute());
}

const lapsing = (db: Db, { suspended, silent, trustEnded }: Limits) =>
  db
    .selectFrom('incoming')
    .innerJoin('peers', 'peers.peer', 'incoming.peer')
    .leftJoin('peer_lists', 'peer_lists.peer', 'incoming.peer')
    .where(({ or, and, eb, fn }) =>
      or([
        eb('incoming.suspended', '<=', suspended),
        and([eb('peers.state', '=', 'ended'), eb('peers.changed', '<=', trustEnded)]),
        and([
          eb('incoming.drop_commit', 'is not', null),
          eb(fn.coalesce('incoming.first_received', 'incoming.received'), '<=', silent),
          or([eb('peer_lists.issued', 'is', null), eb('peer_lists.issued', '<=', silent)]),
        ]),
      ]),
    );

const distinct = (rows: { delivery: string }[]) => [...new Set(rows.map(({ delivery }) => delivery))];
