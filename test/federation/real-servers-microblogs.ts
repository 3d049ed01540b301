import type { RealServer } from './real-server.ts';

/*
 * Bodies of Mastodon (app/serializers/activitypub), GoToSocial (internal/typeutils, internal/federation), Pleroma and
 * Akkoma (web/activity_pub/utils.ex), Misskey (core/activitypub/ApRendererService.ts) and snac (activitypub.c).
 */

const as2 = 'https://www.w3.org/ns/activitystreams';
const everybody = `${as2}#Public`;
/** What stands where a real one has 2,048 bits; nobody looks at it here. */
const rsaSignature = (actor: string) => ({
  type: 'RsaSignature2017',
  creator: `${actor}#main-key`,
  created: '2026-11-20T18:02:11Z',
  signatureValue: Buffer.alloc(256, 7).toString('base64'),
});

const mastodon: RealServer = {
  software: 'Mastodon',
  path: '/users/lu',
  key: '#main-key',
  covered: ['(request-target)', 'host', 'date', 'digest', 'content-type'],
  bodies: ({ origin, actor, us }) => {
    const follow = {
      '@context': as2,
      id: `${origin}/8d1b3e0e-6f7b-4e0a-9d4e-1f0f6a4f7a10`,
      type: 'Follow',
      actor,
      object: us,
    };
    const { '@context': _context, ...embedded } = follow;
    const status = `${actor}/statuses/115567`;
    const audience = { to: [everybody], cc: [`${actor}/followers`, us] };
    return {
      follow,
      undo: { '@context': as2, id: `${actor}#follows/4711/undo`, type: 'Undo', actor, object: embedded },
      delete: {
        '@context': as2,
        id: `${actor}#delete`,
        type: 'Delete',
        actor,
        to: [everybody],
        object: actor,
        signature: rsaSignature(actor),
      },
      create: {
        '@context': [
          as2,
          {
            ostatus: 'http://ostatus.org#',
            atomUri: 'ostatus:atomUri',
            inReplyToAtomUri: 'ostatus:inReplyToAtomUri',
            conversation: 'ostatus:conversation',
            sensitive: 'as:sensitive',
            toot: 'http://joinmastodon.org/ns#',
            votersCount: 'toot:votersCount',
            Hashtag: 'as:Hashtag',
            interactionPolicy: { '@id': 'gts:interactionPolicy', '@type': '@id' },
          },
        ],
        id: `${status}/activity`,
        type: 'Create',
        actor,
        published: '2026-11-20T18:02:10Z',
        ...audience,
        object: {
          id: status,
          type: 'Note',
          summary: null,
          inReplyTo: null,
          published: '2026-11-20T18:02:10Z',
          url: `${origin}/@lu/115567`,
          attributedTo: actor,
          ...audience,
          sensitive: false,
          atomUri: status,
          conversation: 'tag:social.example,2026-11-20:objectId=1:objectType=Conversation',
          content: '<p>hola</p>',
          contentMap: { es: '<p>hola</p>' },
          attachment: [],
          tag: [{ type: 'Mention', href: us, name: '@ceiba' }],
          replies: {
            id: `${status}/replies`,
            type: 'Collection',
            first: { type: 'CollectionPage', next: `${status}/replies?page=true`, partOf: status, items: [] },
          },
        },
        signature: rsaSignature(actor),
      },
      announce: {
        '@context': as2,
        id: `${actor}/statuses/115568/activity`,
        type: 'Announce',
        actor,
        published: '2026-11-20T18:03:10Z',
        ...audience,
        object: 'https://other.example/users/tono/statuses/1',
        signature: rsaSignature(actor),
      },
    };
  },
};

const goToSocial: RealServer = {
  software: 'GoToSocial',
  path: '/users/lu',
  key: '/main-key',
  covered: ['(request-target)', 'host', 'date', 'digest', 'content-type'],
  bodies: ({ origin, actor, us }) => {
    const follow = { actor, id: `${actor}/follow/01KAQZ6W6Q8T1Y5W0B2B4G7RXN`, object: us, to: us, type: 'Follow' };
    const note = { attributedTo: actor, content: '<p>hola</p>', id: `${actor}/statuses/01KAQZ`, to: us, type: 'Note' };
    const id = `${origin}/01KAQZ6W6Q8T1Y5W0B2B4G7RXP`;
    return {
      follow: { '@context': as2, ...follow },
      undo: { '@context': as2, actor, id, object: follow, to: us, type: 'Undo' },
      delete: { '@context': as2, actor, cc: everybody, id, object: actor, to: `${actor}/followers`, type: 'Delete' },
      create: {
        '@context': [as2, 'https://gotosocial.org/ns', { sensitive: 'as:sensitive' }],
        actor,
        id: `${note.id}/activity#Create`,
        object: note,
        to: us,
        type: 'Create',
      },
      announce: { '@context': as2, actor, id, object: 'https://other.example/n/1', to: everybody, type: 'Announce' },
    };
  },
};

