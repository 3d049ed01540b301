import type { Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { Peer } from '../../peers/store.ts';
import type { Envelope } from '../../protocol/envelope.ts';
import type { Lease } from '../../protocol/item-deadlines.ts';
import { newer } from '../../protocol/item-state.ts';
import { leaseOf } from '../../protocol/list-statement.ts';
import type { Signed } from '../../protocol/signers.ts';
import { record } from '../../record/append.ts';
import { hear } from './hear.ts';
import { itemsOf } from './item.ts';
import { newestLease, putList } from './list-store.ts';

/** So many items of one list are named in the record; of more it says once that there were. */
const mostNamed = 20;

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
  const items = await itemsOf(tx, from);
  const live = await putNewest(tx, from, list, envelope, now);
  if (!live) return;
  const named = new Set(list.statement.deliveries);
  const changed: Changed[] = [];
  for (const item of items) {
    const was = item.holding.suspended !== null;
    const after = await hear(tx, from, item, { type: 'live', live, lists: named.has(item.delivery) }, now);
    if (!after.held || (after.suspended !== null) === was) continue;
    changed.push({ was, delivery: item.delivery });
  }
  for (const { was, delivery: subject } of inShort(changed)) {
    const action = was ? 'notice.restored' : 'notice.suspended';
    await record(tx, { actor: `peer:${peer}`, action, subject }, now);
  }
}

type Changed = { was: boolean; delivery: string | null };

/** What the record says of it: each item, or of many only that there were some. */
function inShort(changed: readonly Changed[]): readonly Changed[] {
  if (changed.length <= mostNamed) return changed;
  return [true, false].filter((was) => changed.some((one) => one.was === was)).map((was) => ({ was, delivery: null }));
}

/** Keeps a list when it is newer than the last. @returns its time, or null when it changed nothing. */
export async function putNewest(
  tx: Transaction<Database>,
  { peer }: Pick<Peer, 'peer'>,
  list: Signed<'live'>,
  envelope: Envelope,
  now: Date,
): Promise<Lease | null> {
  const live = leaseOf(list);
  if (!newer(live, await newestLease(tx, peer))) return null;
  const { issuedAt: issued, nextBy: next_by, id } = live;
  await putList(tx, { peer, id, envelope: JSON.stringify(envelope), issued, next_by, received: now });
  return live;
}
