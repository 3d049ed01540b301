import { Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { recordContract as contract } from '../../schemas/routes/record.ts';
import { timeOf } from '../protocol/encoding.ts';
import type { Readers } from '../room.ts';
import type { Runtime } from '../runtime.ts';
import { route } from '../web/route.ts';
import { type ReceiptSigner, signedHead } from './head.ts';
import { rowsAfter } from './store.ts';
import { reads, rowFor } from './withheld-rows.ts';

/**
 * `GET /record/head`, public: the signed head. `GET /record?after=N`, members: rows above N, oldest first, by page;
 * what the asker may not read is withheld.
 */
export function recordRoutes(
  runtime: Pick<Runtime, 'db' | 'clock'>,
  signer: ReceiptSigner,
  readers: (action: string) => Readers,
): Hono {
  const routes = new Hono();
  route(routes, contract.head, async () => {
    const head = await signedHead(runtime.db, signer, runtime.clock.now());
    if (!head) throw new Refusal('not-found');
    return head;
  });
  route(routes, contract.rows, async ({ who, query }) => {
    const rows = await rowsAfter(runtime.db, Number(query.after), Number(query.limit));
    return { rows: rows.map((row) => rowFor({ ...row, at: timeOf(row.at) }, reads(who, readers(row.action)))) };
  });
  return routes;
}
