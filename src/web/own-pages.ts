import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';

/**
 * Whether a request comes from a page of this origin, by Sec-Fetch-Site, which no page can forge, else by Origin;
 * without either it does not. Where both are there, neither may name another. Whatever type its body has: hono/csrf
 * passes JSON, and takes one header for both, so it is asked with the one that counts and nothing else of the request.
 */
export function fromOwnPages(origin: string): (c: Context) => Promise<boolean> {
  const judge = new Hono().use(csrf({ origin, secFetchSite: 'same-origin' })).post('/', (c) => c.body(null, 204));
  return async (c) => {
    const site = c.req.header('sec-fetch-site');
    const from = c.req.header('origin');
    // A page that names no referrer has the origin "null" (Fetch §3.2): then only Sec-Fetch-Site can vouch for it.
    if (from !== undefined && from !== 'null' && from !== origin) return false;
    const headers = { ...(site === undefined ? from !== undefined && { origin: from } : { 'sec-fetch-site': site }) };
    return (await judge.request('/', { method: 'POST', headers })).status === 204;
  };
}
