import { Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { peersContract as contract } from '../../schemas/routes/peers.ts';
import { pageOf } from '../database/page-of.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { route } from '../web/route.ts';
import { addPeer } from './add.ts';
import { detailOf, summaryOf } from './as-json.ts';
import { addComparison } from './compare.ts';
import { grantStanding } from './sign-standing.ts';
import { type Peer, peerOf, peersAfter } from './store.ts';

/**
 * Peers, for members: add, list, show with everything to judge them by, and the two statements that take two members
 * each. JSON only.
 */
export function peersRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const shown = (peer: Peer) => detailOf(runtime.db, peer, runtime.clock.now());

  route(routes, contract.add, async ({ who, body: { actor, name } }) =>
    shown(await addPeer(runtime, who.member, actor.trim(), name)),
  );
  route(routes, contract.list, async ({ query }) => {
    const most = Number(query.limit);
    const found = await peersAfter(runtime.db, { after: query.after, most });
    const { rows, next } = pageOf(found, most, ({ peer }) => peer);
    return { peers: rows.map(summaryOf), next };
  });
  route(routes, contract.detail, async ({ params }) => shown(await known(runtime, params.peer)));
  route(routes, contract.compare, async ({ who, params, body }) => {
    const { peer } = await known(runtime, params.peer);
    const done = await addComparison(runtime, who.member, peer, parseEnvelope(body.envelope));
    return { id: done.statement.id, complete: done.statement.complete, state: done.peer.state };
  });
  route(routes, contract.stand, async ({ who, params, body }) => {
    const { peer } = await known(runtime, params.peer);
    const granted = { standing: parseEnvelope(body.standing), offer: parseEnvelope(body.offer) };
    const done = await grantStanding(runtime, who.member, peer, granted);
    return { id: done.statement.id, complete: done.statement.complete, state: done.peer.state };
  });
  return routes;
}

async function known(runtime: Runtime, id: string): Promise<Peer> {
  const peer = await peerOf(runtime.db, id);
  if (!peer) throw new Refusal('not-found');
  return peer;
}
