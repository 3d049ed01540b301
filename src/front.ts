import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { Refusal } from '../schemas/codes.ts';
import { databaseTrouble } from './database/database.ts';
import { type ReadDoors, routesOf } from './doors.ts';
import type { openFederation } from './federation/federation.ts';
import type { Parts, Room } from './room.ts';
import { answerError, answerNotFound } from './web/errors.tsx';
import { safeHeaders } from './web/headers.ts';
import { visitorKey } from './web/rate-limit-key.ts';
import { refuseFromElsewhere, session } from './web/session.ts';
import { staticRoutes } from './web/static.ts';

/** The key of the limits for whoever asks: their address, or what a proxy of ours says it is. */
export function addressOf(c: Context, proxies: Parameters<typeof visitorKey>[1]): string | null {
  return visitorKey({ remote: getConnInfo(c).remote.address, forwarded: c.req.header('x-forwarded-for') }, proxies);
}

/** All that answers HTTP, in order: what needs no database, who asks, ActivityPub, then the rooms. */
export function openFront(
  rooms: readonly Room[],
  parts: Parts,
  federation: ReturnType<typeof openFederation>,
  said: Pick<ReadDoors, 'assets' | 'hiddenFor'>,
): Hono {
  const { runtime, node, house, flood } = parts;
  const { origin, log } = runtime;
  const app = new Hono();
  app.use(compress());
  app.use(safeHeaders(origin));
  // Whoever watches must get an answer when the database is away, and whoever leaves must get out.
  for (const routes of routesOf(rooms, parts, 'early')) app.route('/', routes);
  app.use(async (_c, next) => {
    // Asked until set-up; afterwards none of it changes.
    if (node.name === null || node.mark == null) {
      const { name, collective, alone } = await house.self();
      Object.assign(node, { name, mark: collective, alone });
    }
    await next();
  });
  app.use(session(house.whoIs, origin, said.hiddenFor));
  for (const { before } of rooms) if (before) app.use(before(parts));
  app.use(async (c, next) => {
    await next();
    if (c.req.method === 'POST' && c.res.status >= 400 && !c.get('signedIn')) flood.refused();
  });
  app.use(async (c, next) => {
    const answer = await federation.handle(c.req.raw);
    if (answer) return answer;
    return next();
  });
  app.use(refuseFromElsewhere);
  const answer = answerError(node, (error) => log.error('web.failed', { error }));
  app.onError((error, c) => {
    if (!databaseTrouble(error)) return answer(error, c);
    log.error('web.no-database', { error });
    return answer(new Refusal('database'), c);
  });
  app.notFound(answerNotFound(node));
  app.route('/', staticRoutes(said.assets));
  for (const routes of routesOf(rooms, parts, 'routes')) app.route('/', routes);
  return app;
}
