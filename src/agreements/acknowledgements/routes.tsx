import { Hono } from 'hono';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u32 } from '../../../schemas/encodings.ts';
import { agreementsContract as contract } from '../../../schemas/routes/agreements.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { parseEnvelope } from '../../protocol/envelope.ts';
import type { Runtime } from '../../runtime.ts';
import { known } from '../../web/read-body.ts';
import { route } from '../../web/route.ts';
import { listAbout } from './pull.ts';
import { acknowledge } from './sign.ts';
import { acknowledgementById, acknowledgementDrafts } from './store.ts';

/** What collectives say of each other's agreements. */
export function acknowledgementsRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const { db } = runtime;

  route(routes, contract.acknowledge, ({ who, body }) =>
    acknowledge(runtime, who.member, parseEnvelope(body.envelope)),
  );
  route(routes, contract.acknowledgements, ({ query }) => listAbout(runtime, known(b64u32, query.of)));
  route(routes, contract.acknowledgementDrafts, async () => ({
    drafts: (await acknowledgementDrafts(db)).map(({ id, envelope, made_by: by, created }) => ({
      id,
      by,
      at: timeOf(created),
      envelope: storedEnvelope(envelope),
    })),
  }));
  route(routes, contract.acknowledgement, async ({ params }) => {
    const stored = await acknowledgementById(db, params.id);
    if (!stored) throw new Refusal('not-found');
    return storedEnvelope(stored.envelope);
  });
  return routes;
}
