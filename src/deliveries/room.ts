import type { Room } from '../room.ts';
import { pruneLanes, pruneSettled, pruneStrangers } from './store.ts';

const hourMs = 3_600_000;

/*
 * Ledger: one row per item and recipient, from due to sent, failed or cancelled. Lane: the rows for one host that wait
 * for each other, erase before ordinary. Sender: builds an item from current rows when its turn comes. Receipt: what
 * the other side says of what it was sent.
 */
export const room = {
  name: 'deliveries',
  tables: {
    deliveries: { shown: false, until: { chore: 'receipts' } },
    lanes: { shown: false, until: { chore: 'lanes' } },
  },
  chores: ({ runtime: { db, clock }, saidOnce }) => ({
    lanes: { everyMs: hourMs, work: () => pruneLanes(db, clock.now()) },
    strangers: { everyMs: hourMs, work: () => pruneStrangers(db, new Date(clock.now().getTime() - 7 * 24 * hourMs)) },
    receipts: {
      everyMs: hourMs,
      work: () => pruneSettled(db, saidOnce, new Date(clock.now().getTime() - 24 * hourMs)),
    },
  }),
} satisfies Room;
