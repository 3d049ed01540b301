import { Hono } from 'hono';
import type { Runtime } from '../../runtime.ts';
import { privately } from '../../web/answer.ts';
import { requireMember } from '../../web/session.ts';
import { viewOf } from '../../web/view.ts';
import { receivedAsJson } from './as-json.ts';

/** For members: what was announced to us and is not shown. */
export function wireRoutes({ db }: Runtime): Hono {
  const routes = new Hono();
  routes.get('/agreements/received', async (c) => {
    requireMember(c);
    return privately(c, await receivedAsJson(db, viewOf(c).i18n));
  });
  return routes;
}
