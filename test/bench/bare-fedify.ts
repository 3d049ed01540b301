import type { AddressInfo } from 'node:net';
import { createFederation, MemoryKvStore } from '@fedify/fedify';
import { Activity, Service } from '@fedify/fedify/vocab';
import { createAdaptorServer } from '@hono/node-server';
import { generateKeyPair } from '../../src/federation/key-pairs.ts';
import { openFedifyStore } from './fedify-store.ts';

/*
 * A server with Fedify and nothing else, in a process of its own: default settings, one actor, a listener that keeps the id of
 * every activity. With a database URL it works on PostgreSQL with a queue, without one in memory and without a queue.
 */

const [url] = process.argv.slice(2);
const store = url ? await openFedifyStore(url) : null;
const federation = createFederation<void>({
  kv: store?.kv ?? new MemoryKvStore(),
  ...(store && { queue: store.queue }),
  // Everything here is on this machine.
  allowPrivateAddress: true,
});
const pairs = [await generateKeyPair('rsa')];
federation
  .setActorDispatcher('/users/{identifier}', async (context, identifier) => {
    const [pair] = await context.getActorKeyPairs(identifier);
    return new Service({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      inbox: context.getInboxUri(identifier),
      publicKey: pair?.cryptographicKey ?? null,
    });
  })
  .setKeyPairsDispatcher(() => pairs);
federation.setInboxListeners('/users/{identifier}/inbox', '/inbox').on(Activity, async (_context, { id }) => {
  if (id) await store?.accepted(id.href);
});

const server = createAdaptorServer({ fetch: (request) => federation.fetch(request, { contextData: undefined }) });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`answers at http://localhost:${port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
