import type { Context } from 'hono';

/** JSON for whoever asked, which no cache keeps. */
export function privately(
  c: Context,
  body: object,
  status: 200 | 201 | 202 | 400 | 409 = 200,
  headers: Record<string, string> = {},
): Response {
  return c.json(body, status, { 'cache-control': 'no-store', ...headers });
}

/** JSON for everybody, which a cache keeps as long as its ETag holds; `vary` names what it depends on beside the path. */
export function openly(c: Context, body: object, vary = 'Accept'): Response {
  c.header('cache-control', 'no-cache');
  c.header('vary', vary);
  return c.json(body);
}

/** A file for programs, in the reader's language. */
export function asFile(c: Context, type: string, body: string): Response {
  return c.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache', vary: 'Accept-Language' });
}
