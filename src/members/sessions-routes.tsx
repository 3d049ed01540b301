import { Hono } from 'hono';
import { transaction } from '../database/database.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { type PageNode, page } from '../web/page.tsx';
import { form } from '../web/route.ts';
import { cookieToken, requireMember, takeCookie } from '../web/session.ts';
import { viewOf } from '../web/view.ts';
import { sessionsPath } from './addresses.ts';
import { membersForms as forms } from './sent-forms.ts';
import { deleteSessionOf, endSessionsOf, sessionsOfMember } from './session-store.ts';
import { SessionsBody, sessionsHead } from './sessions-page.tsx';
import { hashOf } from './token.ts';

/** More than a person has at once: each ends by itself within half an hour without use. */
const mostShown = 100;

/** Where a member is signed in: they see their own sessions, and end one or all. */
export function sessionsRoutes({ db, clock }: Pick<Runtime, 'db' | 'clock'>, node: PageNode): Hono {
  const routes = new Hono();
  routes.get(sessionsPath, async (c) => {
    const { member } = requireMember(c);
    const view = viewOf(c);
    const sessions = await sessionsOfMember(db, member, clock.now(), mostShown);
    const here = hashOf(cookieToken(c) ?? '');
    return page(c, { view, node, ...sessionsHead(view) }, <SessionsBody view={view} sessions={sessions} here={here} />);
  });
  form(routes, forms.endSession, async ({ c, who, body }) => {
    await transaction(db, async (tx) => {
      await deleteSessionOf(tx, who.member, body.session);
      await record(tx, { actor: who.member, action: 'sessions.ended' }, clock.now());
    });
    const ended = body.session === hashOf(cookieToken(c) ?? '');
    if (ended) takeCookie(c);
    return c.redirect(viewOf(c).link(ended ? '/' : sessionsPath), 303);
  });
  form(routes, forms.endAll, async ({ c, who }) => {
    await transaction(db, async (tx) => {
      await endSessionsOf(tx, [who.member]);
      await record(tx, { actor: who.member, action: 'sessions.ended' }, clock.now());
    });
    takeCookie(c);
    return c.redirect(viewOf(c).link('/'), 303);
  });
  return routes;
}
