import type { Generated } from 'kysely';
import type { MaybeTime, Time } from '../times.ts';
import type { Growth } from './growth.ts';

/** Other collectives and what is known of them. */
export type PeersTables = {
  peers: PeersTable;
  peer_manifests: PeerManifestsTable;
  peer_statements: PeerStatementsTable;
};

/** Who can make them grow. */
export const peersGrowth = {
  peers: 'members',
  peer_manifests: { by: 'peers', most: 'share', goesFirst: 'nothing: its next manifest, or version 1,001, is refused' },
  peer_statements: { by: 'peers', most: 'share', goesFirst: 'the offer before' },
} as const satisfies Record<keyof PeersTables, Growth>;

/** Other collectives. Read by members; kept while anything of theirs is held. */
export interface PeersTable {
  peer: string;
  actor: string;
  inbox: string;
  origin: string;
  /** How members call it: what it called itself when it was added, or what two of us signed since. */
  name: string;
  /** How it calls itself now, while nobody of us has taken that over; null where it is the same. */
  called: string | null;
  /** The collective, ours included, whose name that one looked like when we heard of it. */
  called_alike: string | null;
  handle: string;
  state: 'pinned' | 'compared' | 'trusted' | 'paused' | 'ended';
  pinned: Time;
  changed: Time;
  /** When the chain was last pulled (at most hourly, PROTOCOL §7). */
  pulled: MaybeTime;
  /**
   * When somebody's unknown key last made us look at the peer's actor (at most hourly, and never in the chain's turn).
   */
  looked: MaybeTime;
  /** When their node last answered a pull. */
  answered: MaybeTime;
  /** Counts what was added and erased of this peer's items: what was decided from an earlier look is decided again. */
  revision: Generated<string>;
  /** When trust with it ended, each time: what had come before is over, also when trust is given again. */
  trust_ended: Generated<Date[]>;
}

/** A peer's manifest chain, as far as we followed it. Read by members and this process; kept with the peer. */
export interface PeerManifestsTable {
  peer: string;
  version: number;
  id: string;
  envelope: string;
  received: Time;
}

/**
 * Comparisons and standings that our people signed, and offers that the peer sent; the newest complete `at` counts.
 * Read by members; erased when a newer one takes its place.
 */
export interface PeerStatementsTable {
  id: string;
  kind: 'comparison' | 'standing' | 'standing-offer';
  peer: string;
  envelope: string;
  at: Time;
  /** True once enough of the right people signed. */
  complete: boolean;
}
