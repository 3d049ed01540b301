import { Refusal } from '../../schemas/codes.ts';
import type { From, Receive } from '../federation/inbox.ts';
import { objectIdOf } from '../federation/json-shape.ts';
import { once } from '../federation/received.ts';
import { followOf } from '../following/store.ts';
import { requireRoomFor } from '../peers/room-for.ts';
import { lockAndCount } from '../peers/store.ts';
import { uuidv7 } from '../platform/ids.ts';
import type { Takes } from '../room.ts';
import type { Runtime } from '../runtime.ts';
import { noteAcknowledgement } from './acknowledgements/fetch.ts';
import { takenDown } from './taken-down.ts';
import { countPending, insertPending, knowsObject, shownOfObject } from './versions/received-store.ts';
import { standsAgain } from './versions/taken-down-store.ts';
import { carriesAcknowledgement, carriesArticle, readAcknowledged, readArticle } from './wire/activity.ts';

/** Announcements of one actor that may wait at once. */
const mostPending = 50;

/**
 * What other collectives announce and take back, each in effect once. An agreement of a followed actor, and a later
 * version of one that is shown here already, is noted and waits to be fetched and checked; anybody else's is forgotten.
 * A Delete marks what that actor announced, also when we follow it no more. `wake` starts the fetching of versions,
 * `wakeWithdrawals` that of withdrawals.
 */
export function agreementsTakes(
  runtime: Runtime,
  { wake, wakeWithdrawals }: { wake: () => void; wakeWithdrawals: () => void },
): Takes[] {
  const announced: Receive = async (activity, from) => {
    if (await noteAnnounced(runtime, activity, from)) wake();
  };
  const gone: Receive = async (activity, from) => {
    await takenDown(runtime, activity, from);
    wakeWithdrawals();
  };
  const acknowledged: Receive = async (activity, from) => {
    const said = readAcknowledged(activity, from.actor);
    if (said) await noteAcknowledgement(runtime, { activity: activity.id, ...from, ...said });
  };
  const known: Takes['object'] = async (activity, { actor }) => {
    const object = objectIdOf(activity);
    // Servers tell everybody of everything they delete: what was never here leaves no row.
    return object !== null && (await knowsObject(runtime.db, actor, object));
  };
  return [
    { activity: 'Create', object: carriesArticle, receive: announced },
    { activity: 'Update', object: carriesArticle, receive: announced },
    { activity: 'Create', object: carriesAcknowledgement, receive: acknowledged },
    { activity: 'Delete', object: known, receive: gone },
  ];
}

/** Notes what an activity announces for fetching; false when nothing is to be fetched. */
async function noteAnnounced(runtime: Runtime, activity: Parameters<Receive>[0], from: From): Promise<boolean> {
  const { db } = runtime;
  const follow = await followOf(db, from.actor);
  const follows = follow !== null && follow.refused === null;
  if (!follows && activity.type !== 'Update') return false;
  const article = readArticle(activity, from.actor);
  if (!article) return false;
  // Once shown, a page stays here: it is not left at what they have changed since.
  if (!follows && (await shownOfObject(db, from.actor, article.object)).length === 0) return false;
  await once(runtime, from, activity.id, async (tx, now) => {
    if (from.peer !== null) await lockAndCount(tx, from.peer);
    if ((await countPending(tx, from.actor)) >= mostPending) throw new Refusal('too-many');
    await standsAgain(tx, from.actor, article.object);
    await requireRoomFor(tx, { peer: from.peer ?? '', actor: from.actor }, 0);
    await insertPending(tx, { id: uuidv7(now), actor: from.actor, ...article }, now);
  });
  return true;
}
