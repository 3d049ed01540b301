import { lookup as systemLookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher, errors, request } from 'undici';
import { Refusal } from '../../schemas/codes.ts';
import { loopbackHost, onionHost, parsedUrl, permittedAddress, resolvedName } from './addresses.ts';
import type { Place } from './places.ts';

/** The place that a request holds: whose it is, and whether it reaches to an address. */
type PlaceOut = Pick<Place, 'peer' | 'connects'>;

export type GetOptions = {
  accept: string;
  /** Bytes of the body, default 256 KB; one more is refused. */
  maxBytes?: number;
  /** Milliseconds for everything, redirects included; default 5,000. */
  deadlineMs?: number;
  headers?: Record<string, string>;
  /** Redirects to follow, default 3. */
  redirects?: number;
  /**
   * For whom it is. A member's, and a chore's at a peer, count as a peer's; what says nothing could be caused by
   * anybody.
   */
  asked?: 'by-a-member' | 'of-a-peer' | 'for-a-follower';
  place?: PlaceOut;
};

/**
 * The only way out of the node. Both refuse with `unreachable` and say why in `where`: `url` (scheme or form),
 * `address` (private network), `connect`, `timeout`, `too-large`, `redirect`; and with `busy` when the place that
 * they hold does not reach to the address. Any status is an answer, not a refusal.
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
    options: {
      headers: Record<string, string>;
      body: string | Uint8Array;
      /** Milliseconds for everything, the name and the connection included; default 5,000. */
      deadlineMs?: number;
      place?: PlaceOut;
    },
  ): Promise<{ status: number; headers: Record<string, string>; text: string }>;
};

export type EgressOptions = {
  /** Lets it reach this machine itself, over plain HTTP too: for trying out, the demo and tests. */
  allowLoopback: boolean;
  userAgent: string;
  /** Name resolution; default the system's for peers, a resolver for others. What it answers is filtered either way. */
  resolve?: LookupFunction;
  /** Told of every request that leaves, redirects included. */
  onRequest?: (method: 'GET' | 'POST', url: URL) => void;
};

const deadline = 5_000;
/** Nothing that one of our requests waits for lasts longer than its own deadline, of which the longest is a post's. */
const connectMs = { peer: 20_000, other: 8_000 };
const mostRedirects = 3;
const getBytes = 256 * 1024;
const postAnswerBytes = 16 * 1024;

