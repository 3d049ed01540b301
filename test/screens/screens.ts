/** A page to be looked at: as which route, with what after it, and whether only members see it. */
export type Screen = { route: string; query?: string; member?: true };

const forEverybody = [
  'GET /',
  'GET /agreements',
  'GET /agreements/:series',
  'GET /agreements/:series/versions/:version',
  'GET /agreements/:series/changes/:versions',
  'GET /agreements/:series/zine',
  'GET /agreements/:series/versions/:version/zine',
  'GET /partners/:peer/agreements/:series',
  'GET /partners/:peer/agreements/:series/versions/:version',
  'GET /partners/:peer/agreements/:series/changes/:versions',
  'GET /partners/:peer/agreements/:series/zine',
  'GET /partners/:peer/agreements/:series/versions/:version/zine',
  'GET /agreements/compare',
  'GET /agreements/compare/:violence',
  'GET /agreements/search',
  'GET /enter/:code',
  'GET /exit/about',
  'GET /asked',
  'GET /my-code',
  'GET /my-code/card',
  'GET /something-happened',
];
const forMembers = [
  'GET /agreements/writing',
  'GET /agreements/writing/:text',
  'GET /agreements/writing/:text/decide',
  'GET /agreements/writing/:text/parts/:part',
  'GET /agreements/writing/:text/parts/:part/revisions/:revision',
  'GET /agreements/rounds',
  'GET /agreements/rounds/:round',
  'GET /agreements/rounds/:round/bring',
  'GET /agreements/rounds/:round/proposals/:number',
  'GET /agreements/rounds/:round/proposals/:number/changes',
  'GET /agreements/rounds/:round/proposals/:number/since/:since',
  'GET /followers',
  'GET /node-state',
  'GET /people',
  'GET /sessions',
];

/** Every page of a node, and those that stand at no route of their own. `npm run screens` makes pictures of each. */
export const screens: readonly Screen[] = [
  ...forEverybody.map((route) => ({ route })),
  { route: 'GET /agreements/search', query: 'q=cuidados' },
  // Members' pages for whoever has not come in, and an address where nothing is.
  { route: 'GET /agreements/writing' },
  { route: 'GET /nothing' },
  ...forMembers.map((route) => ({ route, member: true as const })),
  { route: 'GET /', member: true },
];
