import { setTimeout as pause } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { header } from '../../../schemas/delivery.ts';
import { b64u16, b64u32, recipient } from '../../../schemas/encodings.ts';
import { envelope } from '../../../schemas/envelope.ts';
import type { Runtime } from '../../runtime.ts';
import { privately } from '../../web/answer.ts';
import { rateLimit } from '../../web/rate-limit.ts';
import { known, readBody } from '../../web/read-body.ts';
import { requireMember } from '../../web/session.ts';
import { handIn } from './hand-in.ts';
import { listsToRenew, renewList } from './lists.ts';
import { knowsLocator, myCode, whereDelivery } from './where.ts';
import { withdrawConsent } from './withdraw.ts';

const sealedBody = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(100_000);
const handedIn = z.strictObject({ header, body: sealedBody, locatorHash: b64u32, box: recipient, draft: b64u16 });
const located = z.strictObject({ locator: b64u16 });
const withdrawals = z.strictObject({
  locator: b64u16,
  proofs: z
    .array(
      z.strictObject({
        delivery: b64u16,
        token: b64u16,
        notice: z.strictObject({ header, body: sealedBody }).nullable(),
      }),
    )
    .max(64),
});
const renewed = z.strictObject({ list: envelope });
/** One sealed alert; and as many sealed withdrawals as one person may have. */
const alertLimit = 128 * 1024;
const withdrawalsLimit = 1024 * 1024;
/** Three thousand ids, twice as base64url. */
const listLimit = 256 * 1024;
/** Words that name nothing take as long as words that name something, in milliseconds. */
const floorMs = 150;

/**
 * Consents: handing in and looking up for accompaniers (everyone else gets the 404 of what does not exist); "my code"
 * for whoever holds the words, without an account, limited per address. `addressOf` gives the limit's key.
 */
export function consentsRoutes(runtime: Runtime, addressOf: (c: Context) => string): Hono {
  const routes = new Hono();
  const mayAsk = rateLimit({ burst: 20, perMinute: 10 });
  // Behind a proxy or an onion service all strangers share one limit: whoever uses it up must not stop a person who has her words.
  const limitedUnlessKnown = async (c: Context, locator: string) => {
    if (await knowsLocator(runtime.db, locator)) return;
    if (!mayAsk(addressOf(c), runtime.clock.now())) throw new Refusal('too-many');
  };

  routes.post('/consents', async (c) => {
    const { member } = requireMember(c, 'accompanier');
    return privately(c, await handIn(runtime, member, await readBody(c, handedIn, alertLimit)), 201);
  });
  routes.get('/consents/:delivery/where', async (c) => {
    requireMember(c, 'accompanier');
    return privately(c, await whereDelivery(runtime.db, known(b64u16, c.req.param('delivery'))));
  });

  routes.get('/lists', async (c) => {
    requireMember(c, 'accompanier');
    return privately(c, { lists: await listsToRenew(runtime.db) });
  });
  routes.post('/lists', async (c) => {
    const { member } = requireMember(c, 'accompanier');
    await renewList(runtime, member, (await readBody(c, renewed, listLimit)).list);
    return privately(c, { kept: true }, 201);
  });

  routes.post('/my-code', async (c) => {
    const { locator } = await readBody(c, located);
    await limitedUnlessKnown(c, locator);
    return privately(c, { deliveries: await unhurried(() => myCode(runtime, locator)) });
  });
  routes.post('/my-code/withdrawals', async (c) => {
    const { locator, proofs } = await readBody(c, withdrawals, withdrawalsLimit);
    await limitedUnlessKnown(c, locator);
    return privately(c, await unhurried(() => withdrawConsent(runtime, locator, proofs)));
  });
  return routes;
}

/** Answers no sooner than the floor, whatever the answer is. */
async function unhurried<T>(work: () => Promise<T>): Promise<T> {
  const [done] = await Promise.allSettled([work(), pause(floorMs)]);
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}
