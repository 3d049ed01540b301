import type { Kysely } from 'kysely';
import type { Database } from '../../src/database/schema.ts';

/** What a row may have to name: a member of the node, and a partner that does not answer. */
export type Named = { member: string; peer: string };

/** One reason for which a chore erases rows of a table, and after which time. */
export type Erased = {
  table: keyof Database;
  /** The column that tells rows apart. */
  column: string;
  chore: string;
  /** How often it comes round, in milliseconds. */
  everyMs: number;
  because: string;
  /** Puts a row whose time is over at a moment. */
  put: (db: Kysely<Database>, name: string, over: Date, named: Named) => Promise<unknown>;
  /** Puts a row of the same age that stays. */
  putStaying?: (db: Kysely<Database>, name: string, over: Date, named: Named) => Promise<unknown>;
};
