import { Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u32 } from '../../../schemas/encodings.ts';
import { envelope as envelopeSchema } from '../../../schemas/envelope.ts';

import { parseEnvelope } from '../../protocol/envelope.ts';
import type { Runtime } from '../../runtime.ts';

import { known, readBody } from '../../web/read-body.ts';
import { requireMember } from '../../web/session.ts';

import { acknowledgementType } from '../wire/activity.ts';
import { listAbout } from './pull.ts';
import { acknowledge, parseDraft } from './sign.ts';
import { acknowledgementById, acknowledgementDrafts } from './store.ts';

/** What collectives say of each other's agreements. */
export function acknowledgementsRoutes(runtime: Runtime): Hono {
  const routes = new Hono();
  const { db } = runtime;

  routes.post('/acknowledgements', async (c) => {
    const { member } = requireMember(c, 'steward');
    const { envelope } = await readBody(c, z.strictObject({ envelope: envelopeSchema }), mostBytes);
    return c.json(await acknowledge(runtime, member, parseEnvelope(envelope)), 201, { 'cache-control': 'no-store' });
  });
  routes.get('/acknowledgements', async (c) =>
    c.json(await listAbout(runtime, known(b64u32, c.req.query('of'))), 200, { 'cache-control': 'no-cache' }),
  );
  routes.get('/acknowledgements/drafts', async (c) => {
    requireMember(c);
    const drafts = (await acknowledgementDrafts(db)).map(({ id, envelope }) => ({
      id,
      envelope: parseDraft(envelope),
    }));
    return c.json({ drafts }, 200, { 'cache-control': 'no-store' });
  });
  routes.get('/acknowledgements/:id', async (c) => {
    const stored = await acknowledgementById(db, known(b64u32, c.req.param('id')));
    if (!stored) throw new Refusal('not-found');
    return c.body(stored.envelope, 200, { 'content-type': acknowledgementType, 'cache-control': 'no-cache' });
  });
  return routes;
}

/** An acknowledgement of two hundred clauses under every signature that fits. */
const mostBytes = 64 * 1024;
