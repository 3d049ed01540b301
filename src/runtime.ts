import type { Kysely } from 'kysely';
import type { Database } from './database/schema.ts';
import type { Clock } from './platform/clock.ts';
import type { Egress } from './platform/egress.ts';
import type { NodeKeys } from './platform/keys.ts';
import type { Log } from './platform/logging.ts';

/** What a use-case needs of the running node. Holds no feature and no secret but the wrapping key behind `keys`. */
export type Runtime = {
  db: Kysely<Database>;
  clock: Clock;
  keys: NodeKeys;
  log: Log;
  egress: Egress;
  /** Canonical origin, without a slash at the end; every id starts with it. */
  origin: string;
  /** Wakes the worker; call it after the transaction that enqueued has committed. */
  wake: () => void;
};
