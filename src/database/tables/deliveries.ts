import type { Generated } from 'kysely';
import type { MaybeTime, Time } from '../times.ts';
import type { Growth } from './growth.ts';

/** The ledger and its lanes. */
export type DeliveriesTables = {
  deliveries: DeliveriesTable;
  lanes: LanesTable;
};

/** Who can make them grow. */
export const deliveriesGrowth = {
  deliveries: { by: 'strangers', most: { with: 'followers' }, goesFirst: 'what went to those who follow no more' },
  lanes: { by: 'strangers', most: { with: 'deliveries' }, goesFirst: 'one in which nothing is left' },
} as const satisfies Record<keyof DeliveriesTables, Growth>;

/**
 * The ledger: one row per item and recipient. Outbox, retry state and the answer to "who holds this?" at once. Members
 * read it; erased once its item is settled, after a day where the item says nothing more, and a week after it was given
 * up where it was for a stranger.
 */
export interface DeliveriesTable {
  id: string;
  /** Origin of the inbox: with `lane` the key of the lane. */
  host: string;
  lane: 'erase' | 'ordinary';
  kind: string;
  /** Which thing, in the words of the room that sends it. */
  item: string;
  /** What must stay in order per recipient: an erase and what it erases share it. */
  object: string;
  recipient: string;
  inbox: string;
  audience: 'peer' | 'follower';
  /** Receipts only: what our server says of a peer’s item. */
  receipt_event: 'stored' | 'opened' | 'deleted' | 'unopenable' | null;
  /** Receipts only: of which bytes it says so; null when of all. */
  receipt_cipher: string | null;
  /** A drop's token, until its receipt; else null. */
  token: string | null;
  state: 'due' | 'sending' | 'sent' | 'failed' | 'cancelled';
  created: Time;
  next_at: Time;
  attempts: Generated<number>;
  lease: MaybeTime;
  sent: MaybeTime;
  /** The last answer in short: a status, or how no answer came. */
  answer: string | null;
  /** `stored`, `opened`, `deleted`, `unopenable`: the holder's word, never proof. */
  acknowledged: string | null;
  acknowledged_on: MaybeTime;
  give_up: Time;
}

/** Order, backoff and breaker of one host in one row. Read by the worker; a stranger's is erased once it is empty. */
export interface LanesTable {
  host: string;
  lane: 'erase' | 'ordinary';
  next_at: MaybeTime;
  fails: Generated<number>;
  lease: MaybeTime;
  /** Whether anything in it was ever for a peer. */
  peer: Generated<boolean>;
  /** Whether the host was slow or silent when last seen. */
  slow: Generated<boolean>;
  /** What counts as one host with it (src/platform/addresses.ts); null while nobody has worked it out. */
  domain: string | null;
}
