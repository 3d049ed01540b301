import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import { followObject } from '../deliveries/objects.ts';
import { forgetRemoval } from '../deliveries/store.ts';
import { actorUrls } from '../federation/actor-document.ts';
import type { Receive } from '../federation/inbox.ts';
import { once } from '../federation/received.ts';
import { fetchActor } from '../peers/discover.ts';
import { peerByActor } from '../peers/store.ts';
import type { Takes } from '../room.ts';
import type { Runtime } from '../runtime.ts';
import { rateLimit } from '../web/rate-limit.ts';
import { readAnswer, readFollow, readUndo } from './activity.ts';
import { answerFollow, type Follower, followerBy, followOf, putFollower, removeFollower } from './store.ts';

export type FollowingDeps = {
  /** What a new follower is sent beside the Accept; called in the same transaction. */
  greet: (tx: Transaction<Database>, follower: Follower, now: Date) => Promise<void>;
};

/**
 * Follow, Accept, Reject and Undo from outside, each in effect once. A Follow is answered with an Accept; the
 * follower's actor is fetched from its own origin, after its signature was verified and before the transaction. What is
 * not about us, or changes nothing, leaves no row.
 * @throws `too-many` to an origin that follows again and again: each Follow costs a fetch and rows.
 */
export function followingTakes(runtime: Runtime, { greet }: FollowingDeps): Takes[] {
  const us = actorUrls(runtime.origin).actor;
  const follows = rateLimit({ burst: 60, perMinute: 30 });
  const answered: Receive = async (activity, from) => {
    const read = readAnswer(activity, us);
    if (read?.actor !== from.actor || (await followOf(runtime.db, from.actor)) === null) return;
    await once(runtime, from, read.id, async (tx, now) => {
      const asked = read.follow ?? (await followOf(tx, from.actor))?.follow;
      if (asked !== undefined) await answerFollow(tx, { actor: from.actor, follow: asked }, read.answer, now);
    });
  };
  const followed: Receive = async (activity, from) => {
    const read = readFollow(activity, us);
    if (read?.actor !== from.actor) return;
    if (!follows(new URL(from.actor).origin, runtime.clock.now())) throw new Refusal('too-many');
    const follower = await followerAt(runtime, from.actor);
    await once(runtime, from, read.id, async (tx, now) => {
      await putFollower(tx, { ...follower, follow: read.id }, now);
      await forgetRemoval(tx, follower.actor);
      const recipient = { actor: follower.actor, inbox: follower.inbox, audience: 'follower' as const };
      const object = followObject(follower.actor);
      await enqueue(tx, [{ kind: 'follow-accept', item: read.id, object, recipient }], now);
      await greet(tx, follower, now);
    });
    runtime.wake();
  };
  const undone: Receive = async (activity, from) => {
    const read = readUndo(activity, us);
    if (read?.actor !== from.actor || (await followerBy(runtime.db, from.actor)) === null) return;
    await once(runtime, from, read.id, async (tx) => {
      await removeFollower(tx, from.actor, read.follow ?? undefined);
    });
  };
  return [
    { activity: 'Follow', receive: followed },
    { activity: 'Accept', receive: answered },
    { activity: 'Reject', receive: answered },
    { activity: 'Undo', receive: undone },
  ];
}

/**
 * Forgets a follower whose account was deleted. Servers tell everybody of it: an actor that never followed leaves no
 * row.
 */
export async function followerLeft(runtime: Runtime, actor: string, id: string): Promise<void> {
  if ((await followerBy(runtime.db, actor)) === null) return;
  await once(runtime, { actor }, id, async (tx) => {
    await removeFollower(tx, actor);
  });
}

/** A pinned collective's inbox is the pinned one; anyone else's is what their own document says now. */
async function followerAt(runtime: Runtime, actor: string): Promise<Follower> {
  const peer = await peerByActor(runtime.db, actor);
  if (peer) return { actor, inbox: peer.inbox, convive: true };
  const { inbox, convive } = await fetchActor(runtime, actor);
  return { actor, inbox, convive };
}
