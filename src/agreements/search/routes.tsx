import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { Refusal } from '../../../schemas/codes.ts';
import type { Runtime } from '../../runtime.ts';
import { readable } from '../../web/markdown.ts';
import { wants } from '../../web/negotiate.ts';
import { type PageNode, page } from '../../web/page.tsx';
import { rateLimit } from '../../web/rate-limit.ts';
import { viewOf } from '../../web/view.ts';
import { searchPath } from '../versions/addresses.ts';
import { longestQuery } from './form.tsx';
import { lookUp } from './look-up.ts';
import { SearchBody, searchHead } from './page.tsx';

/**
 * Looking up words in every agreement that can be read here; a page, or JSON for programs. What somebody looks for may say a lot about them: no cache keeps the
 * answer, no search engine lists it, and this node writes it down nowhere. Refuses `too-many` (per address) and `too-large` (a query that long).
 */
export function searchRoutes(runtime: Runtime, node: PageNode, addressOf: (c: Context) => string): Hono {
  const routes = new Hono();
  const limit = rateLimit({ burst: 60, perMinute: 60 });
  routes.use(searchPath, etag());
  routes.get(searchPath, async (c) => {
    const view = viewOf(c);
    const typed = (c.req.query('q') ?? '').normalize('NFC').trim();
    const long = typed.length > longestQuery;
    if (typed !== '' && !long && !limit(addressOf(c), runtime.clock.now())) throw new Refusal('too-many');
    if (wants(c, 'html') === 'html') {
      const result = long ? 'long' : await lookUp(runtime, view, typed);
      const shown = readable(typed.toWellFormed()).slice(0, longestQuery).toWellFormed();
      return page(
        c,
        { view, node, ...searchHead(view), keep: { q: shown }, ...(long && { status: 413 as const }) },
        <SearchBody view={view} typed={shown} result={result} />,
      );
    }
    if (long) throw new Refusal('too-large', 'q');
    const result = await lookUp(runtime, view, typed);
    const found = result.kind === 'found' ? result.found : [];
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex');
    c.header('vary', 'Accept, Accept-Language');
    return c.json({
      found: found.map(({ href, places, ...one }) => ({
        ...one,
        url: `${runtime.origin}${href}`,
        places: places.map(({ anchor, ...place }) => ({
          ...place,
          url: `${runtime.origin}${href}${anchor && `#${anchor}`}`,
        })),
      })),
      more: result.kind === 'found' && result.more,
    });
  });
  return routes;
}
