import { Hono } from 'hono';
import { refreshOf } from '../peers/refresh.ts';
import type { Runtime } from '../runtime.ts';

/** Before an accompanier is shown anything that a peer sealed, each peer is asked for its newest keys. */
export function refreshedNotices(runtime: Runtime): Hono {
  const routes = new Hono();
  routes.get('/notices/*', async (c, next) => {
    if (c.get('signedIn')) await refreshOf(runtime).beforeShowing();
    await next();
  });
  return routes;
}
