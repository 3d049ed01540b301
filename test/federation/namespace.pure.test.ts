import { readFileSync } from 'node:fs';
import { preloadedContexts } from '@fedify/vocab-runtime';
import jsonld from '@fedify/vocab-runtime/jsonld';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Agreement } from '../../schemas/agreement.ts';
import { articleActivity, articleOf, deleteActivity } from '../../src/agreements/wire/activity.ts';
import { conviveProtocol } from '../../src/collective/activity.ts';
import { actorDocument, listDocument, pageDocument } from '../../src/federation/actor-document.ts';
import { activityStreams } from '../../src/federation/contexts.ts';
import type { JsonObject } from '../../src/federation/json-shape.ts';
import { followingSenders } from '../../src/following/activity.ts';
import { deliveryActivity } from '../../src/peers/activity.ts';
import { namespaceRoutes } from '../../src/web/namespace.ts';
import { agreement } from '../vectors/make/kinds/agreement.ts';
import { sharedAlert } from '../vectors/make/shared.ts';
import { makeWorld } from '../vectors/make/world.ts';

const origin = 'https://ceiba.test';
const served = `${origin}/ns`;
const ours = JSON.parse(readFileSync(new URL('../../schemas/context.jsonld', import.meta.url), 'utf8'));

/** Bundled contexts and ours; anything else fails, as nothing may ever be fetched. */
async function documentLoader(url: string) {
  const document = url === served ? ours : preloadedContexts[url];
  if (!document) throw new Error('a context that is not bundled');
  return { documentUrl: url, document };
}

/** What a document says to somebody who reads it as JSON-LD; fails where that would lose something. */
const read = (document: object) => jsonld.expand(document, { documentLoader, safe: true });

/** Properties that no context defines: ActivityStreams makes blank nodes of them. */
const undefinedIn = (expanded: unknown) => JSON.stringify(expanded).match(/_:[^"]*/g) ?? [];

/** A document with our context in the place of the definitions that it carries itself. */
function withOurs(document: JsonObject): JsonObject {
  const entries = [document['@context']].flat();
  return { ...document, '@context': [...entries.filter((entry) => typeof entry === 'string'), served] };
}

let documents: Record<string, JsonObject>;
beforeAll(async () => {
  const world = await makeWorld();
  const statement: Agreement = { type: 'agreement', ...agreement(world).statement };
  const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const published = new Date('2026-11-22T12:00:00Z');
  const version = { statement, envelope: '{}', published, first: new Date('2026-11-21T12:00:00Z') };
  const article = await articleOf(origin, version, { keyId: `${origin}/actor#object-key`, privateKey });
  const { header } = sharedAlert(world);
  const row = { id: 'row', item: `${origin}/activities/follow`, recipient: 'https://maguey.test/actor' };
  const { follow, 'follow-undo': undo } = followingSenders(origin);
  const sent = async (sender: typeof follow): Promise<JsonObject> => {
    const { send } = (await sender(undefined as never, row as never, published)) as { send: string };
    return JSON.parse(send);
  };
  documents = {
    actor: actorDocument(origin, {
      kind: 'Organization',
      handle: 'ceiba',
      name: 'Ceiba',
      summary: 'Una casa junto al río.',
      language: 'es',
      published,
      publicKey: { id: `${origin}/actor#main-key`, pem: '-----BEGIN PUBLIC KEY-----' },
      objectKey: { id: `${origin}/actor#object-key`, multibase: 'z6Mk' },
      implements: [conviveProtocol],
      links: [
        { href: `${origin}/manifest`, name: 'Manifest', rel: 'urn:convive:manifest:v1', mediaType: 'application/json' },
      ],
    }),
    article,
    create: articleActivity(origin, 'Create', `${origin}/activities/1`, article),
    delete: deleteActivity(origin, `${origin}/activities/2`, String(article.id)),
    delivery: JSON.parse(deliveryActivity(origin, row, { header, body: 'AAAA' })),
    follow: await sent(follow),
    undo: await sent(undo),
    list: listDocument(`${origin}/actors/self/featured`, [String(article.id)]),
    page: pageDocument(`${origin}/actors/self/outbox`, 'first', { items: [], next: 'later' }),
  };
});

describe('what our ActivityPub documents say as JSON-LD', () => {
  test('every property that leaves is defined by a context that it names', async () => {
    for (const [name, document] of Object.entries(documents)) {
      const expanded = await read(document);
      expect(expanded, name).toHaveLength(1);
      expect(undefinedIn(expanded), name).toEqual([]);
    }
    expect(undefinedIn(await read({ ...documents.article, ritual: 'x' }))).toEqual(['_:ritual']);
  });

  test('every extension property means the same by the context at /ns', async () => {
    for (const [name, document] of Object.entries(documents)) {
      expect(await read(withOurs(document)), name).toEqual(await read(document));
    }
  });

  test('the context at /ns defines what our documents define themselves, and nothing that none uses', () => {
    const inline = Object.values(documents).flatMap((document) =>
      [document['@context']].flat().flatMap((entry) => (typeof entry === 'object' ? Object.keys(entry ?? {}) : [])),
    );
    const prefixes = ['as', 'convive', 'security', 'toot'];
    const terms = Object.keys(ours['@context']).filter((term) => !prefixes.includes(term));
    expect(terms.sort()).toEqual([...new Set(inline)].filter((term) => !prefixes.includes(term)).sort());
  });

  test('our own names resolve by its prefix', async () => {
    const [expanded] = await read({
      '@context': [activityStreams, served],
      id: 'convive:protocol:v1',
      name: 'Convive',
    });
    expect(expanded).toMatchObject({ '@id': conviveProtocol.href });
  });
});

test('it is served as JSON-LD to any origin, may be kept for a day, and is not sent twice', async () => {
  const routes = namespaceRoutes();
  const first = await routes.request('/ns');
  expect(await first.json()).toEqual(ours);
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'content-type': 'application/ld+json',
    'cache-control': 'public, max-age=86400',
    'access-control-allow-origin': '*',
  });
  const again = await routes.request('/ns', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});
