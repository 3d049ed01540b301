import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Kysely } from 'kysely';
import type { Database } from '../../src/database/schema.ts';
import { enqueue } from '../../src/deliveries/enqueue.ts';

/** Hosts on this machine that take every connection and never say a word. */
export type SilentHosts = AsyncDisposable & {
  origins: string[];
  /** How many connections are open now, at all of them and at the one that has most. */
  open(): { all: number; most: number };
};

/** So many silent hosts, one port each. */
export async function startSilentHosts(hosts: number): Promise<SilentHosts> {
  const held = Array.from({ length: hosts }, () => new Set<Socket>());
  const servers = await Promise.all(
    held.map(async (sockets) => {
      const server = createServer((socket) => {
        sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
        socket.resume();
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      return server;
    }),
  );
  return {
    origins: servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    open: () => ({
      all: held.reduce((sum, { size }) => sum + size, 0),
      most: Math.max(...held.map(({ size }) => size)),
    }),
    async [Symbol.asyncDispose]() {
      for (const sockets of held) for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** So many followers spread over these hosts, each owed the answer to their Follow. */
export async function owedAnswers(db: Kysely<Database>, origins: readonly string[], followers: number): Promise<void> {
  const now = new Date();
  const rows = Array.from({ length: followers }, (_, at) => {
    const actor = `${origins[at % origins.length]}/users/${at}`;
    return { actor, inbox: `${actor}/inbox`, convive: false, follow: `${actor}#follow`, followed: now };
  });
  const owed = rows.map(({ actor, inbox, follow: item }) => {
    const recipient = { actor, inbox, audience: 'follower' as const };
    return { kind: 'follow-accept', item, object: `follow:${actor}`, recipient };
  });
  await db.transaction().execute(async (tx) => {
    for (let at = 0; at < rows.length; at += 1_000)
      await tx
        .insertInto('followers')
        .values(rows.slice(at, at + 1_000))
        .execute();
    await enqueue(tx, owed, now);
  });
}
