import { type Context, Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { membersContract as contract } from '../../schemas/routes/members.ts';
import type { Runtime } from '../runtime.ts';
import { fromOwnPages } from '../web/own-pages.ts';
import { type PageNode, page } from '../web/page.tsx';
import { rateLimit } from '../web/rate-limit.ts';
import { form, route } from '../web/route.ts';
import { bearerToken, cookieToken, giveCookie, takeCookie } from '../web/session.ts';
import { viewOf } from '../web/view.ts';
import { enter, giveEntry } from './enter.ts';
import { EnterBody, enterHead } from './enter-page.tsx';
import { membersForms as forms } from './sent-forms.ts';
import { signOut } from './sign-in.ts';

/**
 * How a browser comes in and leaves. A member's program asks for a link; its page has one button and uses nothing up,
 * so that what looks at links before a person does leaves it good; pressing the button begins the session and leads to
 * `begin`. `addressOf` gives the key of the limits.
 */
export function enterRoutes(
  runtime: Runtime,
  node: PageNode,
  { addressOf, begin }: { addressOf: (c: Context) => string; begin: string },
): Hono {
  const routes = new Hono();
  const tries = rateLimit({ burst: 60, perMinute: 120 });
  const ours = fromOwnPages(runtime.origin);

  route(routes, contract.enter, ({ c }) => {
    const token = bearerToken(c);
    if (token === undefined) throw new Refusal('sign-in-needed');
    return giveEntry(runtime, token);
  });
  routes.use('/enter/:code', async (c, next) => {
    if (!tries(addressOf(c), runtime.clock.now())) throw new Refusal('too-many');
    await next();
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
    giveCookie(c, await enter(runtime, params.code, cookieToken(c)));
    c.header('cache-control', 'no-store');
    return c.redirect(viewOf(c).link(begin), 303);
  };
  form(routes, forms.enter, comeIn, fromOurs);
  form(routes, forms.leave, async ({ c }) => {
    const token = cookieToken(c);
    if (token !== undefined) await signOut(runtime, token);
    takeCookie(c);
    c.header('cache-control', 'no-store');
    return c.redirect(viewOf(c).link('/'), 303);
  });
  return routes;
}
