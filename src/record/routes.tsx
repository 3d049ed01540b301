import { Hono } from 'hono';
import * as z from 'zod';
import { Refusal } from '../../schemas/codes.ts';
import { timeOf } from '../protocol/encoding.ts';
import type { Readers } from '../room.ts';
import type { Runtime } from '../runtime.ts';
import { requireMember } from '../web/session.ts';
import { type ReceiptSigner, signedHead } from './head.ts';
import { rowsAfter } from './store.ts';
import { rowFor } from './withheld-rows.ts';

const page = 1000;
const after = z.coerce.number().int().min(0).max(1_000_000_000).default(0);

/**
 * `GET /record/head`, public: the signed head. `GET /record?after=N`, members: rows above N, oldest first, at most 1,000; what only
 * accompaniers may read is withheld from the others.
 */
export function recordRoutes(
  runtime: Pick<Runtime, 'db' | 'clock'>,
  signer: ReceiptSigner,
  readers: (action: string) => Readers,
): Hono {
  const routes = new Hono();
  routes.get('/record/head', async (c) => {
    const head = await signedHead(runtime.db, signer, runtime.clock.now());
    if (!head) throw new Refusal('not-found');
    return c.json(head);
  });
  routes.get('/record', async (c) => {
    const { roles } = requireMember(c);
    const from = after.safeParse(c.req.query('after'));
    if (!from.success) throw new Refusal('malformed', 'after');
    const rows = await rowsAfter(runtime.db, from.data, page);
    c.header('cache-control', 'no-store');
    const accompanies = roles.includes('accompanier');
    return c.json({
      rows: rows.map((row) => rowFor({ ...row, at: timeOf(row.at) }, accompanies || readers(row.action) === 'members')),
    });
  });
  return routes;
}