/** Opens the way out. */
export function createEgress(options: EgressOptions): Egress & AsyncDisposable {
  const { send, close } = sending(options);
  return {
    async get(start, { accept, maxBytes = getBytes, deadlineMs = deadline, headers = {}, place, ...more }) {
      const { redirects = mostRedirects } = more;
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        let url = checkedUrl(start, options.allowLoopback);
        const { origin } = url;
        for (let hops = 0; ; hops++) {
          // A signature or token is for the first origin only.
          const own = url.origin === origin ? headers : {};
          const answer = await send('GET', url, { headers: { ...own, accept }, signal, ...(place && { place }) });
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
    async post(target, { headers, body, deadlineMs = deadline, place }) {
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        const url = checkedUrl(target, options.allowLoopback);
        const answer = await send('POST', url, { headers, body, signal, ...(place && { place }) });
        return { status: answer.status, headers: answer.headers, text: await readStart(answer.body) };
      } catch (error) {
        throw unreachable(error);
      }
    },
    [Symbol.asyncDispose]: close,
  };
}

/**
 * One agent for peers and one for others. Addresses are filtered when connecting, so that a name that changes its mind
 * gains nothing.
 */
function sending(options: EgressOptions) {
  const lookups = {
    peer: guardedLookup(options.resolve ?? systemLookup, options.allowLoopback),
    other: guardedLookup(options.resolve ?? askingServers(), options.allowLoopback),
  };
  const agentOf = (whose: keyof typeof lookups) =>
    new Agent({
      connect: guardedConnector(options.allowLoopback, lookups[whose], connectMs[whose]),
      // Each request has one deadline for all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16 * 1024,
    });
  const agents = { peer: agentOf('peer'), other: agentOf('other') };

  const send = async (
    method: 'GET' | 'POST',
    url: URL,
    { place, signal, ...rest }: Partial<Dispatcher.RequestOptions> & { place?: PlaceOut; signal: AbortSignal },
  ) => {
    options.onRequest?.(method, url);
    const whose = place?.peer === false ? 'other' : 'peer';
    const address = place && (await addressOf(url, lookups[whose], signal));
    if (address !== undefined && !place?.connects(address)) throw new Refusal('busy');
    const headers = { 'user-agent': options.userAgent, ...(rest.headers as Record<string, string>) };
    const answer = await request(url, { ...rest, method, headers, signal, dispatcher: agents[whose] });
    // A body that is thrown away says so as an error event; who reads it hears of errors there.
    answer.body.on('error', () => {});
    return { status: answer.statusCode, headers: flat(answer.headers), body: answer.body };
  };
  return { send, close: async () => void (await Promise.all([agents.peer.destroy(), agents.other.destroy()])) };
}

/** https; http only to this machine, where configured, and to onion services, whose address is their key. */
function checkedUrl(target: string, allowLoopback: boolean, base?: URL): URL {
  const url = parsedUrl(target, base);
  const secure = url?.protocol === 'https:';
  const plain = url?.protocol === 'http:' && (onionHost(url.hostname) || loopbackHost(url.hostname));
  if (!url || !(secure || plain) || url.username || url.password) throw new Refusal('unreachable', 'url');
  if (loopbackHost(url.hostname) && !allowLoopback) throw new Refusal('unreachable', 'address');
  url.hash = '';
  return url;
}

/**
 * A resolver that is asked of no onion service, and keeps to what it may answer: public addresses, this machine where
 * that is configured.
 */
function guardedLookup(resolve: LookupFunction, allowLoopback: boolean): LookupFunction {
  return (hostname, asked, callback) => {
    if (onionHost(hostname)) return callback(new Refusal('unreachable', 'connect'), [], 0);
    resolve(resolvedName(hostname), { ...asked, all: true }, (error, answer) => {
      if (error) return callback(error, [], 0);
      const all = typeof answer === 'string' ? [{ address: answer, family: isIP(answer) }] : answer;
      const open = all.filter(({ address }) => permittedAddress(address, allowLoopback));
      const [first] = open;
      if (!first) return callback(new Refusal('unreachable', 'address'), [], 0);
      if (asked.all) return callback(null, open, 0);
      callback(null, first.address, first.family);
    });
  };
}

/**
 * Names as their servers tell them. The system's own way has two threads for all names: strangers whose servers never
 * answer would keep partners' names waiting.
 */
function askingServers(): LookupFunction {
  const servers = new Resolver({ timeout: 2_000, tries: 2 });
  return (hostname, asked, callback) => {
    if (loopbackHost(hostname)) return systemLookup(hostname, asked, callback);
    void Promise.allSettled([servers.resolve4(hostname), servers.resolve6(hostname)]).then((answers) => {
      const all = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      const failed = Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
      if (all.length === 0) callback(failed, [], 0);
      else
        callback(
          null,
          all.map((address) => ({ address, family: isIP(address) })),
          0,
        );
    });
  };
}

/** The first address to which a request would connect. */
async function addressOf({ hostname }: URL, lookup: LookupFunction, signal: AbortSignal): Promise<string> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return bare;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  lookup(bare, {}, (error, address) => (error ? reject(error) : resolve(String(address))));
  return promise;
}

function guardedConnector(allowLoopback: boolean, lookup: LookupFunction, timeout: number): buildConnector.connector {
  const connect = buildConnector({ lookup, timeout, autoSelectFamily: true } as buildConnector.BuildOptions);
  return (target, callback) => {
    const bare = target.hostname.replace(/^\[|\]$/g, '');
    // A literal address is connected to without a lookup.
    if (isIP(bare) !== 0 && !permittedAddress(bare, allowLoopback))
      return callback(new Refusal('unreachable', 'address'), null);
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
