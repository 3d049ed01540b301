import { Hono } from 'hono';
import { noticesContract as contract } from '../../../schemas/routes/notices.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { route } from '../../web/route.ts';
import { unhurried } from '../../web/unhurried.ts';
import { askNothingMore } from './ask-nothing-more.ts';
import { handIn } from './hand-in.ts';
import { hurryOf, signHurry } from './hurry.ts';
import { listsToRenew, renewList } from './lists.ts';
import { myCode, whereDelivery } from './where.ts';
import { stopAlert, withdrawConsent } from './withdraw.ts';

/**
 * Consents: handing in and looking up for accompaniers (everyone else gets the 404 of what does not exist); "my code"
 * for whoever holds the words, without an account.
 */
export function consentsRoutes(runtime: Runtime): Hono {
  const routes = new Hono();

  route(routes, contract.handIn, ({ who, body }) => handIn(runtime, who.member, body));
  route(routes, contract.whereDelivery, ({ params }) => whereDelivery(runtime, params.delivery));

  route(routes, contract.hurry, async ({ params }) => ({ hurry: await hurryOf(runtime, params.delivery) }));
  route(routes, contract.signHurry, async ({ who, params, body }) => {
    const goes = await signHurry(runtime, who.member, { ...params, ...body });
    return { goesOut: goes && timeOf(goes) };
  });
  route(routes, contract.stop, ({ who, params }) => stopAlert(runtime, who.member, params.delivery));

  route(routes, contract.lists, ({ query }) =>
    listsToRenew(runtime, { after: query.after, most: Number(query.limit) }),
  );
  route(routes, contract.renewList, async ({ who, body }) => {
    await renewList(runtime, who.member, body.list);
    return { kept: true as const };
  });

  // Words that name nothing take as long as words that name something.
  route(routes, contract.myCode, async ({ body: { locator } }) => ({
    deliveries: await unhurried(() => myCode(runtime, locator)),
  }));
  route(routes, contract.withdraw, ({ body: { locator, proofs, peer } }) =>
    unhurried(() => withdrawConsent(runtime, locator, proofs, peer)),
  );
  route(routes, contract.askNothingMore, async ({ body: { locator } }) => {
    await unhurried(() => askNothingMore(runtime, locator));
    return { asksNothingMore: true as const };
  });
  return routes;
}
