import type { growth } from '../../src/database/schema.ts';
import type { Growth } from '../../src/database/tables/growth.ts';

/* What bounds the work of each route that answers a list, and of each page and file. */

type Table = keyof typeof growth;

/**
 * It answers page by page; or the code lets no more rows than `most` be there or be read, as `in` says (a file and what
 * stands in it), of which the answer's `list` is the longest; or it reads `whole` tables, of which others can make grow
 * only what a peer's share bounds, and members the rest; or one thing alone, which has an end by its own form.
 */
export type Bound =
  | 'pages'
  | { most: number; list: string; in: readonly [file: string, text: string] }
  | { whole: readonly Table[]; because: string }
  | { one: string };

/** Growth of which a whole list may be read: what a person adds by hand, and what one partner's share bounds. */
export const mayBeWhole = (how: Growth): boolean =>
  how === 'members' || (typeof how === 'object' && how.most === 'share');

/** A manifest lists no more members. */
const members = 32;

const agreement = { one: 'an agreement, whose form ends every list in it' };
const written = { one: 'a text, whose parts no agreement may have more of, with a hundred revisions of one part' };
const round = { one: 'a round, of which 500 entries are kept at most' };
const public_ = ['agreements', 'agreements_received', 'follows'] as const;
const said = {
  whole: ['acknowledgements'],
  because: 'one row of each partner that members added, about one version',
} as const;
const rotation = (list: string) => ({
  most: 16 * members,
  list,
  in: ['src/members/invite.ts', 'const mostInvitations = 16;'] as const,
});

