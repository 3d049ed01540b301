import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher, errors, request } from 'undici';
import { Refusal } from '../../schemas/codes.ts';
import { loopbackHost, permittedAddress } from './addresses.ts';

export type GetOptions = {
  accept: string;
  /** Bytes of the body, default 256 KB; one more is refused. */
  maxBytes?: number;
  /** Milliseconds for everything, redirects included; default 5,000. */
  deadlineMs?: number;
  headers?: Record<string, string>;
  /** Redirects to follow, default 3. */
  redirects?: number;
};

/**
 * The only way out of the node. Both refuse with `unreachable` and say why in `where`: `url` (scheme or form),
 * `address` (private network), `connect`, `timeout`, `too-large`, `redirect`. Any status is an answer, not a refusal.
 */
export type Egress = {
  /** Follows at most three redirects, each checked like the first; `url` is where the answer came from. */
  get(
    url: string,
    options: GetOptions,
  ): Promise<{ status: number; headers: Record<string, string>; bytes: Uint8Array; url: string }>;
  /** Never follows a redirect. `text` is at most the first 16 KB of the answer, or less when that comes slowly. */
  post(
    url: string,
    options: { headers: Record<string, string>; body: string | Uint8Array; deadlineMs?: number },
  ): Promise<{ status: number; headers: Record<string, string>; text: string }>;
};

export type EgressOptions = {
  /** Lets it reach this machine itself, over plain HTTP too: for trying out, the demo and tests. */
  allowLoopback: boolean;
  userAgent: string;
  /** Name resolution; default the system's. What it answers is filtered either way. */
  resolve?: LookupFunction;
  /** Told of every request that leaves, redirects included. */
  onRequest?: (method: 'GET' | 'POST', url: URL) => void;
};

const deadline = 5_000;
const mostRedirects = 3;
const getBytes = 256 * 1024;
const postAnswerBytes = 16 * 1024;

/**
 * One agent for all requests. Addresses are filtered when connecting, so that a name that changes its mind gains
 * nothing.
 */
export function createEgress(options: EgressOptions): Egress & AsyncDisposable {
  const agent = new Agent({
    connect: guardedConnector(options),
    headersTimeout: deadline,
    bodyTimeout: deadline,
    keepAliveTimeout: 10_000,
    maxHeaderSize: 16 * 1024,
  });
  const send = async (method: 'GET' | 'POST', url: URL, rest: Partial<Dispatcher.RequestOptions>) => {
    options.onRequest?.(method, url);
    const headers = { 'user-agent': options.userAgent, ...(rest.headers as Record<string, string>) };
    const answer = await request(url, { ...rest, method, headers, dispatcher: agent });
    // A body that is thrown away says so as an error event; who reads it hears of errors there.
    answer.body.on('error', () => {});
    return { status: answer.statusCode, headers: flat(answer.headers), body: answer.body };
  };
  return {
    async get(start, { accept, maxBytes = getBytes, deadlineMs = deadline, headers = {}, redirects = mostRedirects }) {
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        let url = checkedUrl(start, options.allowLoopback);
        const { origin } = url;
        for (let hops = 0; ; hops++) {
          // A signature or token is for the first origin only.
          const own = url.origin === origin ? headers : {};
          const answer = await send('GET', url, { headers: { ...own, accept }, signal });
          const next = redirect(answer);
          if (next === undefined) {
            const bytes = await readAll(answer.body, maxBytes);
            return { status: answer.status, headers: answer.headers, bytes, url: url.href };
          }
          answer.body.destroy();
          if (hops === redirects) throw new Refusal('unreachable', 'redirect');
          url = checkedUrl(next, options.allowLoopback, url);
        }
      } catch (error) {
        throw unreachable(error);
      }
    },
    async post(target, { headers, body, deadlineMs = deadline }) {
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        const answer = await send('POST', checkedUrl(target, options.allowLoopback), { headers, body, signal });
        return { status: answer.status, headers: answer.headers, text: await readStart(answer.body) };
      } catch (error) {
        throw unreachable(error);
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

/** https; http only to this machine, where configured, and to onion services, whose address is their key. */
function checkedUrl(target: string, allowLoopback: boolean, base?: URL): URL {
  const url = URL.canParse(target, base) ? new URL(target, base) : undefined;
  const secure = url?.protocol === 'https:';
  const plain = url?.protocol === 'http:' && (url.hostname.endsWith('.onion') || loopbackHost(url.hostname));
  if (!url || !(secure || plain) || url.username || url.password) throw new Refusal('unreachable', 'url');
  if (loopbackHost(url.hostname) && !allowLoopback) throw new Refusal('unreachable', 'address');
  url.hash = '';
  return url;
}

function guardedConnector({ allowLoopback, resolve = systemLookup }: EgressOptions): buildConnector.connector {
  const lookup: LookupFunction = (hostname, asked, callback) => {
    resolve(hostname, { ...asked, all: true }, (error, answer) => {
      if (error) return callback(error, [], 0);
      const all = typeof answer === 'string' ? [{ address: answer, family: isIP(answer) }] : answer;
      const open = all.filter(({ address }) => permittedAddress(address, allowLoopback));
      const [first] = open;
      if (!first) return callback(new Refusal('unreachable', 'address'), [], 0);
      if (asked.all) return callback(null, open, 0);
      callback(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ lookup, timeout: deadline, autoSelectFamily: true } as buildConnector.BuildOptions);
  return (target, callback) => {
    const bare = target.hostname.replace(/^\[|\]$/g, '');
    // A literal address is connected to without a lookup; a name under .onion must never be asked of DNS (RFC 7686).
    if (isIP(bare) !== 0 && !permittedAddress(bare, allowLoopback))
      return callback(new Refusal('unreachable', 'address'), null);
    if (bare.endsWith('.onion')) return callback(new Refusal('unreachable', 'connect'), null);
    connect(target, callback);
  };
}

function redirect(answer: { status: number; headers: Record<string, string> }): string | undefined {
  return [301, 302, 303, 307, 308].includes(answer.status) ? answer.headers.location : undefined;
}

async function readAll(body: Dispatcher.ResponseData['body'], most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new Refusal('unreachable', 'too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The status is what counts: an answer that is too long, breaks off or drips is cut, not refused. */
async function readStart(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      chunks.push(chunk);
      if (size >= postAnswerBytes) break;
    }
  } catch {
    // What came until then is enough.
  }
  return Buffer.concat(chunks).subarray(0, postAnswerBytes).toString('utf8');
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')]),
  );
}

function unreachable(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error)) return error;
  if (error instanceof AggregateError || 'code' in error || error.name === 'TimeoutError') {
    const timeouts = [errors.HeadersTimeoutError, errors.BodyTimeoutError, errors.ConnectTimeoutError];
    const late = error.name === 'TimeoutError' || timeouts.some((kind) => error instanceof kind);
    return new Refusal('unreachable', late ? 'timeout' : 'connect');
  }
  return error;
}
