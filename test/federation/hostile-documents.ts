import { activityStreams, follow } from './stage.ts';

/** Something written to cost whoever reads it, by an actor that signs it properly; and how it is refused. */
type HostileDocument = [what: string, document: (actor: string) => unknown, refused: { status: number; code: string }];

const scopedTerms = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `t${at}`,
      { '@id': `https://x.example/${at}`, '@context': { a: `b${at}` } },
    ]),
  );
/** So many levels, one in the other. */
export const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);
const elsewhere = 'https://elsewhere.example/users/rosa';
const undo = (actor: string) => ({ ...follow(actor, actor), type: 'Undo' });
const delivery = (actor: string) => ({
  ...follow(actor, actor),
  type: 'Create',
  to: [actor],
  object: { type: 'Document', mediaType: 'application/vnd.convive.delivery.v1', content: '{}' },
});

const manyUrls = Array.from({ length: 2000 }, (_, at) => `https://x.example/${at}`);
const plainTerms = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, `https://x.example/${at}`]));

/**
 * What would cost or deceive whoever expands or verifies it. Here it is never looked at: each is an ordinary Follow of
 * whoever signed the request, and nothing of it is fetched.
 */
export const ignoredWords: [what: string, words: (actor: string) => Record<string, unknown>][] = [
  ['a context of 400 scoped terms', () => ({ '@context': [activityStreams, scopedTerms(400)] })],
  ['a context of 700 plain terms', () => ({ '@context': [activityStreams, plainTerms(700)] })],
  ['2,000 remote contexts', () => ({ '@context': manyUrls })],
  ['contexts in the inner objects', () => ({ tag: Array(20).fill({ '@context': 'https://x.example/context' }) })],
  ['a term that stands for a word of JSON-LD', () => ({ '@context': [activityStreams, { all: '@graph' }] })],
  [
    'a context that makes other members of actor and object',
    () => ({
      '@context': { actor: 'https://x.example/a', victim: 'as:actor', object: null, '@vocab': 'https://x.example/' },
      victim: elsewhere,
    }),
  ],
  ['a context that is none', () => ({ '@context': 7 })],
  [
    "a signature of Linked Data in somebody else's name",
    () => ({ signature: { type: 'RsaSignature2017', creator: `${elsewhere}#main-key`, signatureValue: 'AAAA' } }),
  ],
  ['a signature of Linked Data that is none', () => ({ signature: [{ '@graph': [{ proof: [1, 2, 3] }] }] })],
];

/** Attacks as far as they lie in the document itself: each is refused before anything is looked up. */
export const hostileDocuments: HostileDocument[] = [
  [
    'a context of 2,000 scoped terms',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, scopedTerms(2000)] }),
    { status: 400, code: 'nodes' },
  ],
  ['a word of JSON-LD', (actor) => ({ ...follow(actor, actor), '@graph': [] }), { status: 400, code: 'keyword' }],
  [
    'an inner word of JSON-LD',
    (actor) => ({ ...follow(actor, actor), tag: [{ '@reverse': {} }] }),
    { status: 400, code: 'keyword' },
  ],
  ['10,000 levels of lists', () => nested(10_000, '[', ']'), { status: 400, code: 'depth' }],
  ['40,000 levels of objects', () => nested(40_000, '{"a":', '}').replace(':}', ':1}'), { status: 400, code: 'depth' }],
  ['100,000 levels that never end', () => '['.repeat(100_000), { status: 400, code: 'depth' }],
  [
    '5,000 things',
    (actor) => ({ ...follow(actor, actor), tag: Array.from({ length: 5000 }, () => ({})) }),
    { status: 400, code: 'nodes' },
  ],
  [
    'a NUL written as an escape',
    (actor) => ({ ...follow(actor, actor), name: 'a\0b' }),
    { status: 400, code: 'unicode' },
  ],
  [
    'half a surrogate pair in a name',
    (actor) => JSON.stringify({ ...follow(actor, actor), '????': 1 }).replace('????', '\\ud800'),
    { status: 400, code: 'unicode' },
  ],
  [
    'half a surrogate pair in an inner list',
    (actor) => JSON.stringify({ ...follow(actor, actor), tag: [['?!']] }).replace('?!', '\\udc00'),
    { status: 400, code: 'unicode' },
  ],
  ['a sentence instead of an activity', () => '"x"', { status: 400, code: 'malformed' }],
  ['nothing', () => '', { status: 400, code: 'malformed' }],
  ['a list of activities', (actor) => [follow(actor, actor)], { status: 400, code: 'malformed' }],
  ['two actors', (actor) => ({ ...follow(actor, actor), actor: [actor, actor] }), { status: 400, code: 'malformed' }],
  [
    'an actor inside without an id',
    (actor) => ({ ...follow(actor, actor), actor: { type: 'Person' } }),
    { status: 400, code: 'malformed' },
  ],
  ['two types', (actor) => ({ ...follow(actor, actor), type: ['Follow', 'Undo'] }), { status: 400, code: 'malformed' }],
  ['no id', (actor) => ({ ...follow(actor, actor), id: undefined }), { status: 400, code: 'malformed' }],
  [
    'an id longer than the index takes',
    (actor) => ({ ...follow(actor, actor), id: `${new URL(actor).origin}/${'x'.repeat(1024)}` }),
    { status: 400, code: 'malformed' },
  ],
  [
    'the same in letters of three bytes',
    (actor) => ({ ...follow(actor, actor), id: `${new URL(actor).origin}/${'語'.repeat(400)}` }),
    { status: 400, code: 'malformed' },
  ],
  [
    'three proofs',
    (actor) => ({ ...follow(actor, actor), proof: [{}, {}], object: { proof: {} } }),
    { status: 400, code: 'proofs' },
  ],
  [
    'a delivery in a context of its own',
    (actor) => ({ ...delivery(actor), '@context': [activityStreams, { content: 'https://x.example/name' }] }),
    { status: 400, code: 'context' },
  ],
  [
    'a delivery in a list',
    (actor) => ({ ...delivery(actor), object: [delivery(actor).object] }),
    { status: 400, code: 'malformed' },
  ],
  [
    'a delivery within another object',
    (actor) => ({ ...delivery(actor), object: { type: 'Note', attachment: [delivery(actor).object] } }),
    { status: 400, code: 'malformed' },
  ],
  [
    'a delivery with a signature of Linked Data',
    (actor) => ({ ...delivery(actor), signature: { type: 'RsaSignature2017' } }),
    { status: 400, code: 'malformed' },
  ],
  [
    "an Undo of somebody else's Follow, embedded",
    (actor) => ({ ...undo(actor), object: { ...follow(elsewhere, actor), id: `${new URL(actor).origin}/follows/1` } }),
    { status: 403, code: 'origin-mismatch' },
  ],
  [
    "an Undo of somebody else's Follow, by its id",
    (actor) => ({ ...undo(actor), object: follow(elsewhere, actor).id }),
    { status: 403, code: 'origin-mismatch' },
  ],
  [
    "a Delete of somebody else's account",
    (actor) => ({ ...undo(actor), type: 'Delete', object: elsewhere }),
    { status: 403, code: 'origin-mismatch' },
  ],
  [
    "a Delete of somebody else's post on the same host",
    (actor) => ({
      ...undo(actor),
      type: 'Delete',
      object: { id: `${actor}/post`, type: 'Note', attributedTo: `${actor}a` },
    }),
    { status: 403, code: 'origin-mismatch' },
  ],
];
