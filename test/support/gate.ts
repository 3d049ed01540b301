import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** One request as it came to a node's address, byte for byte, and what the node answered. */
export type Passage = {
  method: string;
  /** Path and query. */
  path: string;
  /** Names and values in turn, as they were written. */
  headers: string[];
  body: Buffer;
  /** Kind and id of the delivery in it; null when it is something else. */
  delivery: { kind: string; id: string } | null;
  answer: { status: number; headers: string[]; body: Buffer } | null;
};

/** It passes; it meets a closed door; it waits and never arrives; it arrives, and its answer never comes back. */
export type Way = 'pass' | 'refuse' | 'hold' | 'lose-answer';

/** The address of a node. Whatever comes to it goes through here, people's clients and other nodes alike. */
export type Gate = AsyncDisposable & {
  origin: string;
  /** Everything that came, in order. */
  passages: Passage[];
  /** Decides on each request, at once or later; a test puts its own here. */
  way: (passage: Passage) => Way | Promise<Way>;
  /** Where the node behind it listens. */
  port: number;
  /** Brings the same bytes to the node once more, whatever the way; gives the status and the code. */
  again(passage: Passage): Promise<{ status: number; code: string | null }>;
};

/** Opens a gate on a free port of 127.0.0.1; the node behind it may start later. */
export async function openGate(): Promise<Gate> {
  const server = createServer((incoming, response) => void enter(incoming, response));
  // Client and gate share a process: while it is busy, a line must not time out under what is about to be sent on it.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const gate: Gate = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passages: [],
    way: () => 'pass',
    port: 0,
    async again(passage) {
      const answer = await forward(gate.port, passage);
      const { code = null } = JSON.parse(answer.body.toString() || '{}') as { code?: string | null };
      return { status: answer.status, code };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const enter = async (incoming: IncomingMessage, response: ServerResponse) => {
    try {
      const passage = await read(incoming);
      gate.passages.push(passage);
      const way = await gate.way(passage);
      if (way === 'refuse') return void response.destroy();
      if (way === 'hold') return;
      passage.answer = await forward(gate.port, passage);
      if (way === 'lose-answer') return;
      response.writeHead(passage.answer.status, passage.answer.headers).end(passage.answer.body);
    } catch {
      // The node is away, or the caller is: neither is told more than a line that breaks.
      response.destroy();
    }
  };
  return gate;
}

/** Whether the node behind it broke. One that is still starting says 503 and nothing else, and is asked again. */
export const broke = ({ answer }: Passage): boolean =>
  answer !== null && answer.status >= 500 && !(answer.status === 503 && answer.body.length === 0);

/** Everything of it that was on the line, as one piece; a compressed answer unpacked. */
export function bytesOf({ method, path, headers, body, answer }: Passage): Buffer {
  const written = (lines: string[]) => Buffer.from(`${lines.join('\n')}\n`, 'latin1');
  const back = answer ? [written([String(answer.status), ...answer.headers]), unpacked(answer)] : [];
  return Buffer.concat([written([method, path, ...headers]), body, ...back]);
}

function unpacked({ headers, body }: NonNullable<Passage['answer']>): Buffer {
  const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-encoding');
  if (at < 0 || body.length === 0) return body;
  if (headers[at + 1] === 'gzip') return gunzipSync(body);
  if (headers[at + 1] === 'deflate') return inflateSync(body);
  if (headers[at + 1] === 'br') return brotliDecompressSync(body);
  throw new Error('an answer that nobody here can read');
}

async function read(incoming: IncomingMessage): Promise<Passage> {
  const body = await wholeOf(incoming);
  const { method = '', url: path = '' } = incoming;
  return { method, path, headers: incoming.rawHeaders, body, delivery: deliveryIn(body), answer: null };
}

async function wholeOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function deliveryIn(body: Buffer): Passage['delivery'] {
  try {
    const { object } = JSON.parse(body.toString()) as { object: { content: string } };
    const { header } = JSON.parse(object.content) as { header: { kind: string; delivery: string } };
    return { kind: header.kind, id: header.delivery };
  } catch {
    return null;
  }
}

function forward(port: number, { method, path, headers, body }: Passage): Promise<NonNullable<Passage['answer']>> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers: ofTheMessage(headers), agent: false },
      (message) => {
        const status = message.statusCode ?? 0;
        wholeOf(message).then((whole) => {
          resolve({ status, headers: ofTheMessage(message.rawHeaders), body: whole });
        }, reject);
      },
    );
    sent.on('error', reject).end(body);
  });
}

/** Without the headers that are about one connection only. */
function ofTheMessage(raw: string[]): string[] {
  const ofTheLine = ['connection', 'keep-alive'];
  return raw.filter((_, at) => !ofTheLine.includes((raw[at - (at % 2)] ?? '').toLowerCase()));
}
