import { type Context, Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract as contract } from '../../schemas/routes/members.ts';
import type { Runtime } from '../runtime.ts';
import { fromOwnPages } from '../web/own-pages.ts';
import { type PageNode, page } from '../web/page.tsx';
import { form, route } from '../web/route.ts';
import { bearerToken, cookieToken, giveCookie, takeCookie } from '../web/session.ts';
import { slowToRefuse } from '../web/unhurried.ts';
import { viewOf } from '../web/view.ts';
import { enter, giveEntry } from './enter.ts';
import { EnterBody, enterHead } from './enter-page.tsx';
import { membersForms as forms } from './sent-forms.ts';
import { signOut } from './sign-in.ts';

/**
 * How a browser comes in and leaves. A member's program asks for a link; its page has one button and uses nothing up,
 * so that what looks at links before a person does leaves it good; pressing the button begins the session and leads to
 * `begin`.
 */
export function enterRoutes(runtime: Runtime, node: PageNode, { begin }: { begin: string }): Hono {
  const routes = new Hono();
  const ours = fromOwnPages(runtime.origin);

  route(routes, contract.enter, ({ c }) => {
    const token = bearerToken(c);
    if (token === undefined) throw new Refusal('sign-in-needed');
    return giveEntry(runtime, token);
  });
  routes.get('/enter/:code', (c) => {
    const view = viewOf(c);
    return page(c, { view, node, ...enterHead(view) }, <EnterBody view={view} />);
  });
  // Otherwise another site could let its visitors in as somebody else.
  const fromOurs = async (c: Context) => {
    if (!(await ours(c))) throw new Refusal('elsewhere');
  };
  const comeIn = async ({ c, params }: { c: Context; params: { code: string } }) => {
    giveCookie(c, await slowToRefuse(() => enter(runtime, params.code, cookieToken(c))));
    c.header('cache-control', 'no-store');
    return c.redirect(viewOf(c).link(begin), 303);
  };
  form(routes, forms.enter, comeIn, { gate: fromOurs });
  form(routes, forms.leave, async ({ c }) => {
    const token = cookieToken(c);
    if (token !== undefined) await signOut(runtime, token);
    takeCookie(c);
    c.header('cache-control', 'no-store');
    return c.redirect(viewOf(c).link('/'), 303);
  });
  return routes;
}
