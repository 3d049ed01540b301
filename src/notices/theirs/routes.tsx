import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16, b64u32 } from '../../../schemas/encodings.ts';
import { timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { privately } from '../../web/answer.ts';
import { rateLimit } from '../../web/rate-limit.ts';
import { known, readBody } from '../../web/read-body.ts';
import { requireMember } from '../../web/session.ts';
import { dropByToken } from './drop.ts';
import { findings, noteFailed, noteOpened } from './findings.ts';
import { incomingList, incomingOf, type Listed } from './listed.ts';
import {
  confirmReseal,
  proposedBody,
  proposeReseal,
  recuseOneself,
  requireNotRecused,
  resealState,
  withoutRecused,
} from './reseal.ts';

/** Sealed to each of us by name it grows: twice the largest bucket of a delivery, as base64url. */
const ciphertext = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(180_000);
const ordinal = z.string().regex(/^[1-9]\d{0,6}$/);
const opened = z.strictObject({ cipher: b64u32, version: z.int().min(1).max(1_000_000) });
const failed = z.strictObject({ cipher: b64u32, code: z.enum(findings), early: z.literal(true).optional() });
const resealed = z.strictObject({ expected: b64u32, body: ciphertext, recused: z.array(b64u16).max(31) });
const confirmed = z.strictObject({ proposed: b64u32 });
const dropped = z.strictObject({ delivery: b64u16, token: b64u16 });
const resealedLimit = 200 * 1024;

/**
 * What peers sent, for accompaniers’ clients: ciphertext and headers. Everyone else gets the 404 of what does not exist.
 * `/drop` is for whoever holds the token, without an account, limited per address. `addressOf` gives the limit’s key.
 */
export function noticesRoutes(runtime: Runtime, addressOf: (c: Context) => string): Hono {
  const routes = new Hono();
  const mayDrop = rateLimit({ burst: 60, perMinute: 30 });
  const accompanier = (c: Context) => requireMember(c, 'accompanier').member;
  const noticeId = (c: Context) => ({
    peer: known(b64u32, c.req.param('peer')),
    delivery: known(b64u16, c.req.param('delivery')),
    edition: Number(known(ordinal, c.req.param('edition'))),
  });

  const takingPart = async (c: Context) => {
    const looked = noticeId(c);
    await requireNotRecused(runtime.db, accompanier(c), looked);
    return looked;
  };

  routes.get('/notices', async (c) => {
    const rows = await withoutRecused(runtime.db, accompanier(c), await incomingList(runtime.db, runtime.clock.now()));
    return privately(c, { notices: rows.map(shown) });
  });
  routes.get('/notices/:peer/:delivery/:edition', async (c) => {
    const looked = await takingPart(c);
    const row = await incomingOf(runtime.db, looked, runtime.clock.now());
    if (!row) throw new Refusal('not-found');
    return privately(c, { ...shown(row), body: row.body });
  });
  routes.post('/notices/:peer/:delivery/:edition/opened', async (c) => {
    const member = accompanier(c);
    const looked = await takingPart(c);
    return privately(c, await noteOpened(runtime, member, { ...looked, ...(await readBody(c, opened)) }));
  });
  routes.post('/notices/:peer/:delivery/:edition/failed', async (c) => {
    const member = accompanier(c);
    const looked = await takingPart(c);
    const { early = false, ...report } = await readBody(c, failed);
    return privately(c, await noteFailed(runtime, member, { ...looked, ...report, early }));
  });

  routes.get('/reseals', async (c) => {
    const { recusals, reseals } = await resealState(runtime.db, accompanier(c));
    return privately(c, {
      recusals: recusals.map(({ peer, delivery, member }) => ({ peer, delivery, member })),
      reseals: reseals.map(({ proposed_by: by, proposed: _, confirmed, ...one }) => ({
        ...one,
        by,
        confirmed: confirmed !== null,
      })),
    });
  });
  routes.post('/notices/:peer/:delivery/recusal', async (c) => {
    const member = accompanier(c);
    const of = { peer: known(b64u32, c.req.param('peer')), delivery: known(b64u16, c.req.param('delivery')) };
    await readBody(c, z.strictObject({}));
    await recuseOneself(runtime, member, of);
    return privately(c, { recused: true });
  });
  routes.get('/notices/:peer/:delivery/:edition/reseal', async (c) => {
    return privately(c, { body: await proposedBody(runtime.db, accompanier(c), noticeId(c)) });
  });
  routes.put('/notices/:peer/:delivery/:edition/reseal', async (c) => {
    const member = accompanier(c);
    const of = noticeId(c);
    await proposeReseal(runtime, member, of, await readBody(c, resealed, resealedLimit));
    return privately(c, { proposed: true });
  });
  routes.post('/notices/:peer/:delivery/:edition/reseal', async (c) => {
    const member = accompanier(c);
    const of = noticeId(c);
    await confirmReseal(runtime, member, of, (await readBody(c, confirmed)).proposed);
    return privately(c, { confirmed: true });
  });
  routes.post('/drop', async (c) => {
    if (!mayDrop(addressOf(c), runtime.clock.now())) throw new Refusal('too-many');
    await dropByToken(runtime, await readBody(c, dropped));
    return privately(c, { erased: true }, 202);
  });
  return routes;
}

/** An edition as the list of accompaniers’ clients has it. */
function shown(row: Listed) {
  return {
    peer: row.peer,
    header: JSON.parse(row.header) as unknown,
    cipher: row.cipher,
    state: row.state,
    stale: row.stale,
    received: timeOf(row.received),
    opened: row.opened && timeOf(row.opened),
    failedCode: row.failedCode,
  };
}
