import type { MaybeTime, Time } from '../times.ts';

/** What the federation kit remembers of activities and of the keys of strangers. */
export type FederationTables = {
  received_activities: ReceivedActivitiesTable;
  kv: KvTable;
};

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

/** Fedify's cache of strangers' public keys. Read by the inbox; every row ends. */
export interface KvTable {
  key: string;
  value: string;
  expires: MaybeTime;
}
