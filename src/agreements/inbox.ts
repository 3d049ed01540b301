import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Database } from '../database/schema.ts';
import type { From, Receive } from '../federation/inbox.ts';
import { firstTime } from '../federation/received.ts';
import { followerBy, followOf, removeFollower } from '../following/store.ts';
import { actorChanged } from '../peers/actor-changed.ts';
import { uuidv7 } from '../platform/ids.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { noteAcknowledgement } from './acknowledgements/fetch.ts';
import { forgetSaid } from './acknowledgements/store.ts';
import { renewPartnersWords } from './search/reindex.ts';
import { countPending, insertPending, knowsObject, removeObject, shownOfObject } from './versions/received-store.ts';
import { objectIdOf, readAcknowledged, readArticle } from './wire/activity.ts';

/** Announcements of one actor that may wait at once. */
const mostPending = 50;

/**
 * Create, Update and Delete from outside, each in effect once. An agreement of a followed actor, and a later version of one that is shown here already, is
 * noted and waits to be fetched and checked; anybody else's is forgotten. A Delete erases what that actor announced, also when we follow it no more. An Update of a
 * pinned collective's actor is looked at for its keys. `wake` starts the fetching.
 */
export function agreementsInbox(
  runtime: Runtime,
  { wake }: { wake: () => void },
): Record<'Create' | 'Update' | 'Delete', Receive> {
  const once = (from: From, id: string, effect: (tx: Transaction<Database>, now: Date) => Promise<void>) => {
    const now = runtime.clock.now();
    return runtime.db.transaction().execute(async (tx) => {
      if (await firstTime(tx, from.actor, id, now)) await effect(tx, now);
    });
  };
  const announced: Receive = async (activity, from) => {
    const follow = await followOf(runtime.db, from.actor);
    const follows = follow !== null && follow.refused === null;
    if (!follows && activity.type !== 'Update') return;
    const article = readArticle(activity, from.actor);
    if (!article) return;
    // Once shown, a page stays here: it is not left at what they have changed since.
    if (!follows && (await shownOfObject(runtime.db, from.actor, article.object)).length === 0) return;
    await once(from, activity.id, async (tx, now) => {
      if ((await countPending(tx, from.actor)) >= mostPending) throw new Refusal('too-many');
      await insertPending(tx, { id: uuidv7(now), actor: from.actor, ...article }, now);
    });
    wake();
  };
  return {
    Create: async (activity, from) => {
      const said = readAcknowledged(activity, from.actor);
      if (!said) return announced(activity, from);
      await noteAcknowledgement(runtime, { activity: activity.id, ...from, ...said });
    },
    Update: async (activity, from) => {
      if (objectIdOf(activity) !== from.actor) return announced(activity, from);
      if (from.peer !== null) await actorChanged(runtime, from.peer, activity.object);
    },
    Delete: async (activity, from) => {
      const object = objectIdOf(activity);
      // Servers tell everybody of everything they delete: what was never here leaves no row.
      const here = object === from.actor ? followerBy(runtime.db, from.actor) : null;
      if (object === null || !((await here) || (await knowsObject(runtime.db, from.actor, object)))) return;
      await once(from, activity.id, async (tx, now) => {
        if (object === from.actor) await removeFollower(tx, from.actor);
        const shown = await shownOfObject(tx, from.actor, object);
        await forgetSaid(
          tx,
          shown.map(({ statement }) => statement),
        );
        const removed = await removeObject(tx, from.actor, object);
        const gone = new Map(shown.map(({ peer, series }) => [series, peer]));
        for (const [series, peer] of gone) await renewPartnersWords(tx, peer, series);
        if (removed && from.peer !== null) {
          await record(tx, { actor: `peer:${from.peer}`, action: 'agreements.erased' }, now);
        }
      });
    },
  };
}
