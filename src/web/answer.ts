import type { Context } from 'hono';

/** A JSON answer that no cache keeps. */
export function unkept(
  c: Context,
  answer: object,
  status: 200 | 201 | 202 = 200,
  headers: Record<string, string> = {},
) {
  return c.json(answer, status, { 'cache-control': 'no-store', ...headers });
}
