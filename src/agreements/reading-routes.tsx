import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import * as z from 'zod';
import { Refusal } from '../../schemas/codes.ts';
import { b64u16, b64u32 } from '../../schemas/encodings.ts';
import type { Runtime } from '../runtime.ts';
import { wants } from '../web/negotiate.ts';
import { type PageNode, page } from '../web/page.tsx';
import { viewOf } from '../web/view.ts';
import { ChangesBody, changesHead } from './changes-page.tsx';
import { shownChanges, type Which } from './show-changes.ts';

/** What only reads, and is public: what changed between versions. Every answer has an ETag. */
export function readingRoutes(runtime: Runtime, node: PageNode): Hono {
  const routes = new Hono();
  routes.use('/agreements', etag());
  routes.use('/agreements/*', etag());
  routes.use('/partners/*', etag());

  for (const place of ['/agreements/:series', '/partners/:peer/agreements/:series']) {
    routes.get(`${place}/changes/:versions`, async (c) => {
      const view = viewOf(c);
      const shown = await shownChanges(runtime, which(c), known(versionPair, c.req.param('versions')), view.words);
      if (!shown) throw new Refusal('not-found');
      if (wants(c, 'html') === 'html')
        return page(c, { view, node, ...changesHead(view, shown) }, <ChangesBody view={view} shown={shown} />);
      c.header('cache-control', 'no-cache');
      c.header('vary', 'Accept, Accept-Language');
      return c.json({ before: shown.before.id, after: shown.after.id, ...shown.changes });
    });
  }
  return routes;
}

const versionPair = z
  .string()
  .regex(/^[1-9]\d{0,5}\.\.[1-9]\d{0,5}$/)
  .transform((text): [number, number] => {
    const [one = 0, other = 0] = text.split('..').map(Number);
    return [one, other];
  });

function which(c: Context): Which {
  const peer = c.req.param('peer');
  return { peer: peer === undefined ? null : known(b64u32, peer), series: known(b64u16, c.req.param('series')) };
}

/** A part of a path; one that cannot exist is answered like one that does not. */
function known<T>(form: z.ZodType<T>, value: string | undefined): T {
  const read = form.safeParse(value);
  if (!read.success) throw new Refusal('not-found');
  return read.data;
}
