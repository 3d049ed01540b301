import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { uuidv7 } from '../platform/ids.ts';
import { cancelUnsent, type DeliveryRow, insertRows, type NewRow } from './store.ts';

const day = 86_400_000;
/** Rows in one statement. */
const atOnce = 1_000;

export type ToDeliver = {
  kind: string;
  item: string;
  /** Rows of one object for one recipient go out strictly in order. */
  object: string;
  recipient: { actor: string; inbox: string; audience: 'peer' | 'follower' };
  /** `erase` overtakes and cancels what is unsent of the same object. */
  lane?: 'erase' | 'ordinary';
  token?: string;
  /** When it is due; by default at once. */
  due?: Date;
  /** Until when it is retried; default 30 days for peers, 7 for followers, 30 for an erase. */
  giveUp?: Date;
  /** Receipts only: what our server says of a peer’s item, and of which bytes; null when of all. */
  receipt?: { event: NonNullable<DeliveryRow['receipt_event']>; cipher: string | null };
};

/**
 * Puts items into the ledger inside the domain transaction; nothing is sent if that rolls back.
 * Lanes are touched in one order, so that two transactions never wait for each other.
 */
export async function enqueue(tx: Transaction<Database>, items: readonly ToDeliver[], now: Date): Promise<void> {
  const sorted = [...items].sort((a, b) => (laneKey(a) < laneKey(b) ? -1 : laneKey(a) > laneKey(b) ? 1 : 0));
  for (const item of sorted) if (item.lane === 'erase') await cancelUnsent(tx, item.object, item.recipient.actor, now);
  for (let at = 0; at < sorted.length; at += atOnce)
    await insertRows(
      tx,
      sorted.slice(at, at + atOnce).map((item) => ledgerRow(item, now)),
    );
}

/** An item as the row that it becomes. */
export function ledgerRow(item: ToDeliver, now: Date): NewRow {
  const lane = item.lane ?? 'ordinary';
  const { actor, inbox, audience } = item.recipient;
  const days = lane === 'erase' || audience === 'peer' ? 30 : 7;
  return {
    id: uuidv7(now),
    host: new URL(inbox).origin,
    lane,
    kind: item.kind,
    item: item.item,
    object: item.object,
    recipient: actor,
    inbox,
    audience,
    token: item.token ?? null,
    created: now,
    next_at: item.due ?? now,
    give_up: item.giveUp ?? new Date(now.getTime() + days * day),
    receipt_event: item.receipt?.event ?? null,
    receipt_cipher: item.receipt?.cipher ?? null,
  };
}

const laneKey = (item: ToDeliver): string => `${new URL(item.recipient.inbox).origin} ${item.lane ?? 'ordinary'}`;
