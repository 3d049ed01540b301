import type { RealServer, Sending } from './real-server.ts';

/*
 * Bodies as Fedify writes them for Hollo, Ghost and Hackers' Pub: the contexts of its vocabulary, an object proof and a
 * signature of Linked Data on every activity, and RFC 9421 first.
 */

const as2 = 'https://www.w3.org/ns/activitystreams';
const everybody = `${as2}#Public`;

const terms = {
  toot: 'http://joinmastodon.org/ns#',
  misskey: 'https://misskey-hub.net/ns#',
  fedibird: 'http://fedibird.com/ns#',
  ChatMessage: 'http://litepub.social/ns#ChatMessage',
  sensitive: 'as:sensitive',
  votersCount: 'toot:votersCount',
  Emoji: 'toot:Emoji',
  Hashtag: 'as:Hashtag',
  quoteUrl: 'as:quoteUrl',
  _misskey_quote: 'misskey:_misskey_quote',
  quoteUri: 'fedibird:quoteUri',
  emojiReactions: { '@id': 'fedibird:emojiReactions', '@type': '@id' },
};
const plain = [as2, 'https://w3id.org/security/data-integrity/v1'];
const rich = [...plain, terms];

/** What Fedify adds to whatever it sends. */
const signed = (actor: string) => ({
  proof: {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: `${actor}#multikey-2`,
    proofPurpose: 'assertionMethod',
    proofValue: `z${'3'.repeat(87)}`,
    created: '2026-11-20T18:02:11Z',
  },
  signature: {
    '@context': 'https://w3id.org/identity/v1',
    type: 'RsaSignature2017',
    creator: `${actor}#main-key`,
    created: '2026-11-20T18:02:11Z',
    signatureValue: Buffer.alloc(256, 7).toString('base64'),
  },
});

/** One of them: where its actor is and how it names what it sends. */
const fedify = (
  software: string,
  path: string,
  name: (kind: string, sending: Sending) => string,
  deleted: (actor: string) => unknown,
): RealServer => ({
  software,
  path,
  key: '#main-key',
  covered: 'rfc9421',
  bodies: (sending) => {
    const { actor, us } = sending;
    const of = (type: string, context: unknown = plain) => ({
      '@context': context,
      id: name(type.toLowerCase(), sending),
      type,
      actor,
    });
    const { '@context': _context, ...follow } = { ...of('Follow'), object: us };
    const note = {
      id: name('note', sending),
      type: 'Note',
      attributedTo: actor,
      content: '<p>hola</p>',
      contentMap: { es: '<p>hola</p>' },
      published: '2026-11-20T18:02:10Z',
      to: everybody,
      cc: [`${actor}/followers`, us],
      tag: { type: 'Mention', href: us, name: '@ceiba' },
      sensitive: false,
    };
    return {
      follow: { ...of('Follow'), object: us, ...signed(actor) },
      undo: { ...of('Undo'), to: us, object: follow, ...signed(actor) },
      delete: { ...of('Delete', rich), to: everybody, object: deleted(actor), ...signed(actor) },
      create: { ...of('Create', rich), to: everybody, cc: us, object: note, ...signed(actor) },
      announce: { ...of('Announce', rich), to: everybody, object: 'https://other.example/n/1', ...signed(actor) },
    };
  },
});

const uuid = '019ac2a0-5c5d-7b3e-8d61-0f9f6a4f7a10';

export const fedifyServers: readonly RealServer[] = [
  fedify(
    'Hollo',
    '/@lu',
    (kind, { actor }) => `${actor}#${kind}/${uuid}`,
    (actor) => actor,
  ),
  fedify(
    'Ghost',
    '/.ghost/activitypub/users/index',
    (kind, { origin }) => `${origin}/.ghost/activitypub/${kind}/${uuid}`,
    (actor) => actor,
  ),
  fedify(
    "Hackers' Pub",
    `/ap/actors/${uuid}`,
    (kind, { origin }) => `${origin}/ap/${kind}s/${uuid}`,
    (actor) => ({ id: actor, type: 'Tombstone', deleted: '2026-11-20T18:02:10Z' }),
  ),
];
