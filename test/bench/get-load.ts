import { connect } from 'node:net';

/** What so many requests took: how many a second, and how long each waited, in milliseconds. */
export type Got = { perSecond: number; p50: number; p99: number; bytes: number };

export type Load = { connections: number; requests: number };

/**
 * Gets one address again and again over so many open connections, one request at a time on each. Counts bytes and
 * nothing else of an answer, so that it takes little of the processor that it shares with the server. Refuses another
 * status, and an answer that does not say how long it is.
 */
export async function getAgain(
  url: string,
  headers: Record<string, string>,
  { connections, requests }: Load,
  status = 200,
): Promise<Got> {
  const { host, hostname, port, pathname, search } = new URL(url);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const asked = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const waited: number[] = [];
  let left = requests;
  let bytes = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port) });
      let began = 0;
      let seen: Buffer = Buffer.alloc(0);
      /** Bytes of the answer that have not come yet; -1 while its head has not. */
      let missing = -1;
      const ask = () => {
        if (left-- <= 0) return void socket.end(resolve);
        began = performance.now();
        missing = -1;
        seen = Buffer.alloc(0);
        socket.write(asked);
      };
      socket.setNoDelay(true).once('connect', ask).once('error', reject);
      socket.on('data', (chunk: Buffer) => {
        if (missing < 0) {
          seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
          const end = seen.indexOf('\r\n\r\n');
          if (end < 0) return;
          const head = seen.toString('latin1', 0, end);
          const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
          if (Number(head.slice(9, 12)) !== status || length === undefined)
            return void socket.destroy(new Error(`answered with ${head.split('\r\n', 1)[0]}`));
          bytes = end + 4 + Number(length);
          missing = bytes - seen.length;
        } else missing -= chunk.length;
        if (missing > 0) return;
        waited.push(performance.now() - began);
        ask();
      });
    });
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: waited.length / seconds, ...percentiles(waited), bytes };
}

/** Half of them, and 99 of a hundred, are not over these. */
export function percentiles(values: readonly number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
