import {
  actorDocument,
  actorUrls,
  countDocument,
  listDocument,
  type Profile,
  pageDocument,
  pagedDocument,
} from './actor-document.ts';
import { discovery } from './discovery.ts';
import { type InboxParts, openInbox } from './inbox.ts';
import { serveDocument, wantsActivity } from './serve.ts';

/** What the rooms supply. The kit knows no table of theirs. */
export type FederationParts = InboxParts & {
  version: string;
  /** Null until the collective is set up: everything then answers 404. */
  profile: () => Promise<Profile | null>;
  /** Only the number is ever told. */
  followers: () => Promise<number>;
  following: () => Promise<number>;
  /** IRIs of pinned objects on our own host. */
  featured: () => Promise<string[]>;
  outbox: {
    total: () => Promise<number>;
    /**
     * Activities from a cursor of its own making on, newest first; null for the first page. Refuses a foreign cursor.
     */
    page: (cursor: string | null) => Promise<{ items: unknown[]; next: string | null }>;
  };
};

type Served = Exclude<keyof ReturnType<typeof actorUrls>, 'mainKey' | 'objectKey'>;

const mostCursor = 200;

/**
 * Everything ActivityPub of this node at one place: actor, collections, inbox, WebFinger, NodeInfo. `handle` answers
 * null for what is not its own, and for pages that a person asked for.
 */
export function openFederation(parts: FederationParts): { handle(request: Request): Promise<Response | null> } {
  const urls = actorUrls(parts.origin);
  const find = discovery(parts.origin, parts.version, parts.profile);
  const inbox = openInbox(parts);
  const { mainKey: _main, objectKey: _object, ...served } = urls;
  const paths = new Map(Object.entries(served).map(([name, url]) => [new URL(url).pathname, name as Served]));

  // Once set up it stays so: what is posted costs no query before the guard has judged it.
  let standing = false;

  const read = async (request: Request, name: Served): Promise<Response | null> => {
    const profile = await parts.profile();
    if (!profile) return notFound();
    switch (name) {
      case 'followers':
        return serveDocument(request, countDocument(urls.followers, await parts.followers()));
      case 'following':
        return serveDocument(request, countDocument(urls.following, await parts.following()));
      case 'featured':
        return serveDocument(request, listDocument(urls.featured, await parts.featured()));
      case 'outbox': {
        const cursor = new URL(request.url).searchParams.get('page');
        if (cursor === null) return serveDocument(request, pagedDocument(urls.outbox, await parts.outbox.total()));
        if (cursor.length > mostCursor) return notFound();
        const page = await parts.outbox.page(cursor === 'first' ? null : cursor);
        return serveDocument(request, pageDocument(urls.outbox, cursor, page));
      }
      default:
        return serveDocument(request, actorDocument(parts.origin, profile));
    }
  };

  return {
    async handle(request) {
      const { pathname } = new URL(request.url);
      if (pathname === '/.well-known/webfinger' || pathname === '/.well-known/nodeinfo' || pathname === '/nodeinfo/2.1')
        return reads(request) ? find(request) : notAllowed('GET, HEAD');
      const name = paths.get(pathname);
      if (name === undefined) return null;
      if (name === 'inbox') {
        if (request.method !== 'POST') return notAllowed('POST');
        standing ||= (await parts.profile()) !== null;
        return standing ? inbox(request) : notFound();
      }
      if (!reads(request)) return notAllowed('GET, HEAD');
      if (wantsActivity(request)) return read(request, name);
      // A person who opens the actor's id means the collective.
      const headers = { location: `${parts.origin}/`, vary: 'Accept' };
      return name === 'actor' ? new Response(null, { status: 303, headers }) : null;
    },
  };
}

const reads = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

function notFound(): Response {
  return Response.json({ code: 'not-found' }, { status: 404, headers: { vary: 'Accept' } });
}

function notAllowed(allow: string): Response {
  return new Response(null, { status: 405, headers: { allow } });
}
