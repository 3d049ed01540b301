import { Refusal } from '../../schemas/codes.ts';
import { ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import { followObject } from '../deliveries/objects.ts';
import { pin } from '../peers/add.ts';
import { actorAt, fetchActor } from '../peers/discover.ts';
import { peerByActor, peerOf } from '../peers/store.ts';
import { randomId } from '../protocol/encoding.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { addFollow, type Follow, followById, followOf, removeFollow } from './store.ts';

/** Whom to follow: a peer by its id, or any actor by URL or handle. */
export type Wanted = { peer: string } | { actor: string };

/**
 * Follows for the whole collective. A Convive node that is not pinned yet is pinned first, so that what it publishes
 * can be checked. Following again changes nothing, unless it was refused: then it asks anew.
 * @throws `not-set-up`, `not-found`, `unreachable`, `conflict` (ourselves).
 */
export async function follow(runtime: Runtime, member: string, wanted: Wanted): Promise<Follow> {
  const own = await ownChain(runtime.db);
  if (!own) throw new Refusal('not-set-up');
  const { actor, inbox, peer } = await find(runtime, member, wanted, own.collective);
  const now = runtime.clock.now();
  const follow = `${runtime.origin}/follows/${randomId()}`;
  const stands = await transaction(runtime.db, async (tx) => {
    if ((await followOf(tx, actor))?.refused) await removeFollow(tx, actor);
    if (await addFollow(tx, { actor, inbox, follow }, now)) {
      const recipient = { actor, inbox, audience: peer === null ? ('follower' as const) : ('peer' as const) };
      await enqueue(tx, [{ kind: 'follow', item: follow, object: followObject(actor), recipient }], now);
      await record(tx, { actor: member, action: 'following.followed', subject: peer }, now);
    }
    return followOf(tx, actor);
  });
  if (!stands) throw new Error('a follow that was added is there');
  runtime.wake();
  return stands;
}

/**
 * Stops following. What they had sent stays until they withdraw it or replace it by a later version; nothing else of
 * theirs is taken.
 * @throws `not-found`.
 */
export async function unfollow(runtime: Runtime, member: string, follow: string): Promise<void> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    const stands = await followById(tx, follow);
    if (!stands) throw new Refusal('not-found');
    const { actor, inbox } = stands;
    const peer = (await peerByActor(tx, actor))?.peer ?? null;
    await removeFollow(tx, actor);
    const recipient = { actor, inbox, audience: peer === null ? ('follower' as const) : ('peer' as const) };
    await enqueue(tx, [{ kind: 'follow-undo', item: follow, object: followObject(actor), recipient }], now);
    await record(tx, { actor: member, action: 'following.unfollowed', subject: peer }, now);
  });
  runtime.wake();
}

async function find(
  runtime: Runtime,
  member: string,
  wanted: Wanted,
  own: string,
): Promise<{ actor: string; inbox: string; peer: string | null }> {
  if ('peer' in wanted) {
    const peer = await peerOf(runtime.db, wanted.peer);
    if (!peer) throw new Refusal('not-found');
    return peer;
  }
  const id = await actorAt(runtime, wanted.actor);
  const pinned = await peerByActor(runtime.db, id);
  if (pinned) return pinned;
  if (new URL(id).origin === runtime.origin) throw new Refusal('conflict', 'actor');
  const actor = await fetchActor(runtime, id, 'by-a-member');
  if (actor.convive) return pin(runtime, member, actor, own);
  return { actor: actor.id, inbox: actor.inbox, peer: null };
}
