import type { Room } from '../room.ts';
import { compact, rewriteErased, rewriteEveryMs } from './rewrite.ts';

/** The kit of the database keeps the keys of sealed rows, and sees that what was erased is gone from its files. */
export const room = {
  name: 'database',
  tables: {
    row_keys: { shown: false, until: 'ended' },
    rewrites_due: { shown: false, until: 'ended' },
  },
  chores: ({ runtime: { db } }) => ({ rewrite: { everyMs: rewriteEveryMs, work: () => rewriteErased(db) } }),
  closes: async ({ runtime: { db, log } }) => {
    try {
      await rewriteErased(db);
      await compact(db);
    } catch (error) {
      // The next start does it: what the other rooms do last must not wait for it.
      log.warn('database.not-rewritten', { error });
    }
  },
} satisfies Room;
