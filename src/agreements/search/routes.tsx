import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { Refusal } from '../../../schemas/codes.ts';
import { agreementsSearchContract as contract } from '../../../schemas/routes/agreements-search.ts';
import type { Runtime } from '../../runtime.ts';
import { readable } from '../../web/markdown.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { rateLimit } from '../../web/rate-limit.ts';
import { route } from '../../web/route.ts';
import { viewOf } from '../../web/view.ts';
import { searchPath } from '../versions/addresses.ts';
import { longestQuery } from './form.tsx';
import { type LookedUp, lookUp } from './look-up.ts';
import { SearchBody, searchHead } from './page.tsx';

/**
 * Looking up words in every agreement that can be read here; a page, or JSON for programs. What somebody looks for may
 * say a lot about them: no cache keeps the answer, no search engine lists it, and this node writes it down nowhere.
 * @throws `too-many` (per address) and `too-large` (a query that long).
 */
export function searchRoutes(runtime: Runtime, node: PageNode, addressOf: (c: Context) => string | null): Hono {
  const routes = new Hono();
  const limit = rateLimit({ burst: 60, perMinute: 60 });
  const look = async (c: Context, asked = ''): Promise<{ typed: string; result: LookedUp | 'long' }> => {
    const typed = asked.normalize('NFC').trim();
    if (typed.length > longestQuery) return { typed, result: 'long' };
    if (typed !== '' && !limit(addressOf(c), runtime.clock.now())) throw new Refusal('too-many');
    return { typed, result: await lookUp(runtime, viewOf(c), typed) };
  };
  routes.use(searchPath, etag());
  route(routes, contract.search, async ({ c, query }) => {
    const { result } = await look(c, query.q);
    if (result === 'long') throw new Refusal('too-large', 'q');
    const found = result.kind === 'found' ? result.found : [];
    c.header('x-robots-tag', 'noindex');
    return {
      found: found.map(({ href, places, ...one }) => ({
        ...one,
        url: `${runtime.origin}${href}`,
        places: places.map(({ anchor, ...place }) => ({
          ...place,
          url: `${runtime.origin}${href}${anchor && `#${anchor}`}`,
        })),
      })),
      more: result.kind === 'found' && result.more,
    };
  });
  routes.get(searchPath, async (c) => {
    const view = viewOf(c);
    const { typed, result } = await look(c, c.req.query('q'));
    const shown = readable(typed.toWellFormed()).slice(0, longestQuery).toWellFormed();
    return page(
      c,
      { view, node, ...searchHead(view), keep: { q: shown }, ...(result === 'long' && { status: 413 as const }) },
      <SearchBody view={view} own={node.mark ?? null} typed={shown} result={result} />,
    );
  });
  return routes;
}
