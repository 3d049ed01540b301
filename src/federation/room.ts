import type { Room } from '../room.ts';
import { pruneKeys } from './key-store.ts';
import { pruneReceived, pruneSignatures } from './received.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** So long a repeat of an activity is known as one. */
const rememberedMs = 366 * dayMs;

/** The kit of ActivityPub keeps keys of strangers, and which activities came. */
export const room = {
  name: 'federation',
  kept: /^\/(?:actor|actors\/self\/(?:outbox|followers|following|featured))$/,
  tables: {
    kv: { shown: false, until: { chore: 'keys' } },
    received_activities: { shown: false, until: { chore: 'dedupe' } },
  },
  chores: ({ runtime: { db, clock } }) => ({
    dedupe: { everyMs: dayMs, work: () => pruneReceived(db, new Date(clock.now().getTime() - rememberedMs)) },
    signatures: {
      everyMs: hourMs,
      work: () => pruneSignatures(db, new Date(clock.now().getTime() - 2 * hourMs)),
    },
    keys: { everyMs: dayMs, work: () => pruneKeys(db, clock.now()) },
  }),
} satisfies Room;
