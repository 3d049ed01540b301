import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { multibaseDigest } from '../../../schemas/encodings.ts';
import { actorUrls, publicAudience } from '../../federation/actor-document.ts';
import { activityStreams } from '../../federation/contexts.ts';
import { fedify } from '../../federation/fedify.ts';
import type { JsonObject } from '../../federation/json-shape.ts';
import { proveObject } from '../../federation/object-proof.ts';
import { base58btc } from '../../platform/multibase.ts';
import { payloadTypeOf } from '../../protocol/envelope.ts';
import { acknowledgementUrl, articleUrl, statementUrl } from '../versions/addresses.ts';
import { articleContent } from './article.ts';

/** Media type of the signed statement that an Article carries. */
export const statementType = payloadTypeOf('agreement');

const context = [
  activityStreams,
  {
    digestMultibase: {
      '@id': 'https://w3id.org/security#digestMultibase',
      '@type': 'https://w3id.org/security#multibase',
    },
  },
];

/** Media type of a signed withdrawal of an agreement. */
export const withdrawalType = payloadTypeOf('agreement-withdrawal');

/** SHA-256 of the exact bytes as a multihash in base58btc, as `digestMultibase` writes it. */
export function digestOf(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest();
  return base58btc(Uint8Array.from([0x12, hash.length, ...hash]));
}

/**
 * A version as it goes out: its statement, the exact text of its envelope, and when it and the series' first were
 * published.
 */
export type ArticleVersion = { statement: Agreement; envelope: string; published: Date; first: Date };
type ProofKey = Parameters<typeof proveObject>[1];

/**
 * The Article that stands for a series (FEDERATION.md, "Agreements"), with an integrity proof of its own. The same
 * version gives the same bytes every time. Never names a person, a hashtag or a mention.
 */
export async function articleOf(origin: string, version: ArticleVersion, key: ProofKey): Promise<JsonObject> {
  const { statement, envelope, published, first } = version;
  const url = articleUrl(origin, statement.series);
  const content = articleContent(statement, url);
  const { actor, followers } = actorUrls(origin);
  const article = {
    '@context': context,
    id: url,
    type: 'Article',
    attributedTo: actor,
    name: content.title,
    summary: content.summary,
    content: content.html,
    contentMap: { [content.language]: content.html },
    source: { content: content.markdown, mediaType: 'text/markdown' },
    url,
    published: seconds(first),
    ...(published > first && { updated: seconds(published) }),
    to: [publicAudience],
    cc: [followers],
    tag: [],
    attachment: [
      {
        type: 'Document',
        mediaType: statementType,
        url: statementUrl(origin, statement.series, statement.version),
        digestMultibase: digestOf(Buffer.from(envelope)),
      },
    ],
  };
  return proveObject(article, key, published);
}

/** The activity that carries an Article: `Create` to whoever has none of the series yet, else `Update`. */
export function articleActivity(
  origin: string,
  type: 'Create' | 'Update',
  id: string,
  article: JsonObject,
): JsonObject {
  const { to, cc } = article;
  const { actor } = actorUrls(origin);
  const { published, updated } = article;
  return { '@context': activityStreams, id, type, actor, published: updated ?? published, to, cc, object: article };
}

/**
 * The activity that puts a series among what the actor shows first, or takes it from there: addresses, nothing
 * embedded.
 */
export function featuredActivity(origin: string, type: 'Add' | 'Remove', id: string, object: string): JsonObject {
  const { actor, followers, featured } = actorUrls(origin);
  return {
    '@context': activityStreams,
    id,
    type,
    actor,
    to: [publicAudience],
    cc: [followers],
    object,
    target: featured,
  };
}

/** The activity that takes a series back. */
export function deleteActivity(origin: string, id: string, object: string): JsonObject {
  const { actor, followers } = actorUrls(origin);
  const tombstone = { id: object, type: 'Tombstone' };
  return {
    '@context': activityStreams,
    id,
    type: 'Delete',
    actor,
    to: [publicAudience],
    cc: [followers],
    object: tombstone,
  };
}

/**
 * An activity with an LD signature (RsaSignature2017): Mastodon forwards only such Deletes to whom it had shown the
 * post. Nobody of our own kind reads them. Contexts are Fedify's bundled ones; nothing is fetched.
 */
