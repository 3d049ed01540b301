import { createHash } from 'node:crypto';
import type { JsonObject } from './json-shape.ts';

/** Media type of everything ActivityPub that is read from us. */
const mediaType = 'application/activity+json; charset=utf-8';

/** Whether the reader asked for ActivityPub rather than for a page. Nothing asked for (`*\/*`) reads the document. */
export function wantsActivity(request: Request): boolean {
  const accept = request.headers.get('accept') ?? '*/*';
  const ranges = accept.split(',').map((range) => range.trim().toLowerCase());
  if (ranges.some((range) => /^application\/(activity\+json|ld\+json|json)\b/.test(range))) return true;
  return !ranges.some((range) => /^(text\/(html|\*)|application\/xhtml\+xml)/.test(range));
}

/**
 * The document as an answer, or 304 when the reader has it already. Writes it once; the tag is the hash of its bytes.
 */
export function serveDocument(request: Request, document: JsonObject): Response {
  const body = JSON.stringify(document);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { 'content-type': mediaType, etag, vary: 'Accept', 'cache-control': 'public, max-age=60' };
  const known = request.headers
    .get('if-none-match')
    ?.split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.includes(etag)) return new Response(null, { status: 304, headers });
  return new Response(request.method === 'HEAD' ? null : body, { headers });
}
