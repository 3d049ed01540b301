import { createHash } from 'node:crypto';
import { pickLanguage } from '../platform/i18n.ts';

type Answers = (request: Request, bindings?: object) => Response | Promise<Response>;

export type PageCacheParts = {
  origin: string;
  /** Paths of pages for everybody; nothing else is ever kept. */
  paths: (path: string) => boolean;
  /** Moves when something that these pages show was written and committed. */
  written: () => number;
  now: () => Date;
  answer: Answers;
};

type Kept = {
  at: number;
  status: number;
  headers: Record<string, string>;
  etag: string;
  body: Uint8Array<ArrayBuffer>;
};

/**
 * What depends on the clock is shown so much too long at most; with several processes on one PostgreSQL, which do not
 * hear of each other's writes, everything is.
 */
const keptMs = 5_000;
const mostPages = 1_000;
const mostBytes = 16 * 1024 ** 2;
const largest = 1024 ** 2;
/** Longer ones are answered, never kept. */
const longestHeader = 200;
/** A query is part of what is asked for; one with any other name is answered, never kept. */
const countedNames = ['lang', 'in', 'with', 'page'];

/**
 * Answers pages for everybody from memory, as long as nothing that they show was written. Whoever signs in (a cookie or
 * Authorization) is answered without it. Right by construction: on a miss the app is asked with nothing of the request
 * but what the answer is kept under, so that no answer can depend on anything else. Only what is 200 and lets itself be
 * kept (`no-cache`, `public`) is.
 */
export function keepPages({ origin, paths, written, now, answer }: PageCacheParts): Answers {
  let generation = -1;
  let kept = new Map<string, Kept>();
  let coming = new Map<string, Promise<Response | Kept>>();
  let bytes = 0;

  const forget = (key: string) => {
    bytes -= kept.get(key)?.body.length ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, page: Kept) => {
    forget(key);
    kept.set(key, page);
    bytes += page.body.length;
    // The one that was asked for longest ago goes first.
    while (kept.size > mostPages || bytes > mostBytes) forget(kept.keys().next().value as string);
  };
  const render = async (key: string, asked: Request, bindings?: object): Promise<Response | Kept> => {
    const [began, at] = [written(), now().getTime()];
    const response = await answer(asked, bindings);
    if (!keepable(response)) return response;
    const page = await read(response, at);
    if (written() === began && page.body.length <= largest) keep(key, page);
    return page;
  };

  return (request, bindings) => {
    const asked = askedFor(request, origin, paths);
    if (asked === null) return answer(request, bindings);
    const { key, alone } = asked;
    if (generation !== written()) {
      generation = written();
      [kept, coming, bytes] = [new Map(), new Map(), 0];
    }
    const known = kept.get(key);
    const age = known ? now().getTime() - known.at : Number.NaN;
    if (known && age >= 0 && age < keptMs) {
      kept.delete(key);
      kept.set(key, known);
      return told(request, known);
    }
    // Many who ask at once wait for one page; what may not be kept, each gets their own.
    const others = coming.get(key);
    if (others) return others.then((page) => ('etag' in page ? told(request, page) : answer(alone(), bindings)));
    const mine = render(key, alone(), bindings);
    const here = coming;
    here.set(key, mine);
    return mine.finally(() => here.delete(key)).then((page) => ('etag' in page ? told(request, page) : page));
  };
}

/**
 * What the answer is kept under, and the request with nothing else in it; null when it is not for everybody, or not for
 * keeping.
 */
function askedFor(
  request: Request,
  origin: string,
  paths: PageCacheParts['paths'],
): { key: string; alone: () => Request } | null {
  const { method, headers, url } = request;
  if (method !== 'GET' && method !== 'HEAD') return null;
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const place = start < 0 ? '/' : url.slice(start).replace(/#.*$/s, '');
  const [path = '', ...rest] = place.split('?');
  const query = rest.join('?');
  if (!paths(path) || place.length > longestHeader) return null;
  if (query !== '' && [...new URLSearchParams(query).keys()].some((name) => !countedNames.includes(name))) return null;
  if (headers.has('authorization') || headers.has('cookie') || headers.has('range')) return null;
  const accept = headers.get('accept');
  const wished = headers.get('accept-language');
  if ((accept?.length ?? 0) > longestHeader || (wished?.length ?? 0) > longestHeader) return null;
  const language = wished === null ? null : pickLanguage(wished);
  const gzip = takesGzip.test(headers.get('accept-encoding') ?? '');
  const alone = () =>
    new Request(`${origin}${place}`, {
      headers: {
        ...(accept !== null && { accept }),
        ...(language !== null && { 'accept-language': language }),
        'accept-encoding': gzip ? 'gzip' : 'identity',
      },
    });
  return { key: JSON.stringify([place, accept, language, gzip]), alone };
}

/** RFC 9110 §12.5.3: named, and not with weight zero. */
const takesGzip = /(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i;

function keepable({ status, headers }: Response): boolean {
  const control = headers.get('cache-control') ?? 'no-store';
  return status === 200 && !/\b(no-store|private)\b/.test(control) && !headers.has('set-cookie');
}

async function read(response: Response, at: number): Promise<Kept> {
  const body = new Uint8Array(await response.arrayBuffer());
  const own = response.headers.get('etag');
  const etag = own ?? `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = { ...Object.fromEntries(response.headers), etag, 'content-length': `${body.length}` };
  return { at, status: response.status, headers, etag, body };
}

/** The page, or 304 for who has it already (RFC 9110 §13.1.2: compared weakly). */
function told(request: Request, { status, headers, etag, body }: Kept): Response {
  const has = request.headers.get('if-none-match');
  if (has !== null && (has.trim() === '*' || has.match(/"[^"]*"/g)?.includes(etag.replace(/^W\//, '')))) {
    const some = Object.entries(headers).filter(([name]) => !aboutBody.test(name));
    return new Response(null, { status: 304, headers: Object.fromEntries(some) });
  }
  return new Response(request.method === 'HEAD' ? null : body, { status, headers });
}

const aboutBody = /^(content-(length|type|encoding|language)|transfer-encoding)$/;
