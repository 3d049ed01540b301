import type { MaybeTime, Time } from '../times.ts';
import type { Growth } from './growth.ts';

/** What the federation kit remembers of activities and of the keys of strangers. */
export type FederationTables = {
  received_activities: ReceivedActivitiesTable;
  kv: KvTable;
};

/** Who can make them grow. */
export const federationGrowth = {
  received_activities: {
    by: 'strangers',
    most: { rows: 2_500, of: 'domain' },
    goesFirst: 'what began or ended a follow, after two hours',
  },
  kv: { by: 'strangers', most: { rows: 2_000, of: 'all' }, goesFirst: 'the key that ends first' },
} as const satisfies Record<keyof FederationTables, Growth>;

/**
 * Our dedupe: an activity takes effect once. Read by the inbox; erased after a year, and what ended or began a follow
 * after two hours, since a signature is good for one.
 */
export interface ReceivedActivitiesTable {
  actor: string;
  /** Its id; of what ends or begins a follow, the hash of the signature: there the very same request is a repeat. */
  activity: string;
  received: Time;
}

/** Public keys of strangers, 2,000 at most, for an hour each. Read by the inbox; every row ends. */
export interface KvTable {
  key: string;
  value: string;
  expires: MaybeTime;
}
