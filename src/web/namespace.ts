import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { etag } from 'hono/etag';

const context = readFileSync(new URL('../../schemas/context.jsonld', import.meta.url), 'utf8');

/**
 * `GET /ns`: what the extension properties in this node's ActivityPub documents mean, for whoever reads them as
 * JSON-LD, from any origin. The documents carry the same meanings themselves, so nobody needs to ask; this node asks
 * nobody for such a thing.
 */
export function namespaceRoutes(): Hono {
  const routes = new Hono();
  routes.get('/ns', etag(), (c) => {
    const headers = { 'content-type': 'application/ld+json', 'cache-control': 'public, max-age=86400' };
    return c.body(context, 200, { ...headers, 'access-control-allow-origin': '*' });
  });
  return routes;
}