export const bounds: Readonly<Record<string, Bound>> = {
  'GET /peers': 'pages',
  'GET /followers': 'pages',
  'GET /follows': 'pages',
  'GET /notices': 'pages',
  'GET /record': 'pages',
  'GET /drafts': 'pages',
  'GET /lists': 'pages',
  'GET /reseals': 'pages',
  'GET /agreements': 'pages',
  'GET /agreements/drafts': 'pages',
  'GET /manifest': { most: 100, list: 'manifests', in: ['src/collective/routes.tsx', 'query.from), mostManifests)'] },
  'GET /peers/:peer': { most: 1_000, list: 'chain', in: ['src/peers/manifest.ts', 'version > longestChain'] },
  'POST /peers': { most: 1_000, list: 'chain', in: ['src/peers/manifest.ts', 'version > longestChain'] },
  'GET /drafts/:draft/revisions': {
    most: 64 * members,
    list: 'revisions',
    in: ['src/notices/ours/drafts.ts', 'const mostRevisions = 64;'],
  },
  'GET /drafts/:draft/where': {
    most: 60,
    list: 'deliveries',
    in: ['src/notices/ours/consent.ts', 'const mostUnderLocator = 60;'],
  },
  'GET /consents/:delivery/where': { one: 'one delivery: a row of each edition and each answer to it' },
  'POST /my-code': {
    most: 60,
    list: 'deliveries',
    in: ['src/notices/ours/consent.ts', 'const mostUnderLocator = 60;'],
  },
  'POST /my-code/withdrawals': {
    most: 60,
    list: 'withdrawn',
    in: ['src/notices/ours/consent.ts', 'const mostUnderLocator = 60;'],
  },
  'GET /nicknames': {
    whole: ['members'],
    because: 'one name of each member: the 32 of a manifest, and a hundred plain ones',
  },
  'GET /plain-members': { most: 100, list: 'members', in: ['src/members/plain.ts', 'const mostPlain = 100;'] },
  'GET /invitations': rotation('invitations'),
  'GET /rotation': rotation('offers'),
  'POST /rotation/keys': rotation('offers'),
  'POST /rotation/draft': rotation('offers'),
  'POST /rotation/signatures': rotation('offers'),
  'POST /agreements/problems': {
    most: 100,
    list: 'problems',
    in: ['src/agreement-file/read.ts', 'const mostProblems = 100;'],
  },
  'GET /agreements/received': {
    most: 200,
    list: 'received',
    in: ['src/agreements/wire/as-json.ts', 'notShown(db, 200)'],
  },
  'GET /agreements/withdrawals': {
    most: 16 * members,
    list: 'withdrawals',
    in: ['src/agreements/publishing/withdraw.ts', 'const mostWaiting = 16;'],
  },
  'GET /acknowledgements': {
    most: 100,
    list: 'acknowledgements',
    in: ['src/agreements/acknowledgements/pull.ts', 'const mostListed = 100;'],
  },
  'GET /acknowledgements/drafts': {
    most: 16 * members,
    list: 'drafts',
    in: ['src/agreements/acknowledgements/sign.ts', 'const mostDrafts = 16;'],
  },
  'GET /desk/releases/drafts': {
    most: 16 * members + 1,
    list: 'drafts',
    in: ['src/desk/release.ts', 'const mostDrafts = 16;'],
  },
  'GET /agreements/search': {
    most: 20,
    list: 'found',
    in: ['src/agreements/search/look-up.ts', 'const mostShown = 20;'],
  },
  'GET /agreements/compare': { whole: public_, because: 'every collective stands beside every other' },
  'GET /agreements/compare/:violence': { whole: public_, because: 'every collective stands beside every other' },
  'GET /agreements/:series': said,
  'GET /agreements/:series/versions/:version': said,
  'GET /partners/:peer/agreements/:series': said,
  'GET /partners/:peer/agreements/:series/versions/:version': said,
  'GET /agreements/:series/changes/:versions': agreement,
  'GET /partners/:peer/agreements/:series/changes/:versions': agreement,
  'GET /agreements/:series/zine': agreement,
  'GET /agreements/:series/versions/:version/zine': agreement,
  'GET /partners/:peer/agreements/:series/zine': agreement,
  'GET /partners/:peer/agreements/:series/versions/:version/zine': agreement,
  'GET /agreements/feed.atom': { one: 'thirty entries' },
  'GET /agreements/feed.json': { one: 'thirty entries' },
  'GET /agreements/reviews.ics': { whole: ['agreements'], because: 'a calendar has no pages' },
  'GET /': { whole: ['agreements'], because: 'the first page names every agreement of ours' },
  'GET /agreements/writing': {
    whole: ['texts', ...public_],
    because: 'a hundred texts of a member at once, and all that a new one can begin from',
  },
  'GET /agreements/writing/:text': written,
  'GET /agreements/writing/:text/agreement.md': written,
  'GET /agreements/writing/:text/decide': written,
  'GET /agreements/writing/:text/parts/:part': written,
  'GET /agreements/writing/:text/parts/:part/revisions/:revision': written,
  'GET /agreements/rounds': { whole: ['rounds'], because: 'a closed round goes after twelve months' },
  'GET /agreements/rounds/:round': round,
  'GET /agreements/rounds/:round/bring': round,
  'GET /agreements/rounds/:round/minutes.md': round,
  'GET /agreements/rounds/:round/proposals/:number': agreement,
  'GET /agreements/rounds/:round/proposals/:number/changes': agreement,
  'GET /agreements/rounds/:round/proposals/:number/since/:since': agreement,
  'GET /enter/:code': { one: 'a link' },
  'GET /exit/about': { one: 'no row' },
  'GET /people': { whole: ['members'], because: 'the 32 of a manifest, and a hundred plain ones' },
  'GET /sessions': { one: 'the own sessions, a hundred at most, each of half an hour' },
  'GET /asked': { one: 'no row' },
  'GET /my-code': { one: 'no row' },
  'GET /my-code/card': { one: 'no row' },
  'GET /something-happened': { whole: ['agreements'], because: 'whom to turn to, by every agreement of ours' },
  'GET /node-state': { one: 'how the node is' },
  'GET /ns': { one: 'no row' },
};
