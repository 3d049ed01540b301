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
  closes: async ({ runtime: { db } }) => {
    await rewriteErased(db);
    await compact(db);
  },
} satisfies Room;
