import { Hono } from 'hono';
import { deskContract as contract } from '../../schemas/routes/desk.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { route } from '../web/route.ts';
import { ownReleases, releasesWaiting, signRelease } from './release.ts';
import { releasesOf } from './store.ts';

/** Which desk stewards stand for, ours and partners'. */
export function releaseRoutes(runtime: Runtime, desk: string | null): Hono {
  const routes = new Hono();
  route(routes, contract.releases, async () => ({ desk, releases: await ownReleases(runtime) }));
  route(routes, contract.drafts, async () => ({ drafts: await releasesWaiting(runtime) }));
  route(routes, contract.sign, ({ who, body }) => signRelease(runtime, who.member, parseEnvelope(body.envelope)));
  route(routes, contract.ofPartner, async ({ params }) => ({
    releases: (await releasesOf(runtime.db, params.peer)).map(({ envelope }) => storedEnvelope(envelope)),
  }));
  return routes;
}
