import type { RealServer } from './real-server.ts';

/*
 * Bodies of Friendica (Protocol/ActivityPub/Transmitter.php), Hubzilla (addon/pubcrawl, Zotlabs/Lib/Activity.php),
 * PeerTube (lib/activitypub/send), Mobilizon (federation/activity_pub) and Funkwhale (federation/serializers.py).
 */

const as2 = 'https://www.w3.org/ns/activitystreams';
const security = 'https://w3id.org/security/v1';
const everybody = `${as2}#Public`;
const signature = (creator: string) => ({
  signature: {
    type: 'RsaSignature2017',
    nonce: '5f1c2d',
    creator,
    created: '2026-11-20T18:02:11Z',
    signatureValue: Buffer.alloc(256, 7).toString('base64'),
  },
});

const friendica: RealServer = {
  software: 'Friendica',
  path: '/profile/lu',
  key: '#main-key',
  covered: ['(request-target)', 'date', 'content-length', 'digest', 'host'],
  bodies: ({ origin, actor, us }) => {
    const context = {
      '@context': [
        as2,
        security,
        {
          ostatus: 'http://ostatus.org#',
          vcard: 'http://www.w3.org/2006/vcard/ns#',
          dfrn: 'http://purl.org/macgirvin/dfrn/1.0/',
          diaspora: 'https://diasporafoundation.org/ns/',
          litepub: 'http://litepub.social/ns#',
          toot: 'http://joinmastodon.org/ns#',
          schema: 'http://schema.org#',
          manuallyApprovesFollowers: 'as:manuallyApprovesFollowers',
          sensitive: 'as:sensitive',
          Hashtag: 'as:Hashtag',
          directMessage: 'litepub:directMessage',
          featured: { '@id': 'toot:featured', '@type': '@id' },
        },
      ],
    };
    const of = (type: string, guid: string) => ({ ...context, id: `${origin}/activity/${guid}`, type, actor });
    const tail = {
      instrument: { type: 'Service', name: 'Friendica 2025.07', url: origin },
      to: [us],
      ...signature(`${actor}#main-key`),
    };
    const follow = { id: `${origin}/activity/9c3b0a`, type: 'Follow', actor, object: us };
    const note = { id: `${origin}/objects/1`, type: 'Note', attributedTo: actor, content: 'hola', directMessage: true };
    return {
      follow: { ...of('Follow', '9c3b0a'), object: us, ...tail },
      undo: { ...of('Undo', '9c3b0b'), object: follow, ...tail },
      delete: { ...of('Delete', '9c3b0c'), object: actor, published: '2026-11-20T18:02:10Z', cc: [], ...tail },
      create: { ...of('Create', '9c3b0d'), object: note, ...tail },
      announce: { ...of('Announce', '9c3b0e'), object: 'https://other.example/objects/1', ...tail },
    };
  },
};

const hubzilla: RealServer = {
  software: 'Hubzilla',
  path: '/channel/lu',
  key: '',
  covered: ['(request-target)', 'date', 'digest', 'host', 'content-type'],
  bodies: ({ origin, actor, us }) => {
    const context = { '@context': [as2, security, `${origin}/apschema/v1.31`] };
    const person = {
      type: 'Person',
      id: actor,
      preferredUsername: 'lu',
      name: 'Lu',
      icon: { type: 'Image', mediaType: 'image/png', url: `${origin}/photo/profile/l/2`, height: 300, width: 300 },
      url: [{ type: 'Link', mediaType: 'text/html', href: actor }],
      inbox: `${origin}/inbox/lu`,
      endpoints: { sharedInbox: `${origin}/inbox` },
      publicKey: { id: actor, owner: actor, publicKeyPem: 'as in the actor' },
    };
    const of = (type: string, id: string) => ({ ...context, type, id, actor: person });
    const end = { to: [us], ...signature(actor) };
    const follow = { id: `${origin}/follow/12`, type: 'Follow', actor: person, object: us };
    const note = { type: 'Note', id: `${origin}/item/1`, attributedTo: person, content: 'hola', ...signature(actor) };
    return {
      follow: { ...of('Follow', `${origin}/follow/12`), object: us, ...end },
      undo: { ...of('Undo', `${origin}/follow/12#Undo`), object: follow, ...end },
      delete: { ...of('Delete', `${actor}#delete`), object: person, to: [everybody], ...signature(actor) },
      create: { ...of('Create', `${origin}/activity/1`), object: note, ...end },
      announce: { ...of('Announce', `${origin}/activity/2`), object: { ...note, actor: person }, ...end },
    };
  },
};

