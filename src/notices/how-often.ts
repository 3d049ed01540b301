import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type RateLimit, rateLimit } from '../web/rate-limit.ts';

/** How often a peer may make us write what takes the place of something: that leaves nothing and costs all the same. */
export type HowOften = {
  /** Whatever comes from a peer that nobody ever compared. */
  uncompared: RateLimit;
  /** Lists and offers: each is one row, and what it changes is recorded. */
  replaced: RateLimit;
  /** Manifests: each is one more that is verified whenever their chain is read. A pull brings what was not taken. */
  manifests: RateLimit;
  /** Receipts for what was answered before. */
  again: RateLimit;
};

const nodes = new WeakMap<Kysely<Database>, HowOften>();

/** What is counted of one node's peers, of each on its own. */
export function howOften(db: Kysely<Database>): HowOften {
  const known = nodes.get(db) ?? {
    uncompared: rateLimit({ burst: 300, perMinute: 30 }),
    replaced: rateLimit({ burst: 60, perMinute: 0.2 }),
    manifests: rateLimit({ burst: 10, perMinute: 10 / 60 }),
    again: rateLimit({ burst: 300, perMinute: 30 }),
  };
  nodes.set(db, known);
  return known;
}
