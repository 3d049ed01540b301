import { brokenAddresses } from './house/addresses.ts';
import { functionsIn } from './house/functions.ts';
import { type Parsed, parseAll, targetOf, workedOut } from './house/imports.ts';
import { brokenPages } from './house/pages.ts';
import { brokenSubRooms } from './house/sub-rooms.ts';
import { brokenTables } from './house/tables.ts';
import { nodesOf, type Source } from './sources.ts';

/** The rooms, in order: each may import those before it (ARCHITECTURE.md). */
export const rooms = [
  'record',
  'deliveries',
  'collective',
  'peers',
  'following',
  'members',
  'agreements',
  'notices',
  'care',
  'processes',
  'inquiries',
  'mediation',
  'directory',
  'learning',
  'reader',
  'notifications',
  'desk',
  'upkeep',
  'home',
] as const;

const kits = ['platform', 'agreement-file', 'database', 'federation', 'web'];
/** What every room may import from outside all rooms. */
const house = ['src/runtime.ts', 'src/room.ts'];

const kit = ['columns', 'fields', 'mark', 'next', 'notes', 'stages'].map(
  (name) => `src/client/pages/parts/${name}.tsx`,
);

/** What each area may import besides itself. A path with an extension is that one file; `*` is anything. */
const mayImport: Record<string, readonly string[]> = {
  schemas: [],
  protocol: ['schemas'],
  migrations: [],
  platform: ['schemas'],
  'agreement-file': ['schemas', 'src/protocol/encoding.ts', 'src/protocol/canonical.ts'],
  database: ['platform', 'migrations', 'schemas', ...house],
  federation: ['platform', 'database', 'schemas', ...house],
  web: ['platform', 'database', 'schemas', 'src/browser-scripts.js', ...kit, ...house],
  ...Object.fromEntries(
    rooms.map((room, index) => [room, [...kits, 'protocol', 'schemas', ...house, ...rooms.slice(0, index)]]),
  ),
  // The person affected sees the same pages and sentences with script, when they are drawn in the browser, and without.
  notices: [
    ...[...kits, 'protocol', 'schemas', ...house, ...rooms.slice(0, rooms.indexOf('notices'))],
    'src/client/pages/parts/all-words.ts',
    'src/client/pages/parts/typed-words.ts',
    'src/client/pages/person/ask.tsx',
    'src/client/pages/person/where.tsx',
    'src/client/alerts/withdraw.ts',
    'src/client/peers/called.ts',
    'src/client/say/asked.ts',
    'src/client/say/my-code.ts',
  ],
  // `doctor` says which version runs and with which settings, and looks at what is sent as members' command does.
  upkeep: [
    ...[...kits, 'protocol', 'schemas', ...house, ...rooms.slice(0, rooms.indexOf('upkeep'))],
    'src/config.ts',
    'package.json',
    'src/client/api/api.ts',
    'src/client/desk-release/look.ts',
    'src/client/keyring/own-trust.ts',
    'src/client/say/desk-release.ts',
  ],
  // What a browser has of the platform: sentences and names, nothing of a machine.
  client: [
    'protocol',
    'schemas',
    'agreement-file',
    ...['alone', 'i18n', 'kept-for', 'refusal', 'refusal-sentences', 'terms'].map((name) => `src/platform/${name}.ts`),
  ],
  // The desk as it is installed on this machine, which no node is asked for.
  commands: ['client', 'platform', 'schemas', 'agreement-file', 'src/desk/files.ts'],
  'src/config.ts': ['platform', 'database', 'schemas'],
  'src/runtime.ts': ['platform', 'database', 'src/config.ts'],
  'src/room.ts': [...kits, 'protocol', 'schemas', 'deliveries', 'src/runtime.ts', 'src/config.ts'],
  'src/doors.ts': ['federation', 'web', 'protocol', 'schemas', 'deliveries', ...house],
  'src/way-out.ts': ['platform', 'federation', 'web', 'deliveries', ...house],
  'src/front.ts': ['federation', 'web', 'database', 'schemas', 'src/doors.ts', ...house],
  'src/app.ts': ['*'],
  'src/main.ts': ['*'],
  'src/cli.ts': ['*'],
  'src/run.ts': ['src/cli.ts'],
  'src/convive.js': ['src/bundle.js'],
  'src/bundle.js': ['src/dist.js'],
  'src/browser-scripts.js': ['src/dist.js', 'src/smaller-libraries.js'],
  ...Object.fromEntries(['dist.js', 'smaller-libraries.js', 'browser-scripts.d.ts'].map((one) => [`src/${one}`, []])),
  'src/installed.js': ['src/bundle.js', 'src/browser-scripts.js'],
  'src/build.ts': ['src/browser-scripts.js'],
};

const inRoom = new RegExp(`^src/(${rooms.join('|')})/`);
/** Files of that name in a room, however deep, and those that say which part of it: `start-routes.tsx`. */
const named = (name: string) =>
  new RegExp(`^src/(${rooms.join('|')})/([a-z-]+/)*([a-z]+-)*${name.replace('.', '\\.')}$`);