export async function withLdSignature(activity: JsonObject, key: ProofKey): Promise<JsonObject> {
  const { signJsonLd } = await fedify.signatures();
  const signed = await signJsonLd(activity, key.privateKey, new URL(key.keyId), { contextLoader: bundled });
  return signed as JsonObject;
}

async function bundled(url: string) {
  const { preloadedContexts } = await fedify.runtime();
  const document = preloadedContexts[url];
  if (document === undefined) throw new Error('a context that is not bundled');
  return { contextUrl: null, documentUrl: url, document };
}

/** Media type of a signed acknowledgement. */
export const acknowledgementType = payloadTypeOf('acknowledgement');

/**
 * What tells a collective where we say something of its agreement, with the hash of those bytes; it carries none of it.
 */
export function acknowledgementActivity(
  origin: string,
  { activity, id, envelope, to }: { activity: string; id: string; envelope: string; to: string },
): JsonObject {
  const url = acknowledgementUrl(origin, id);
  return {
    '@context': context,
    id: activity,
    type: 'Create',
    actor: actorUrls(origin).actor,
    to: [to],
    object: {
      id: url,
      type: 'Document',
      mediaType: acknowledgementType,
      url,
      digestMultibase: digestOf(Buffer.from(envelope)),
    },
  };
}

const documentIn = z.looseObject({
  mediaType: z.literal(acknowledgementType),
  url: z.unknown(),
  digestMultibase: z.unknown(),
});

/**
 * Where an acknowledgement is that this actor announces, or null when it announces none.
 * @throws `malformed`, and `origin-mismatch` for another origin.
 */
export function readAcknowledged(activity: JsonObject, actor: string): Omit<Announced, 'object'> | null {
  const read = documentIn.safeParse(activity.object);
  if (!read.success) return null;
  const document = announcedIn.safeParse(read.data);
  if (!document.success) throw new Refusal('malformed', 'object');
  const { url, digestMultibase: digest } = document.data;
  if (originOf(url) !== new URL(actor).origin) throw new Refusal('origin-mismatch', 'object.url');
  return { url, digest };
}

const iri = z.string().regex(/^https?:\/\/[!-~]{1,492}$/);
const listed = <T extends z.ZodType>(one: T) => z.union([z.array(one).max(64), one.transform((value) => [value])]);
const attached = z.looseObject({
  type: z.string().max(100).optional(),
  mediaType: z.string().max(200).optional(),
  url: z.unknown(),
  digestMultibase: z.unknown(),
});
const articleIn = z.looseObject({
  id: iri,
  type: listed(z.string().max(100)),
  attributedTo: z.unknown(),
  attachment: listed(attached).optional(),
});
const announcedIn = z.object({ url: iri, digestMultibase: multibaseDigest });

/** What an Article announces: which object, and where its signed statement is with the hash of its bytes. */
export type Announced = { object: string; url: string; digest: string };

/**
 * The agreement that an Article of this actor carries, or null when it carries none: other software sends Articles too.
 * @throws `origin-mismatch` when object or statement are on another origin than the actor, `malformed` when it is
 * attributed to another.
 */
export function readArticle(activity: JsonObject, actor: string): Announced | null {
  const read = articleIn.safeParse(activity.object);
  if (!read.success || !read.data.type.includes('Article')) return null;
  const statements = (read.data.attachment ?? []).filter(({ mediaType }) => mediaType === statementType);
  const [statement, ...others] = statements;
  if (!statement || others.length > 0) return null;
  const document = announcedIn.safeParse(statement);
  if (!document.success) throw new Refusal('malformed', 'object.attachment');
  if (read.data.attributedTo !== actor) throw new Refusal('malformed', 'object.attributedTo');
  const { origin } = new URL(actor);
  const { url, digestMultibase: digest } = document.data;
  if (originOf(read.data.id) !== origin) throw new Refusal('origin-mismatch', 'object.id');
  if (originOf(url) !== origin) throw new Refusal('origin-mismatch', 'object.attachment.url');
  return { object: read.data.id, url, digest };
}

/** Whether an activity carries an Article, of whatever kind. */
export function carriesArticle({ object }: JsonObject): boolean {
  return articleIn.safeParse(object).data?.type.includes('Article') ?? false;
}

/** Whether an activity carries what says of an agreement that it was acknowledged. */
export function carriesAcknowledgement({ object }: JsonObject): boolean {
  return documentIn.safeParse(object).success;
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

function seconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
