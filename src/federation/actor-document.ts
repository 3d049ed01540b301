import { escaped } from '../platform/html.ts';
import { activityStreams } from './contexts.ts';
import type { JsonObject } from './json-shape.ts';

/** Every reader knows the audience by this name only; shortened forms are dropped by some. */
export const publicAudience = 'https://www.w3.org/ns/activitystreams#Public';

/** What the node says of itself in public, once it is set up. */
export type Profile = {
  kind: 'Organization' | 'Group';
  handle: string;
  name: string;
  /** Plain text; it is escaped here. */
  summary: string;
  language: string;
  published: Date;
  /** The RSA key that signs requests, by its name within the actor. */
  publicKey: { id: string; pem: string };
  /** The Ed25519 key that signs objects. */
  objectKey: { id: string; multibase: string };
  /** Protocols beside ActivityPub that this actor speaks (FEP-844e). */
  implements: readonly { href: string; name: string }[];
  /** Documents that belong to the actor, each shown as a link. */
  links: readonly { href: string; name: string; rel: string; mediaType: string }[];
};

/**
 * The URLs of a node's one actor. They never change: everything else hangs on them. Keys that take the place of the
 * first two have names that begin so.
 */
export function actorUrls(origin: string) {
  const of = (name: string) => `${origin}/actors/self/${name}`;
  return {
    actor: `${origin}/actor`,
    mainKey: `${origin}/actor#main-key`,
    objectKey: `${origin}/actor#object-key`,
    inbox: of('inbox'),
    outbox: of('outbox'),
    followers: of('followers'),
    following: of('following'),
    featured: of('featured'),
  } as const;
}

const vocabulary = {
  toot: 'http://joinmastodon.org/ns#',
  manuallyApprovesFollowers: 'as:manuallyApprovesFollowers',
  discoverable: 'toot:discoverable',
  indexable: 'toot:indexable',
  featured: { '@id': 'toot:featured', '@type': '@id' },
  webfinger: { '@id': 'https://purl.archive.org/socialweb/webfinger#webfinger' },
  implements: { '@id': 'https://w3id.org/fep/844e/implements', '@type': '@id', '@container': '@list' },
} as const;

/**
 * The actor as every fediverse server reads it (FEDERATION.md, "The actor"): lists are lists, nobody is recommended or
 * indexed unless asked for, no shared inbox, no endpoint beside the inbox.
 */
export function actorDocument(origin: string, profile: Profile): JsonObject {
  const urls = actorUrls(origin);
  const { host } = new URL(origin);
  return {
    '@context': [
      activityStreams,
      'https://w3id.org/security/v1',
      'https://w3id.org/security/data-integrity/v1',
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      vocabulary,
    ],
    id: urls.actor,
    type: profile.kind,
    preferredUsername: profile.handle,
    webfinger: `${profile.handle}@${host}`,
    name: profile.name,
    summary: paragraph(profile.summary),
    summaryMap: { [profile.language]: paragraph(profile.summary) },
    url: `${origin}/`,
    published: `${profile.published.toISOString().slice(0, 19)}Z`,
    inbox: urls.inbox,
    outbox: urls.outbox,
    followers: urls.followers,
    following: urls.following,
    featured: urls.featured,
    manuallyApprovesFollowers: false,
    discoverable: false,
    indexable: false,
    attachment: profile.links.map(({ href, name, rel, mediaType }) => ({ type: 'Link', href, name, rel, mediaType })),
    tag: [],
    publicKey: {
      id: profile.publicKey.id,
      type: 'CryptographicKey',
      owner: urls.actor,
      publicKeyPem: profile.publicKey.pem,
    },
    assertionMethod: [
      {
        id: profile.objectKey.id,
        type: 'Multikey',
        controller: urls.actor,
        publicKeyMultibase: profile.objectKey.multibase,
      },
    ],
    generator: { type: 'Application', implements: profile.implements.map(({ href, name }) => ({ href, name })) },
  };
}

/** A collection of which only the size is told. */
export function countDocument(id: string, totalItems: number): JsonObject {
  return { '@context': activityStreams, id, type: 'OrderedCollection', totalItems };
}

/** A collection on one page: a list also when it holds one thing or none. */
export function listDocument(id: string, orderedItems: readonly unknown[]): JsonObject {
  return {
    '@context': activityStreams,
    id,
    type: 'OrderedCollection',
    totalItems: orderedItems.length,
    orderedItems: [...orderedItems],
  };
}

/** A collection that begins on another page, and a page of it. */
export function pagedDocument(id: string, totalItems: number): JsonObject {
  return { ...countDocument(id, totalItems), first: `${id}?page=first` };
}

/** One page; `next` is where the following one begins, in the words of who gave it. */
export function pageDocument(
  id: string,
  cursor: string,
  page: { items: readonly unknown[]; next: string | null },
): JsonObject {
  return {
    '@context': activityStreams,
    id: pageUrl(id, cursor),
    type: 'OrderedCollectionPage',
    partOf: id,
    orderedItems: [...page.items],
    ...(page.next !== null && { next: pageUrl(id, page.next) }),
  };
}

function pageUrl(id: string, cursor: string): string {
  return `${id}?page=${encodeURIComponent(cursor)}`;
}

function paragraph(text: string): string {
  return `<p>${escaped(text)}</p>`;
}