const activity = named('activity.ts');
const routes = named('routes.tsx');
const under = (...places: string[]) =>
  new RegExp(`^(${places.map((place) => place.replaceAll('.', '\\.')).join('|')})`);

/** Package → files that may import it. `types`: its types may be named anywhere the area rules allow. */
const packages: Record<string, { files: readonly RegExp[]; types?: true }> = {
  '@fedify/': { files: [activity, under('src/federation/', 'src/app.ts$')] },
  '@js-temporal/polyfill': { files: [activity, under('src/federation/', 'src/app.ts$')] },
  'hono/jsx': { files: [under('src/web/', 'src/client/pages/')], types: true },
  hono: { files: [routes, under('src/web/', 'src/front.ts$', 'src/main.ts$', 'src/client/pages/')], types: true },
  '@hono/node-server': { files: [under('src/web/', 'src/front.ts$', 'src/main.ts$')] },
  zod: { files: [inRoom, under('schemas/', 'src/protocol/', 'src/config.ts$', 'src/client/')], types: true },
  '@noble/': { files: [under('src/protocol/')] },
  'age-encryption': { files: [under('src/protocol/')] },
  '@scure/base': { files: [under('src/platform/multibase.ts$')] },
  '@scure/bip39': { files: [under('src/protocol/')] },
  kysely: {
    files: [named('store.ts'), under('src/federation/[a-z-]+-store.ts$', 'src/database/', 'migrations/')],
    types: true,
  },
  pg: { files: [under('src/database/')] },
  '@electric-sql/pglite': { files: [under('src/database/(embedded|power-safe).ts$', 'src/database/make-cluster.js$')] },
  qr: { files: [under('src/client/pages/desk-camera.ts$')] },
  'lean-qr': { files: [under('src/client/pages/desk/qr-outline.ts$')] },
  undici: { files: [under('src/platform/egress.ts$')] },
  '@logtape/logtape': { files: [under('src/platform/logging.ts$')] },
  '@lingui/': {
    files: [under('src/platform/i18n.ts$', 'src/platform/read-catalogues.ts$', 'src/browser-scripts.js$')],
    types: true,
  },
  '@formatjs/intl-localematcher': { files: [under('src/platform/i18n.ts$')] },
  'markdown-it': { files: [under('src/web/markdown.ts$')] },
  'sanitize-html': { files: [under('src/web/markdown.ts$')] },
  diff: { files: [named('changes.ts'), named('sentences.ts')] },
  feed: { files: [named('feed.ts')] },
  'ical-generator': { files: [named('calendar.ts')] },
  yaml: { files: [under('src/agreement-file/', 'src/client/', 'src/commands/')] },
  commander: { files: [under('src/cli.ts$', 'src/commands/')] },
  '@clack/prompts': { files: [under('src/commands/')] },
  esbuild: { files: [under('src/build.ts$', 'src/bundle.js$', 'src/browser-scripts.(js|d.ts)$')] },
  '@swc/core': { files: [under('src/browser-scripts.js$')] },
  tldts: { files: [under('src/platform/addresses.ts$')] },
  unhomoglyph: { files: [under('src/platform/look-alike.ts$')] },
  tsx: { files: [] },
  // The bundle that it built.
  [workedOut]: { files: [under('src/bundle.js$')] },
  'node:sqlite': { files: [under('src/database/lock.ts$')] },
};

/** Ways out of the process that must not be used past platform/egress.ts. `node:net` only judges addresses. */
const sockets = /^node:(http|https|http2|tls|dgram|dns|net)(\/|$)/;
const maySocket = under(
  'src/platform/egress.ts$',
  'src/platform/addresses.ts$',
  'src/platform/localhost.ts$',
  'src/config.ts$',
  'src/main.ts$',
  'src/web/',
);
/** A client of a node, in a terminal or a browser, has no egress of its own. */
const mayFetch = under('src/client/', 'src/commands/', 'src/web/typed.js$');
/** What opens the database, and who may: `serve`, `migrate`, `restore`, `move` and `doctor`, dispatched by cli.ts. */
const openers = ['openDatabase', 'openEmbedded', 'holdFolder'];
const mayOpen = under('src/main.ts$', 'src/cli.ts$', 'src/upkeep/', 'src/database/');

/** What the database ends for somebody else is run again there, and only there. */
const mayBegin = under('src/database/database.ts$');

