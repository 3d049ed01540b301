import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import type { Runtime } from '../runtime.ts';
import type { PageNode } from '../web/page.tsx';
import { acknowledgementsRoutes } from './acknowledgements/routes.tsx';
import { differencesRoutes } from './differences/routes.tsx';
import { publishingRoutes } from './publishing/routes.tsx';
import { readingRoutes } from './reading/routes.tsx';
import { roundRoutes } from './rounds/routes.tsx';
import { decideRoutes } from './rounds/start-routes.tsx';
import { searchRoutes } from './search/routes.tsx';
import { writingRoutes } from './texts/routes.tsx';
import { wireRoutes } from './wire/routes.tsx';

/**
 * Our agreements and those of the collectives we follow: members write, decide and publish them, everybody reads them.
 */
export function agreementsRoutes(runtime: Runtime, node: PageNode, addressOf: (c: Context) => string | null): Hono {
  const routes = new Hono();
  routes.route('/', searchRoutes(runtime, node, addressOf));
  routes.route('/', roundRoutes(runtime, node));
  routes.route('/', decideRoutes(runtime, node));
  routes.route('/', writingRoutes(runtime, node));
  // What follows is asked for again and again, and answered with an ETag.
  for (const path of ['/agreements', '/agreements/*', '/partners/*']) routes.use(path, etag());
  routes.route('/', differencesRoutes(runtime, node));
  routes.route('/', acknowledgementsRoutes(runtime));
  routes.route('/', wireRoutes(runtime));
  routes.route('/', publishingRoutes(runtime));
  // Last: a series is named by what no path before it takes.
  routes.route('/', readingRoutes(runtime, node));
  return routes;
}
