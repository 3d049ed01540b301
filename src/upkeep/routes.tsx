import { Hono } from 'hono';
import type { Runtime } from '../runtime.ts';
import { readiness } from './ready.ts';

/** `/healthz`: the process answers. `/readyz`: it can do its work, 503 when not; says which part, never how much or for whom. */
export function upkeepRoutes(
  runtime: Pick<Runtime, 'db' | 'clock'>,
  facts: { folder: string; heartbeat: () => Date },
): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ ok: true }));
  routes.get('/readyz', async (c) => {
    const now = runtime.clock.now();
    const parts = await readiness(runtime.db, { folder: facts.folder, heartbeat: facts.heartbeat(), now });
    return c.json(parts, Object.values(parts).every(Boolean) ? 200 : 503);
  });
  return routes;
}