const vague = /(^|[/-])(utils?|helpers?|managers?|services?|common|misc)([./-]|$)/;
const mostLines = 300;
/** Of a function, those in it and its comments counted. */
const mostOfAFunction = 60;
const mostWide = 120;
/** What nothing can break: the title of a test, one word, and fixtures of which lines are counted. */
const unbroken = /^\s*((it|test|describe)[.(]|\S+$)/;
const countedLines = under('test/mutation/planted/');

/** Files of the house that a file imports, types and what is passed on included. */
export function filesImported(source: Source): string[] {
  return parseAll([source]).flatMap(({ path, imports }) => imports.flatMap((one) => targetOf(path, one) ?? []));
}

/**
 * Every broken rule, one line each, sorted: "path: what". Files outside src, schemas and migrations only obey size and
 * names. Some rules are about two files: they see what is given.
 */
export function brokenRules(sources: readonly Source[]): string[] {
  const files = new Map(parseAll(sources.filter(({ path }) => isCode(path))).map((file) => [file.path, file]));
  const parsed = [...files.values()];
  const rules = [
    rulesOf,
    longFunctions,
    brokenSubRooms,
    brokenPages(parsed),
    brokenAddresses(parsed),
    brokenTables(parsed),
  ];
  return sources
    .flatMap((source) => {
      const file = files.get(source.path);
      const problems = [...shapeOf(source), ...(file ? rules.flatMap((rule) => rule(file)) : [])];
      return problems.map((problem) => `${source.path}: ${problem}`);
    })
    .sort();
}

const isCode = (path: string): boolean => !/^test\/|^[^/]+$/.test(path);

function shapeOf({ path, text }: Source): string[] {
  const lines = text.split('\n');
  const wide = lines.findIndex((line) => line.length > mostWide && !unbroken.test(line));
  return [
    ...(lines.length > mostLines + 1 ? [`${lines.length - 1} lines, at most ${mostLines}`] : []),
    ...(wide >= 0 && !countedLines.test(path) ? [`line ${wide + 1} has more than ${mostWide} characters`] : []),
    ...(/\/\*\*(\s*\n\s*\*)? +The same\b/.test(text) ? ['a docstring that begins with "The same"'] : []),
    ...(vague.test(path) ? ['a name that says nothing'] : []),
    ...(/^([a-z0-9-]+\/)*[a-z0-9.-]+$/.test(path) ? [] : ['not in kebab-case']),
  ];
}

function longFunctions(file: Parsed): string[] {
  return functionsIn(file)
    .filter(({ lines }) => file.path.startsWith('src/') && lines > mostOfAFunction)
    .map(
      ({ name, first, lines }) =>
        `${name || 'a function'} in line ${first}: ${lines} lines, at most ${mostOfAFunction}`,
    );
}

function rulesOf({ path, program, imports }: Parsed): string[] {
  const area = areaOf(path);
  if (!area) return ['in no known room'];
  const problems: string[] = [];
  for (const one of imports) {
    const { from, taken, typeOnly } = one;
    const target = targetOf(path, one);
    if (target === null) {
      if (!packageAllowed(path, from, typeOnly)) problems.push(`may not import ${from}`);
    } else if (!allowed(area, target)) {
      problems.push(`${area} may not import ${areaOf(target) ?? target}`);
    }
    if (!typeOnly && !mayOpen.test(path) && taken.some(({ name }) => openers.includes(name))) {
      problems.push('may not open the database');
    }
  }
  if (path.startsWith('src/') && !mayBegin.test(path) && beginsTransaction(program))
    problems.push('may not begin a transaction: use transaction()');
  if (!mayFetch.test(path) && callsFetch(program)) problems.push('may not call fetch: use egress');
  return problems;
}

function areaOf(path: string): string | undefined {
  if (Object.hasOwn(mayImport, path)) return path;
  const [top = '', second = '', ...rest] = path.split('/');
  const area = top === 'src' && rest.length > 0 ? second : top;
  return Object.hasOwn(mayImport, area) ? area : undefined;
}

function allowed(area: string, target: string): boolean {
  const other = areaOf(target);
  const rules = mayImport[area] ?? [];
  return (
    rules.includes('*') || rules.includes(target) || (other !== undefined && (other === area || rules.includes(other)))
  );
}

function packageAllowed(path: string, from: string, typeOnly: boolean): boolean {
  const rule = Object.entries(packages).find(
    ([name]) => from === name || from.startsWith(name.endsWith('/') ? name : `${name}/`),
  )?.[1];
  if (rule) return (typeOnly && rule.types === true) || rule.files.some((file) => file.test(path));
  if (sockets.test(from)) return typeOnly || maySocket.test(path);
  // A browser reads and writes agreement files too.
  return from.startsWith('node:') && !path.startsWith('src/agreement-file/');
}

function beginsTransaction(program: unknown): boolean {
  return nodesOf(program).some((node) => {
    const { property } = (node.type === 'CallExpression' ? node.callee : {}) as { property?: { name?: string } };
    return property?.name === 'transaction' || property?.name === 'startTransaction';
  });
}

function callsFetch(program: unknown): boolean {
  for (const node of nodesOf(program)) {
    if (node.type !== 'CallExpression') continue;
    type Named = { name?: string };
    const callee = node.callee as { type?: string; name?: string; object?: Named; property?: Named };
    if (callee.type === 'Identifier' && callee.name === 'fetch') return true;
    if (callee.object?.name === 'globalThis' && callee.property?.name === 'fetch') return true;
  }
  return false;
}
