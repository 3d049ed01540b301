import { Hono } from 'hono';
import { feedLinks } from '../agreements/reading/feed.ts';
import { ReviewReminder } from '../agreements/reading/review-reminder.tsx';
import { handleOf, listedOwn } from '../agreements/versions/shown-versions.ts';
import { ownNode } from '../collective/store.ts';
import { actorUrls } from '../federation/actor-document.ts';
import { myCodePath } from '../notices/addresses.ts';
import type { Runtime } from '../runtime.ts';
import { asksActivity } from '../web/negotiate.ts';
import { type PageNode, page } from '../web/page.tsx';
import { viewOf } from '../web/view.ts';
import { HomeBody, homeHead, WaitingBody, waitingHead } from './home-page.tsx';

/**
 * The first page: what the collective chose to publish, or, before it stands, what to do next. Fediverse servers are
 * led to the actor.
 */
export function homeRoutes({ db, origin, clock }: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  routes.get('/', async (c) => {
    if (asksActivity(c)) return c.redirect(actorUrls(origin).actor, 303);
    const view = viewOf(c);
    const own = await ownNode(db);
    const handle = own && handleOf(own.handle, origin);
    if (!own?.collective || !handle || own.name === null)
      return page(c, { view, node, ...waitingHead(view) }, <WaitingBody view={view} />);
    const { name, summary } = own;
    const home = { name, summary, handle, agreements: await listedOwn(db), partners: [], myCode: myCodePath };
    const reminded = c.get('signedIn') ? home.agreements : [];
    const body = (
      <>
        <ReviewReminder view={view} agreements={reminded} now={clock.now()} />
        <HomeBody view={view} home={home} />
      </>
    );
    return page(c, { view, node, ...homeHead(home), related: feedLinks(view) }, body);
  });
  return routes;
}
