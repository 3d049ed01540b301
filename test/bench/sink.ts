import { createServer } from 'node:http';
import { type AddressInfo, createServer as listenOn, type Server } from 'node:net';

/** Inboxes on hosts of their own that take everything at once and count it. */
export type Sink = AsyncDisposable & {
  inboxes: string[];
  /** How many were posted so far, and how many bytes the last one had. */
  got(): { count: number; bytes: number };
};

/** So many hosts on this machine, one port each. */
export async function startSink(hosts: number): Promise<Sink> {
  let count = 0;
  let bytes = 0;
  const server = createServer((request, response) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
    });
    request.once('end', () => {
      count += 1;
      bytes = size;
      response.writeHead(202).end();
    });
  });
  const doors: Server[] = [];
  for (let at = 0; at < hosts; at++) {
    const door = listenOn((socket) => void server.emit('connection', socket)).listen(0, '127.0.0.1');
    await new Promise((resolve) => door.once('listening', resolve));
    doors.push(door);
  }
  return {
    inboxes: doors.map((door) => `http://127.0.0.1:${(door.address() as AddressInfo).port}/inbox`),
    got: () => ({ count, bytes }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await Promise.all(doors.map((door) => new Promise((resolve) => door.close(resolve))));
    },
  };
}
