import type { AddressInfo } from 'node:net';
import { createFederation, MemoryKvStore } from '@fedify/fedify';
import { Activity, Article, Create, PUBLIC_COLLECTION, Service } from '@fedify/fedify/vocab';
import { createAdaptorServer } from '@hono/node-server';
import { generateKeyPair } from '../../src/federation/key-pairs.ts';
import { openFedifyStore } from './fedify-store.ts';

/*
 * A server with Fedify and nothing else, in a process of its own: default settings, one actor, a listener that keeps
 * the id of every activity, and `/deliver`, which sends an Article to inboxes. With a database URL it works on
 * PostgreSQL with a queue, without one in memory and without a queue.
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

async function deliver(request: Request): Promise<Response> {
  const { id, content, inboxes } = (await request.json()) as { id: string; content: string; inboxes: string[] };
  const context = federation.createContext(request, undefined);
  const actor = context.getActorUri('self');
  const object = new Article({
    id: new URL(`/articles/${id}`, actor),
    attribution: actor,
    to: PUBLIC_COLLECTION,
    content,
  });
  const activity = new Create({ id: new URL(`/activities/${id}`, actor), actor, to: PUBLIC_COLLECTION, object });
  const recipients = inboxes.map((inbox) => ({ id: new URL('/actor', inbox), inboxId: new URL(inbox) }));
  await context.sendActivity({ identifier: 'self' }, recipients, activity);
  return new Response(null, { status: 202 });
}

const server = createAdaptorServer({
  fetch: (request) =>
    new URL(request.url).pathname === '/deliver'
      ? deliver(request)
      : federation.fetch(request, { contextData: undefined }),
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`answers at http://localhost:${port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
