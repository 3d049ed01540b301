import { Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { ownNode } from '../../collective/store.ts';
import type { Runtime } from '../../runtime.ts';
import { asFile } from '../../web/answer.ts';
import { viewOf } from '../../web/view.ts';
import { feedPaths } from '../versions/addresses.ts';
import { reviews } from '../versions/shown-versions.ts';
import { reviewCalendar } from './calendar.ts';
import { atomFeed, jsonFeed } from './feed.ts';
import { feedEntries } from './feed-entries.ts';

/** What happened to our agreements, as feeds, and the days on which they are looked at again, as a calendar. */
export function feedRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  for (const [path, type, write] of [
    [feedPaths.atom, 'application/atom+xml; charset=utf-8', atomFeed],
    [feedPaths.json, 'application/feed+json; charset=utf-8', jsonFeed],
  ] as const)
    routes.get(path, async (c) => {
      const own = await publisher(runtime);
      const view = viewOf(c, own.language ?? undefined);
      const about = { name: own.name, at: own.created };
      return asFile(c, type, write(view, runtime.origin, about, await feedEntries(runtime.db, view, runtime.origin)));
    });
  routes.get(feedPaths.calendar, async (c) => {
    const own = await publisher(runtime);
    const view = viewOf(c, own.language ?? undefined);
    const calendar = reviewCalendar(view, own.name, await reviews(runtime, view.textLanguage));
    return asFile(c, 'text/calendar; charset=utf-8', calendar);
  });
  return routes;
}

/** Who we are; before the collective stands, nobody publishes anything. */
async function publisher({ db }: Runtime) {
  const own = await ownNode(db);
  if (own?.collective == null || own.name === null) throw new Refusal('not-found');
  return { ...own, name: own.name };
}
