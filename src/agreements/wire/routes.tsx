import { Hono } from 'hono';
import { agreementsContract as contract } from '../../../schemas/routes/agreements.ts';
import type { Runtime } from '../../runtime.ts';
import { route } from '../../web/route.ts';
import { viewOf } from '../../web/view.ts';
import { receivedAsJson } from './as-json.ts';

/** For members: what was announced to us and is not shown. */
export function wireRoutes({ db }: Runtime): Hono {
  const routes = new Hono();
  route(routes, contract.received, ({ c }) => receivedAsJson(db, viewOf(c).i18n));
  return routes;
}
