import type { Context } from 'hono';
import { accepts } from 'hono/accepts';

/**
 * Whether the asker wants a page or JSON, by Accept. A browser names text/html; a client that names neither gets
 * `otherwise`, so that pages open with any tool and the JSON routes answer plain clients in JSON.
 */
export function wants(c: Context, otherwise: 'html' | 'json'): 'html' | 'json' {
  const fallback = otherwise === 'html' ? 'text/html' : 'application/json';
  const supports = [
    'text/html',
    'application/xhtml+xml',
    'application/json',
    'application/activity+json',
    'application/ld+json',
  ];
  const type = accepts(c, { header: 'Accept', supports, default: fallback });
  return type === 'text/html' || type === 'application/xhtml+xml' ? 'html' : 'json';
}

/** Whether a fediverse server asks: it names its own types; `application/json` alone means our plain JSON. */
export function asksActivity(c: Context): boolean {
  return wants(c, 'html') === 'json' && /\b(activity|ld)\+json\b/i.test(c.req.header('accept') ?? '');
}
