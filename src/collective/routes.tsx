import { Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import type { Runtime } from '../runtime.ts';
import { manifestPath } from './addresses.ts';
import { manifestsFrom } from './store.ts';

/** As many envelopes as one answer holds; whoever follows a longer chain asks again from the next. */
const mostAtOnce = 100;

/**
 * `GET /manifest?from=N`: our chain from version N (default 1), oldest first, as it was signed. Public. Answers `not-found`
 * before the collective stands and `malformed` for another N.
 */
export function collectiveRoutes(runtime: Pick<Runtime, 'db'>): Hono {
  const app = new Hono();
  app.get(manifestPath, async (c) => {
    const from = c.req.query('from') ?? '1';
    if (!/^[1-9]\d{0,5}$/.test(from)) throw new Refusal('malformed', 'from');
    const rows = await manifestsFrom(runtime.db, Number(from), mostAtOnce);
    if (rows.length === 0 && (await manifestsFrom(runtime.db, 1, 1)).length === 0) throw new Refusal('not-found');
    c.header('cache-control', 'no-cache');
    return c.json({ manifests: rows.map((row) => JSON.parse(row.envelope) as unknown) });
  });
  return app;
}