const peerTube: RealServer = {
  software: 'PeerTube',
  path: '/accounts/lu',
  key: '#main-key',
  // It signs in the name of the actor and not of the key.
  signsAs: '',
  covered: ['(request-target)', 'host', 'date', 'digest'],
  bodies: ({ origin, actor, us }) => {
    const context = {
      '@context': [
        as2,
        security,
        { RsaSignature2017: 'https://w3id.org/security#RsaSignature2017' },
        {
          pt: 'https://joinpeertube.org/ns#',
          sc: 'http://schema.org/',
          uuid: 'sc:identifier',
          category: 'sc:category',
          support: { '@type': 'sc:Text', '@id': 'pt:support' },
          views: { '@type': 'sc:Number', '@id': 'pt:views' },
          uploadDate: { '@type': 'sc:uploadDate', '@id': 'pt:uploadDate' },
          icons: 'as:icon',
          likes: { '@id': 'as:likes', '@type': '@id' },
        },
      ],
    };
    const video = `${origin}/videos/watch/2f7d`;
    // The same each time the same account follows the same actor.
    const follow = { type: 'Follow', id: `${actor}/follows/42`, actor, object: us };
    const audience = { to: [everybody], cc: [`${actor}/followers`] };
    const files = Array.from({ length: 8 }, (_, at) => ({
      type: 'Link',
      mediaType: 'video/mp4',
      href: `${origin}/static/web-videos/2f7d-${at}.mp4`,
      height: 144 * at,
      size: 5_000_000 * at,
      fps: 30,
      tag: [{ type: 'Link', name: 'sha256', mediaType: 'application/x-mpegURL', href: `${origin}/segments-${at}` }],
    }));
    const whole = {
      type: 'Video',
      id: video,
      name: 'hola',
      duration: 'PT60S',
      url: files,
      attributedTo: [{ id: actor }],
    };
    return {
      follow: { ...context, ...follow, ...signature(actor) },
      undo: { ...context, type: 'Undo', id: `${follow.id}/undo`, actor, object: follow, ...signature(actor) },
      delete: { ...context, type: 'Delete', id: `${actor}/delete`, actor, object: actor, ...signature(actor) },
      create: {
        ...context,
        type: 'Create',
        id: `${video}/activity`,
        actor,
        published: '2026-11-20T18:02:10Z',
        object: whole,
        ...audience,
        ...signature(actor),
      },
      announce: {
        ...context,
        ...audience,
        type: 'Announce',
        id: `${video}/announces/3`,
        actor,
        object: video,
        ...signature(actor),
      },
    };
  },
};

const mobilizon: RealServer = {
  software: 'Mobilizon',
  path: '/@lu',
  key: '#main-key',
  covered: ['(request-target)', 'content-length', 'date', 'digest', 'host'],
  bodies: ({ origin, actor, us }) => {
    const context = {
      '@context': [
        as2,
        'https://litepub.social/context.jsonld',
        {
          sc: 'http://schema.org#',
          ical: 'http://www.w3.org/2002/12/cal/ical#',
          pt: 'https://joinpeertube.org/ns#',
          toot: 'http://joinmastodon.org/ns#',
          mz: 'https://joinmobilizon.org/ns#',
          category: 'sc:category',
          location: { '@id': 'sc:location', '@type': 'sc:Place' },
          PostalAddress: 'sc:PostalAddress',
          address: { '@id': 'sc:address', '@type': 'sc:PostalAddress' },
          joinMode: { '@id': 'mz:joinMode', '@type': 'mz:joinModeType' },
        },
      ],
    };
    const to = { to: [us], cc: [] };
    const follow = { type: 'Follow', id: `${origin}/follow/0a5c`, actor, object: us, ...to };
    const event = {
      type: 'Event',
      id: `${origin}/events/77`,
      actor,
      attributedTo: actor,
      name: 'Encuentro',
      location: { type: 'Place', address: { type: 'PostalAddress', addressLocality: 'Xalapa' } },
    };
    return {
      follow: { ...context, ...follow },
      undo: { ...context, type: 'Undo', id: `${origin}/unfollow/0a5c/activity`, actor, object: follow, ...to },
      delete: {
        ...context,
        type: 'Delete',
        id: `${actor}/delete`,
        actor,
        object: actor,
        to: [`${actor}/followers`, everybody],
      },
      create: {
        ...context,
        type: 'Create',
        id: `${event.id}/activity`,
        actor,
        attributedTo: actor,
        object: event,
        ...to,
      },
      announce: { ...context, type: 'Announce', id: `${event.id}/announces/1`, actor, object: event.id, ...to },
    };
  },
};

const funkwhale: RealServer = {
  software: 'Funkwhale',
  path: '/federation/actors/lu',
  key: '#main-key',
  covered: ['(request-target)', 'user-agent', 'host', 'date', 'digest'],
  bodies: ({ actor, us }) => {
    const context = {
      '@context': [
        as2,
        security,
        'https://funkwhale.audio/ns',
        { manuallyApprovesFollowers: 'as:manuallyApprovesFollowers' },
      ],
    };
    const follow = { ...context, id: `${actor}#follows/0a5c`, type: 'Follow', actor, object: us };
    const audio = {
      type: 'Audio',
      id: `${actor}/uploads/1`,
      name: 'hola',
      track: { type: 'Track', name: 'hola', artists: [{ type: 'Artist', name: 'Lu' }], musicbrainzId: null },
    };
    return {
      follow,
      undo: { ...context, id: `${follow.id}/undo`, type: 'Undo', actor, object: follow },
      delete: {
        ...context,
        id: `${actor}#delete`,
        type: 'Delete',
        actor,
        object: { type: 'Person', id: actor },
        to: [everybody],
      },
      create: { ...context, id: `${audio.id}/activity`, type: 'Create', actor, object: audio, to: [us] },
      announce: { ...context, id: `${audio.id}/announce`, type: 'Announce', actor, object: audio.id, to: [us] },
    };
  },
};

export const largeServers: readonly RealServer[] = [friendica, hubzilla, peerTube, mobilizon, funkwhale];
