import { Hono } from 'hono';
import { upkeepContract as contract } from '../../schemas/routes/upkeep.ts';
import type { Runtime } from '../runtime.ts';
import { route } from '../web/route.ts';
import { readiness } from './ready.ts';

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work, 503 when not; says which part, never how much or for
 * whom.
 */
export function upkeepRoutes(
  runtime: Pick<Runtime, 'db' | 'clock'>,
  facts: { folder: string; heartbeat: () => Date },
): Hono {
  const routes = new Hono();
  route(routes, contract.alive, () => ({ ok: true as const }));
  route(routes, contract.ready, async ({ c }) => {
    const now = runtime.clock.now();
    const parts = await readiness(runtime.db, { folder: facts.folder, heartbeat: facts.heartbeat(), now });
    if (!Object.values(parts).every(Boolean)) c.status(503);
    return parts;
  });
  return routes;
}
