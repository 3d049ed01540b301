import type { Context } from 'hono';

/** A file for programs, in the reader's language. */
export function asFile(c: Context, type: string, body: string): Response {
  return c.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache', vary: 'Accept-Language' });
}
