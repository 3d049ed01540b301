import type { Federation } from '@fedify/fedify/federation';
import { actorUrls, type Profile } from './actor-document.ts';
import { fedify } from './fedify.ts';
import { neverLoad } from './verify.ts';

const self = 'self';

/**
 * How others find the one actor: WebFinger by handle, actor and profile URL, and NodeInfo 2.1 that counts nobody.
 * Fedify answers both; it stores nothing, loads nothing and never sees the inbox. Until there is a profile, 404.
 */
export function discovery(
  origin: string,
  version: string,
  profile: () => Promise<Profile | null>,
): (request: Request) => Promise<Response> {
  let opened: Promise<Federation<void>> | undefined;
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const asked = new Request(new URL(pathname + search, origin), { method: request.method, headers: request.headers });
    opened ??= openDiscovery(origin, version, profile);
    return (await opened).fetch(asked, { contextData: undefined });
  };
}

async function openDiscovery(
  origin: string,
  version: string,
  profile: () => Promise<Profile | null>,
): Promise<Federation<void>> {
  const [{ createFederation, MemoryKvStore }, { Group, Organization }] = await Promise.all([
    fedify.federation(),
    fedify.vocabulary(),
  ]);
  const federation: Federation<void> = createFederation<void>({
    origin,
    kv: new MemoryKvStore(),
    documentLoaderFactory: () => neverLoad,
    contextLoaderFactory: () => neverLoad,
    authenticatedDocumentLoaderFactory: () => neverLoad,
  });
  federation
    .setActorDispatcher('/actors/{identifier}', async (_context, identifier) => {
      const current = identifier === self ? await profile() : null;
      if (!current) return null;
      const values = {
        id: new URL(actorUrls(origin).actor),
        preferredUsername: current.handle,
        url: new URL('/', origin),
      };
      return current.kind === 'Group' ? new Group(values) : new Organization(values);
    })
    .mapActorAlias('/actor', self)
    .mapHandle(async (_context, username) => ((await profile())?.handle === username ? self : null))
    .mapAlias((_context, resource) => (resource.href === `${origin}/` ? { identifier: self } : null));
  federation.setNodeInfoDispatcher('/nodeinfo/2.1', () => ({
    software: { name: 'convive', version },
    protocols: ['activitypub'],
    services: { inbound: [], outbound: [] },
    openRegistrations: false,
    usage: { users: {}, localPosts: 0, localComments: 0 },
    metadata: {},
  }));
  return federation;
}
