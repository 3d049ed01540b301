import type { I18n } from '@lingui/core';
import * as z from 'zod';
import { ownNode } from '../collective/store.ts';
import type { Sender } from '../deliveries/worker.ts';
import { actorUrls } from '../federation/actor-document.ts';
import { activityStreams } from '../federation/contexts.ts';
import { isObject, type JsonObject, named, objectIdOf, only } from '../federation/json-shape.ts';
import { i18nFor } from '../platform/i18n.ts';
import { followerBy } from './store.ts';

/*
 * Follow, Accept, Reject, Undo and Block as they go over the wire. Other software adds fields, and embeds what we name:
 * what counts is who signed, which the inbox has verified, and what is named.
 */

const iri = z.string().regex(/^https?:\/\/[!-~]{1,492}$/);

/** The id of an incoming Follow of us, or null when it is of something else or has none that we could answer to. */
export function readFollow(activity: JsonObject, us: string): string | null {
  return objectIdOf(activity) === us ? (iri.safeParse(activity.id).data ?? null) : null;
}

/**
 * What an incoming Accept or Reject answers: our Follow by its id, or `any` when they name it by actor and object
 * alone; null when it is no answer to a Follow of ours.
 */
export function readAnswer(activity: JsonObject, us: string, actor: string): string | 'any' | null {
  const answered = only(activity.object);
  if (!isObject(answered)) return named(answered);
  if (only(answered.type) !== 'Follow') return null;
  if (answered.id !== undefined) return named(answered.id);
  return named(answered.actor) === us && named(answered.object) === actor ? 'any' : null;
}

/**
 * What an incoming Undo ends, in all forms that software sends: the Follow embedded, its id, or our actor as object
 * (snac, when nothing confirmed the Follow). `any` is whatever Follow of theirs we hold; null is nothing of ours.
 */
export function readUndo(activity: JsonObject, us: string): string | 'any' | null {
  const undone = only(activity.object);
  const id = named(undone);
  if (!isObject(undone)) return id === us ? 'any' : id;
  if (only(undone.type) !== 'Follow') return null;
  // Embedded, it says itself what it is; its id is not compared, because some software mints another one for the copy.
  if (undone.object === undefined) return id;
  return named(undone.object) === us ? 'any' : null;
}

/** Said with a Reject where no more may follow. */
function noMore(i18n: I18n): string {
  return i18n._(
    'following.full',
    {},
    { message: 'We can take no more followers from there for now. Please try again another day.' },
  );
}

type Kinds =
  | 'follow'
  | 'follow-undo'
  | 'follow-accept'
  | 'follow-reject'
  | 'follow-full'
  | 'follow-block'
  | 'follow-unblock';

/**
 * Builds what this room sends: our Follow and its Undo; the Accept of theirs with their Follow embedded, or a Reject
 * with a sentence where no more may follow; and to whom we removed, the Reject of it, and a Block that is undone at
 * once, because some software ends a follow by nothing else.
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
    'follow-full': async (tx, row) => {
      if ((await followerBy(tx, row.recipient)) !== null) return { cancel: 'followed-again' };
      return activity(idOfRow(row), row.recipient, {
        type: 'Reject',
        summary: noMore(i18nFor((await ownNode(tx))?.language ?? 'en')),
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
