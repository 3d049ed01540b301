import { Refusal } from '../../schemas/codes.ts';
import { transaction } from '../database/database.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import { followObject } from '../deliveries/objects.ts';
import { cancelToFollower } from '../deliveries/store.ts';
import { peerByActor } from '../peers/store.ts';
import { randomId } from '../protocol/encoding.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { followerBy, removeFollower } from './store.ts';

/**
 * Removes a follower: nothing new of what we publish is sent there, and their server is asked, by Reject and, where it
 * is other software, by Block with its Undo, to end the follow. It is a request: what was sent may stay, everything
 * published is public, and they may follow again. A Delete still reaches them.
 * @throws `not-found`.
 */
export async function dismissFollower(runtime: Runtime, member: string, actor: string): Promise<void> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    const follower = await followerBy(tx, actor);
    if (!follower) throw new Refusal('not-found', 'actor');
    await removeFollower(tx, actor);
    await cancelToFollower(tx, actor, ['follow', 'follow-undo']);
    const recipient = { actor, inbox: follower.inbox, audience: 'follower' as const };
    const object = followObject(actor);
    const block = `${runtime.origin}/blocks/${randomId()}`;
    const said = [{ kind: 'follow-reject', item: follower.follow }];
    // A Block would end what we follow of theirs too; our own kind does not need it.
    if (!follower.convive) said.push({ kind: 'follow-block', item: block }, { kind: 'follow-unblock', item: block });
    await enqueue(
      tx,
      said.map((one) => ({ ...one, object, recipient })),
      now,
    );
    const peer = (await peerByActor(tx, actor))?.peer ?? null;
    await record(tx, { actor: member, action: 'following.dismissed', subject: peer }, now);
  });
  runtime.wake();
}
