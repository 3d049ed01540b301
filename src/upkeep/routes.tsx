import { Hono } from 'hono';
import { upkeepContract as contract } from '../../schemas/routes/upkeep.ts';
import { sentSince } from '../deliveries/store.ts';
import { ownDesk, partnersDesks } from '../desk/shown.ts';
import type { FloodGauge } from '../platform/flood-gauge.ts';
import type { Parts } from '../room.ts';
import type { Runtime } from '../runtime.ts';
import { page } from '../web/page.tsx';
import { route } from '../web/route.ts';
import { requireMember } from '../web/session.ts';
import { viewOf } from '../web/view.ts';
import { nodePath } from './addresses.ts';
import { NodeBody, nodeHead } from './node-page.tsx';
import { readiness } from './ready.ts';

const dayMs = 24 * 3_600_000;

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work, 503 when not; says which part, never how much or for
 * whom.
 */
export function upkeepRoutes(
  runtime: Pick<Runtime, 'db' | 'clock'>,
  facts: { folder: string; heartbeat: () => Date; flood: FloodGauge },
): Hono {
  const routes = new Hono();
  route(routes, contract.alive, () => ({ ok: true as const }));
  route(routes, contract.ready, async ({ c }) => {
    const now = runtime.clock.now();
    const parts = await readiness(runtime.db, { folder: facts.folder, heartbeat: facts.heartbeat(), now });
    if (!Object.values(parts).every(Boolean)) c.status(503);
    return { ...parts, calm: facts.flood.lasts() === null };
  });
  return routes;
}

/** How the node is, for members. */
export function nodeRoutes({ runtime, settings, heartbeat, flood, node, desk }: Parts): Hono {
  const { db, clock } = runtime;
  const routes = new Hono();
  routes.get(nodePath, async (c) => {
    requireMember(c);
    const view = viewOf(c);
    const now = clock.now();
    const { folder, followersPerDomain } = settings;
    const shown = {
      parts: await readiness(db, { folder, heartbeat: heartbeat(), now }),
      flood: flood.lasts(),
      followsRefused: await sentSince(db, 'follow-full', new Date(now.getTime() - dayMs)),
      followersPerDomain,
      desk: desk === null ? null : await ownDesk(runtime),
      desks: await partnersDesks(runtime),
    };
    return page(c, { view, node, ...nodeHead(view) }, <NodeBody view={view} shown={shown} />);
  });
  return routes;
}
