import { setTimeout as pause } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { noticesContract as contract } from '../../../schemas/routes/notices.ts';
import type { Runtime } from '../../runtime.ts';
import { rateLimit } from '../../web/rate-limit.ts';
import { route } from '../../web/route.ts';
import { handIn } from './hand-in.ts';
import { listsToRenew, renewList } from './lists.ts';
import { knowsLocator, myCode, whereDelivery } from './where.ts';
import { withdrawConsent } from './withdraw.ts';

/** Words that name nothing take as long as words that name something, in milliseconds. */
const floorMs = 150;

/**
 * Consents: handing in and looking up for accompaniers (everyone else gets the 404 of what does not exist); "my code"
 * for whoever holds the words, without an account, limited per address. `addressOf` gives the limit's key.
 */
export function consentsRoutes(runtime: Runtime, addressOf: (c: Context) => string): Hono {
  const routes = new Hono();
  const mayAsk = rateLimit({ burst: 20, perMinute: 10 });
  // Behind a proxy or an onion service all strangers share one limit: whoever uses it up must not stop a person who has
  // her words.
  const limitedUnlessKnown = async (c: Context, locator: string) => {
    if (await knowsLocator(runtime.db, locator)) return;
    if (!mayAsk(addressOf(c), runtime.clock.now())) throw new Refusal('too-many');
  };

  route(routes, contract.handIn, ({ who, body }) => handIn(runtime, who.member, body));
  route(routes, contract.whereDelivery, ({ params }) => whereDelivery(runtime.db, params.delivery));

  route(routes, contract.lists, async () => ({ lists: await listsToRenew(runtime.db) }));
  route(routes, contract.renewList, async ({ who, body }) => {
    await renewList(runtime, who.member, body.list);
    return { kept: true as const };
  });

  route(routes, contract.myCode, async ({ c, body: { locator } }) => {
    await limitedUnlessKnown(c, locator);
    return { deliveries: await unhurried(() => myCode(runtime, locator)) };
  });
  route(routes, contract.withdraw, async ({ c, body: { locator, proofs } }) => {
    await limitedUnlessKnown(c, locator);
    return unhurried(() => withdrawConsent(runtime, locator, proofs));
  });
  return routes;
}

/** Answers no sooner than the floor, whatever the answer is. */
async function unhurried<T>(work: () => Promise<T>): Promise<T> {
  const [done] = await Promise.allSettled([work(), pause(floorMs)]);
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}
