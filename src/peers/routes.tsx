import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../schemas/codes.ts';
import { b64u32 } from '../../schemas/encodings.ts';
import { envelope as envelopeSchema } from '../../schemas/envelope.ts';
import { parseEnvelope } from '../protocol/envelope.ts';
import type { Runtime } from '../runtime.ts';
import { known, readBody } from '../web/read-body.ts';
import { requireMember } from '../web/session.ts';
import { addPeer } from './add.ts';
import { detailOf, summaryOf } from './as-json.ts';
import { addComparison } from './compare.ts';
import { grantStanding } from './sign-standing.ts';
import { type Peer, peerOf, peersOf } from './store.ts';

const newPeer = z.strictObject({ actor: z.string().min(1).max(500) });
const comparison = z.strictObject({ envelope: envelopeSchema });
const standing = z.strictObject({ standing: envelopeSchema, offer: envelopeSchema });

/** Peers, for members: add, list, show with everything to judge them by, and the two statements that take two members each. JSON only. */
export function peersRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const shown = async (c: Context, peer: Peer, status: 200 | 201 = 200) => {
    c.header('cache-control', 'no-store');
    return c.json(await detailOf(runtime.db, peer, runtime.clock.now()), status);
  };

  routes.post('/peers', async (c) => {
    const { member } = requireMember(c);
    const { actor } = await readBody(c, newPeer);
    return shown(c, await addPeer(runtime, member, actor.trim()), 201);
  });
  routes.get('/peers', async (c) => {
    requireMember(c);
    c.header('cache-control', 'no-store');
    return c.json({ peers: (await peersOf(runtime.db)).map(summaryOf) });
  });
  routes.get('/peers/:peer', async (c) => {
    requireMember(c);
    return shown(c, await peerIn(runtime, c));
  });
  routes.post('/peers/:peer/comparison', async (c) => {
    const { member } = requireMember(c);
    const { peer } = await peerIn(runtime, c);
    const { envelope } = await readBody(c, comparison);
    const done = await addComparison(runtime, member, peer, parseEnvelope(envelope));
    return c.json({ id: done.statement.id, complete: done.statement.complete, state: done.peer.state });
  });
  routes.post('/peers/:peer/standing', async (c) => {
    const { member } = requireMember(c);
    const { peer } = await peerIn(runtime, c);
    const body = await readBody(c, standing);
    const granted = { standing: parseEnvelope(body.standing), offer: parseEnvelope(body.offer) };
    const done = await grantStanding(runtime, member, peer, granted);
    return c.json({ id: done.statement.id, complete: done.statement.complete, state: done.peer.state });
  });
  return routes;
}

async function peerIn(runtime: Runtime, c: Context): Promise<Peer> {
  const peer = await peerOf(runtime.db, known(b64u32, c.req.param('peer')));
  if (!peer) throw new Refusal('not-found');
  return peer;
}
