import * as z from 'zod';
import type { Sender } from '../deliveries/worker.ts';
import { actorUrls } from '../federation/actor-document.ts';
import { activityStreams } from '../federation/contexts.ts';
import { followerBy } from './store.ts';

/*
 * Follow, Accept, Reject and Undo as they go over the wire. Other software adds fields: unknown ones are let through,
 * unused.
 */

const iri = z.string().regex(/^https?:\/\/[!-~]{1,492}$/);
const embedded = z.looseObject({
  id: iri.optional(),
  type: z.string().max(100),
  actor: iri.optional(),
  object: iri.optional(),
});
const object = z.union([iri, embedded]);

const followIn = z.looseObject({ id: iri, type: z.literal('Follow'), actor: iri, object });
const answerIn = z.looseObject({ id: iri, type: z.enum(['Accept', 'Reject']), actor: iri, object });
const undoIn = z.looseObject({ id: iri, type: z.literal('Undo'), actor: iri, object });

/** An incoming Follow of us, or null when it is of something else or has another form. */
export function readFollow(activity: unknown, us: string): { id: string; actor: string } | null {
  const read = followIn.safeParse(activity);
  if (!read.success || idOf(read.data.object) !== us) return null;
  return { id: read.data.id, actor: read.data.actor };
}

/**
 * An incoming answer to a Follow of ours: which, and by whom. `follow` is null when they name it by actor and object
 * alone.
 */
export function readAnswer(
  activity: unknown,
  us: string,
): { id: string; actor: string; answer: 'accepted' | 'refused'; follow: string | null } | null {
  const read = answerIn.safeParse(activity);
  if (!read.success) return null;
  const { id, actor, type, object: answered } = read.data;
  const answer = type === 'Accept' ? 'accepted' : 'refused';
  if (typeof answered === 'string') return { id, actor, answer, follow: answered };
  if (answered.type !== 'Follow') return null;
  if (answered.id !== undefined) return { id, actor, answer, follow: answered.id };
  return answered.actor === us && answered.object === actor ? { id, actor, answer, follow: null } : null;
}

/**
 * An incoming Undo of a Follow of us, in all three forms that software sends: the Follow embedded, its id, or our actor
 * as object. `follow` is what must match the Follow that we hold, null when none was named.
 */
export function readUndo(activity: unknown, us: string): { id: string; actor: string; follow: string | null } | null {
  const read = undoIn.safeParse(activity);
  if (!read.success) return null;
  const { id, actor, object: undone } = read.data;
  if (typeof undone === 'string') return { id, actor, follow: undone === us ? null : undone };
  if (undone.type !== 'Follow') return null;
  // Embedded, it says itself what it is; its id is not compared, because some software mints another one for the copy.
  const ours = undone.object === us && (undone.actor === undefined || undone.actor === actor);
  return ours ? { id, actor, follow: null } : null;
}

const idOf = (value: z.infer<typeof object>): string | undefined => (typeof value === 'string' ? value : value.id);

type Kinds = 'follow' | 'follow-undo' | 'follow-accept' | 'follow-reject' | 'follow-block' | 'follow-unblock';

/**
 * Builds what this room sends: our Follow and its Undo; the Accept of theirs with their Follow embedded; and to whom we
 * removed, the Reject of it, and a Block that is undone at once, because some software ends a follow by nothing else.
 */
export function followingSenders(origin: string): Record<Kinds, Sender> {
  const us = actorUrls(origin).actor;
  const activity = (id: string, recipient: string, body: Record<string, unknown>): { send: string } => ({
    send: JSON.stringify({ '@context': activityStreams, id, actor: us, to: [recipient], ...body }),
  });
  const idOfRow = (row: { id: string }) => `${origin}/activities/${row.id}`;
  return {
    follow: async (_tx, row) => activity(row.item, row.recipient, { type: 'Follow', object: row.recipient }),
    'follow-undo': async (_tx, row) =>
      activity(idOfRow(row), row.recipient, {
        type: 'Undo',
        object: { id: row.item, type: 'Follow', actor: us, object: row.recipient },
      }),
    'follow-accept': async (tx, row) => {
      const follower = await followerBy(tx, row.recipient);
      if (follower?.follow !== row.item) return { cancel: 'undone' };
      return activity(idOfRow(row), row.recipient, {
        type: 'Accept',
        object: { id: row.item, type: 'Follow', actor: row.recipient, object: us },
      });
    },
    'follow-reject': async (tx, row) => {
      // Who follows again meanwhile is not refused anew.
      if ((await followerBy(tx, row.recipient)) !== null) return { cancel: 'followed-again' };
      return activity(idOfRow(row), row.recipient, {
        type: 'Reject',
        object: { id: row.item, type: 'Follow', actor: row.recipient, object: us },
      });
    },
    'follow-block': async (tx, row) => {
      if ((await followerBy(tx, row.recipient)) !== null) return { cancel: 'followed-again' };
      return activity(row.item, row.recipient, { type: 'Block', object: row.recipient });
    },
    'follow-unblock': async (_tx, row) =>
      activity(idOfRow(row), row.recipient, {
        type: 'Undo',
        object: { id: row.item, type: 'Block', actor: us, object: row.recipient },
      }),
  };
}
