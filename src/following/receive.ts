import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import { enqueue } from '../deliveries/enqueue.ts';
import { followObject } from '../deliveries/objects.ts';
import { forgetRemoval } from '../deliveries/store.ts';
import { actorUrls } from '../federation/actor-document.ts';
import type { From, Receive } from '../federation/inbox.ts';
import { aboutItsActor, objectIdOf } from '../federation/json-shape.ts';
import { once, signatureKey } from '../federation/received.ts';
import { fetchActor } from '../peers/discover.ts';
import { peerByActor } from '../peers/store.ts';
import { domainOf } from '../platform/addresses.ts';
import type { Takes } from '../room.ts';
import type { Runtime } from '../runtime.ts';
import { rateLimit } from '../web/rate-limit.ts';
import { readAnswer, readFollow, readUndo } from './activity.ts';
import type { HasRoom } from './follower-limit.ts';
import { answerFollow, type Follower, followerBy, followOf, putFollower, removeFollower } from './store.ts';

export type FollowingDeps = {
  hasRoom: HasRoom;
  /** What a new follower is sent beside the Accept; called in the same transaction. */
  greet: (tx: Transaction<Database>, follower: Follower, now: Date) => Promise<void>;
};

/**
 * A Follow that comes again within this time is only repeated, because our answer was late; after it they ask anew, and
 * an Undo did not reach us.
 */
const answerMs = 1_800_000;

/**
 * Follow, Accept, Reject, Undo and Block from outside. A Follow is answered with an Accept; the follower's actor is
 * fetched from its own origin, after its signature was verified and before the transaction. What is not about us, or
 * changes nothing, leaves no row. Ids count for nothing but an answer: some software gives every Follow of the same
 * actor the same one (PeerTube), and who follows again after an Undo has followed again.
 * Where no more may follow the answer is a Reject that says so; whoever is told so may follow again later.
 * @throws `too-many` to an origin that follows again and again: each Follow costs a fetch and rows.
 */
export function followingTakes(runtime: Runtime, { greet, hasRoom }: FollowingDeps): Takes[] {
  const us = actorUrls(runtime.origin).actor;
  const comes = inTime(runtime);
  const answered: Receive = async (activity, from) => {
    const read = readAnswer(activity, us, from.actor);
    if (read === null || (await followOf(runtime.db, from.actor)) === null) return;
    const answer = activity.type === 'Accept' ? 'accepted' : 'refused';
    comes.answers(from);
    await once(runtime, from, activity.id, async (tx, now) => {
      const asked = read === 'any' ? (await followOf(tx, from.actor))?.follow : read;
      if (asked !== undefined) await answerFollow(tx, { actor: from.actor, follow: asked }, answer, now);
    });
  };
  const followed: Receive = async (activity, from) => {
    const follow = readFollow(activity, us);
    if (follow === null) return;
    comes.follows(from);
    const stands = await followerBy(runtime.db, from.actor);
    const since = runtime.clock.now().getTime() - (stands?.followed.getTime() ?? 0);
    if (stands?.follow === follow && since < answerMs) return;
    const follower = await followerAt(runtime, from.actor);
    await once(runtime, from, signatureKey(from.signature), async (tx, now) => {
      const recipient = { actor: follower.actor, inbox: follower.inbox, audience: 'follower' as const };
      const object = followObject(follower.actor);
      // A pinned collective is no stranger in a crowd.
      if (stands === null && from.peer === null && !(await hasRoom(tx, follower.actor, now)))
        return enqueue(tx, [{ kind: 'follow-full', item: follow, object, recipient }], now);
      await putFollower(tx, { ...follower, follow, key: from.key }, now);
      await forgetRemoval(tx, follower.actor);
      await enqueue(tx, [{ kind: 'follow-accept', item: follow, object, recipient }], now);
      await greet(tx, follower, now);
    });
    runtime.wake();
  };
  const undone: Receive = async (activity, from) => {
    const follow = readUndo(activity, us);
    if (follow !== null) await forget(runtime, from, follow === 'any' ? undefined : follow);
  };
  // It ends both directions, as elsewhere: they do not want to hear of us, and what we follow of them is refused.
  const blocked: Receive = async (activity, from) => {
    if (objectIdOf(activity) !== us) return;
    await forget(runtime, from);
    const asked = await followOf(runtime.db, from.actor);
    if (asked === null || asked.refused !== null) return;
    await once(runtime, from, activity.id, async (tx, now) => {
      await answerFollow(tx, asked, 'refused', now);
    });
  };
  return [
    { activity: 'Follow', receive: followed },
    { activity: 'Accept', receive: answered },
    { activity: 'Reject', receive: answered },
    { activity: 'Undo', receive: undone },
    { activity: 'Block', receive: blocked },
    // Servers tell everybody of every account that was deleted.
    { activity: 'Delete', object: aboutItsActor, receive: (_activity, from) => forget(runtime, from) },
  ];
}

/** @throws `too-many` to who comes again and again: what each leaves stays for a while. */
function inTime({ clock }: Runtime) {
  const ofOrigin = rateLimit({ burst: 60, perMinute: 30 });
  // However many names a domain has: each Follow leaves rows for two hours, and a greeting in the ledger.
  const ofDomain = rateLimit({ burst: 500, perMinute: 5 });
  // What they answered is remembered for a year.
  const ofActor = rateLimit({ burst: 20, perMinute: 0.1 });
  return {
    follows({ actor, peer }: From): void {
      const now = clock.now();
      const free = ofOrigin(new URL(actor).origin, now) && (peer !== null || ofDomain(domainOf(actor), now));
      if (!free) throw new Refusal('too-many');
    },
    answers({ actor }: From): void {
      if (!ofActor(actor, clock.now())) throw new Refusal('too-many');
    },
  };
}

/**
 * Forgets a follower; with `follow`, only while they follow under that Follow. The same request again, from before they
 * followed anew, ends nothing. Who never followed leaves no row.
 */
async function forget(runtime: Runtime, from: From, follow?: string): Promise<void> {
  const stands = await followerBy(runtime.db, from.actor);
  if (stands === null || (follow !== undefined && stands.follow !== follow)) return;
  await once(runtime, from, signatureKey(from.signature), async (tx) => {
    await removeFollower(tx, from.actor, follow);
  });
}

/** A pinned collective's inbox is the pinned one; anyone else's is what their own document says now. */
async function followerAt(runtime: Runtime, actor: string): Promise<Follower> {
  const peer = await peerByActor(runtime.db, actor);
  if (peer) return { actor, inbox: peer.inbox, convive: true };
  const { inbox, convive } = await fetchActor(runtime, actor);
  return { actor, inbox, convive };
}
