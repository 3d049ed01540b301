import { Hono } from 'hono';
import { cors } from 'hono/cors';

type Answers = (request: Request, bindings?: object) => Response | Promise<Response>;

/** What a room has on an origin of its own. */
export type Apart = { origin: string; routes: Hono };

export type OriginParts = {
  apart: readonly Apart[];
  /** Paths of JSON routes, with `:name` for their parts. */
  json: readonly string[];
  /** Answers for the node's own origin, and for every name that nothing stands apart under. */
  answer: Answers;
};

/**
 * Hands each request to what stands on the origin that it asks, and to nothing else. JSON routes of the node tell
 * browsers that scripts of those origins, and of any port of this machine under `localhost`, may read what they answer;
 * never with credentials, so that nobody's cookie speaks for them (Fetch §3.3).
 */
export function byOrigin({ apart, json, answer }: OriginParts): Answers {
  const places = new Map(apart.map(({ origin, routes }) => [new URL(origin).host, routes]));
  const readers = new Set(apart.map(({ origin }) => origin));
  const told = new Hono<{ Bindings: object }>();
  const reading = cors({
    origin: (from) => (readers.has(from) || onThisMachine.test(from) ? from : null),
    allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'if-match'],
    maxAge: 3_600,
  });
  for (const path of new Set(json)) told.use(path, reading);
  told.all('*', (c) => answer(c.req.raw, c.env));
  return (request, bindings) => {
    const place = places.get(new URL(request.url).host);
    if (place) return place.fetch(request, bindings);
    return request.headers.has('origin') ? told.fetch(request, bindings) : answer(request, bindings);
  };
}

const onThisMachine = /^http:\/\/localhost(:\d{1,5})?$/;
