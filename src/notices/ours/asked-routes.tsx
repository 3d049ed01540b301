import { Hono } from 'hono';
import { noticesAskedContract as contract } from '../../../schemas/routes/notices-asked.ts';
import type { Runtime } from '../../runtime.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { route } from '../../web/route.ts';
import { unhurried } from '../../web/unhurried.ts';
import { viewOf } from '../../web/view.ts';
import { askedPath } from '../addresses.ts';
import { askedOnPhones } from './asked.ts';
import { AskedBody, askedHead } from './asked-page.tsx';

/** What the person affected is asked on her own phone: the page, and sealed what goes between it and the desk. */
export function askedRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  const asked = askedOnPhones(runtime.clock);

  routes.get(askedPath, (c) => {
    const view = viewOf(c);
    return page(c, { view, node, ...askedHead(view) }, <AskedBody view={view} />);
  });

  route(routes, contract.ask, ({ who, body }) => {
    asked.ask(who.member, body.asked, body.sealed);
    return { kept: true as const };
  });
  // An id that names nothing takes as long as one that names something.
  route(routes, contract.question, async ({ params }) => ({
    sealed: await unhurried(async () => asked.question(params.asked)),
  }));
  route(routes, contract.answer, async ({ params, body }) => {
    await unhurried(async () => asked.answer(params.asked, body.sealed));
    return { kept: true as const };
  });
  route(routes, contract.answered, ({ who, params }) => ({ sealed: asked.answered(who.member, params.asked) }));
  route(routes, contract.endAsking, ({ who, params }) => {
    asked.end(who.member, params.asked);
    return { ended: true as const };
  });
  return routes;
}