const pleroma: RealServer = {
  software: 'Pleroma and Akkoma',
  path: '/users/lu',
  key: '#main-key',
  covered: ['(request-target)', 'content-length', 'date', 'digest', 'host'],
  bodies: ({ origin, actor, us }) => {
    const of = (uuid: number) => `${origin}/activities/6a3e2f2e-1111-4222-8333-${String(uuid).padStart(12, '0')}`;
    const context = { '@context': [as2, `${origin}/schemas/litepub-0.1.jsonld`, { '@language': 'und' }] };
    const to = { to: [us], cc: [], bcc: [] };
    const follow = { actor, id: of(1), object: us, published: '2026-11-20T18:02:10Z', state: 'pending', ...to };
    const note = { id: `${origin}/objects/1`, type: 'Note', actor, attributedTo: actor, content: 'hola', tag: [] };
    return {
      follow: { ...context, type: 'Follow', ...follow },
      undo: { ...context, actor, id: of(2), object: { type: 'Follow', ...follow }, ...to, type: 'Undo' },
      delete: { ...context, actor, id: of(3), object: actor, to: [`${actor}/followers`], cc: [], type: 'Delete' },
      create: { ...context, actor, id: of(4), object: note, context: `${origin}/contexts/1`, ...to, type: 'Create' },
      announce: { ...context, actor, id: of(5), object: 'https://other.example/objects/1', ...to, type: 'Announce' },
    };
  },
};

const misskey: RealServer = {
  software: 'Misskey',
  path: '/users/9abcdefghi',
  key: '#main-key',
  covered: ['(request-target)', 'date', 'host', 'digest'],
  bodies: ({ origin, actor, us }) => {
    const context = {
      '@context': [
        as2,
        'https://w3id.org/security/v1',
        {
          Key: 'sec:Key',
          manuallyApprovesFollowers: 'as:manuallyApprovesFollowers',
          sensitive: 'as:sensitive',
          Hashtag: 'as:Hashtag',
          quoteUrl: 'as:quoteUrl',
          toot: 'http://joinmastodon.org/ns#',
          Emoji: 'toot:Emoji',
          schema: 'http://schema.org#',
          misskey: 'https://misskey-hub.net/ns#',
          _misskey_content: 'misskey:_misskey_content',
          isCat: 'misskey:isCat',
          vcard: 'http://www.w3.org/2006/vcard/ns#',
        },
      ],
    };
    const follow = { id: `${origin}/follows/9abc`, type: 'Follow', actor, object: us };
    const note = { id: `${origin}/notes/9abd`, type: 'Note', attributedTo: actor, content: '<p>hola</p>', to: [us] };
    const published = '2026-11-20T18:02:10.123Z';
    return {
      follow: { ...context, ...follow },
      undo: { ...context, id: `${follow.id}/undo`, type: 'Undo', actor, object: follow, published },
      delete: { ...context, id: `${origin}/0bb6a3c6-1b1d`, type: 'Delete', actor, object: actor, published },
      create: { ...context, id: `${note.id}/activity`, actor, type: 'Create', published, object: note, to: [us] },
      announce: { ...context, id: `${note.id}/activity`, actor, type: 'Announce', published, object: note.id },
    };
  },
};

const snac: RealServer = {
  software: 'snac',
  path: '/lu',
  key: '#main-key',
  covered: ['(request-target)', 'host', 'digest', 'date'],
  bodies: ({ actor, us }) => {
    const head = (type: string, id: string) => ({ '@context': as2, type, id, actor });
    const published = '2026-11-20T18:02:10Z';
    const note = { '@context': as2, type: 'Note', id: `${actor}/p/1763`, attributedTo: actor, content: 'hola' };
    return {
      follow: { ...head('Follow', `${actor}/d/1763661730.518306/Follow`), object: us },
      // The Follow was not confirmed yet: what snac undoes then is the address that it asked to follow.
      undo: { ...head('Undo', `${us}/Undo_1763661731.518306`), published, object: us },
      delete: {
        ...head('Delete', `${actor}/Delete_1763661732.518306`),
        published,
        object: { type: 'Tombstone', id: actor },
        to: everybody,
      },
      create: { ...head('Create', `${note.id}/Create`), object: note, attributedTo: actor, to: [us] },
      announce: {
        ...head('Announce', `${actor}/d/1763.5/Announce`),
        object: 'https://other.example/p/1',
        to: everybody,
      },
    };
  },
};

export const microblogs: readonly RealServer[] = [mastodon, goToSocial, pleroma, misskey, snac];
