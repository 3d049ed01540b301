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
const plainTerms = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, `https://x.example/${at}`]));
/** So many levels, one in the other. */
export const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);
const manyUrls = Array.from({ length: 2000 }, (_, at) => `https://x.example/${at}`);

/** Attacks as far as they lie in the document itself: each is refused before anything is looked up. */
export const hostileDocuments: HostileDocument[] = [
  [
    'a context of 2,000 scoped terms',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, scopedTerms(2000)] }),
    { status: 400, code: 'nodes' },
  ],
  [
    'a context of 700 scoped terms',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, scopedTerms(700)] }),
    { status: 400, code: 'context' },
  ],
  [
    'a context of 65 plain terms',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, plainTerms(65)] }),
    { status: 400, code: 'context' },
  ],
  [
    'contexts in the inner objects',
    (actor) => ({ ...follow(actor, actor), tag: Array.from({ length: 20 }, () => ({ '@context': activityStreams })) }),
    { status: 400, code: 'context' },
  ],
  [
    'a term that stands for a word of JSON-LD',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, { all: '@graph' }] }),
    { status: 400, code: 'context' },
  ],
  [
    '2,000 remote contexts',
    (actor) => ({ ...follow(actor, actor), '@context': manyUrls }),
    { status: 400, code: 'context' },
  ],
  [
    'one remote context',
    (actor) => ({ ...follow(actor, actor), '@context': [activityStreams, 'https://x.example/context'] }),
    { status: 400, code: 'context' },
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
    'an actor inside',
    (actor) => ({ ...follow(actor, actor), actor: { id: actor } }),
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
    'a signature of Linked Data',
    (actor) => ({ ...follow(actor, actor), signature: { type: 'RsaSignature2017' } }),
    { status: 400, code: 'ld-signature' },
  ],
];
