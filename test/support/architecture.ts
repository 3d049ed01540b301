import { dirname, join, normalize } from 'node:path/posix';
import { parseSync } from 'oxc-parser';
import { nodesOf, type Source } from './sources.ts';

/** The rooms, in order: each may import those before it (ARCHITECTURE §1). */
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
  'upkeep',
  'desk',
  'home',
] as const;

const kits = ['platform', 'agreement-file', 'database', 'federation', 'web'];
/** What every room may import from outside all rooms. */
const house = ['src/runtime.ts', 'src/room.ts'];

/** What each area may import besides itself. A path with an extension is that one file; `*` is anything. */
const mayImport: Record<string, readonly string[]> = {
  schemas: [],
  protocol: ['schemas'],
  migrations: [],
  platform: ['schemas'],
  'agreement-file': ['schemas', 'src/protocol/encoding.ts', 'src/protocol/canonical.ts'],
  database: ['platform', 'migrations', 'schemas'],
  federation: ['platform', 'database', 'schemas', ...house],
  web: ['platform', 'database', 'schemas', ...house],
  ...Object.fromEntries(
    rooms.map((room, index) => [room, [...kits, 'protocol', 'schemas', ...house, ...rooms.slice(0, index)]]),
  ),
  // `doctor` says which version runs and with which settings.
  upkeep: [
    ...kits,
    'protocol',
    'schemas',
    ...house,
    'src/config.ts',
    'package.json',
    ...rooms.slice(0, rooms.indexOf('upkeep')),
  ],
  client: ['protocol', 'schemas', 'agreement-file', 'src/platform/i18n.ts'],
  commands: ['client', 'platform', 'schemas', 'agreement-file'],
  'src/config.ts': ['platform', 'database', 'schemas'],
  'src/runtime.ts': ['platform', 'database', 'src/config.ts'],
  'src/room.ts': [...kits, 'protocol', 'schemas', 'deliveries', 'src/runtime.ts', 'src/config.ts'],
  'src/doors.ts': ['federation', 'web', 'protocol', 'schemas', 'deliveries', ...house],
  'src/front.ts': ['federation', 'web', 'database', 'schemas', 'src/doors.ts', ...house],
  'src/app.ts': ['*'],
  'src/main.ts': ['*'],
  'src/cli.ts': ['*'],
  'src/convive.js': ['src/cli.ts'],
  'src/build.ts': [],
};

const activity = /^src\/[a-z-]+\/(wire\/)?activity\.ts$/;
const routes = /^src\/[a-z-]+\/([a-z-]+\/)?([a-z]+-)?routes\.tsx$/;
const inRoom = new RegExp(`^src/(${rooms.join('|')})/`);
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
  '@scure/bip39': { files: [under('src/protocol/')] },
  kysely: {
    files: [/^src\/[a-z-]+\/([a-z-]+\/)?([a-z]+-)?store\.ts$/, under('src/database/', 'migrations/')],
    types: true,
  },
  pg: { files: [under('src/database/')] },
  '@electric-sql/pglite': { files: [under('src/database/(embedded|power-safe).ts$', 'src/database/make-cluster.js$')] },
  undici: { files: [under('src/platform/egress.ts$')] },
  '@logtape/logtape': { files: [under('src/platform/logging.ts$')] },
  '@lingui/': { files: [under('src/platform/i18n.ts$', 'src/platform/read-catalogues.ts$')], types: true },
  '@formatjs/intl-localematcher': { files: [under('src/platform/i18n.ts$')] },
  'markdown-it': { files: [under('src/agreements/', 'src/web/')] },
  'sanitize-html': { files: [under('src/agreements/', 'src/web/')] },
  diff: { files: [under('src/agreements/')] },
  feed: { files: [under('src/agreements/')] },
  'ical-generator': { files: [under('src/agreements/')] },
  yaml: { files: [under('src/agreement-file/', 'src/client/', 'src/commands/')] },
  commander: { files: [under('src/cli.ts$', 'src/commands/')] },
  '@clack/prompts': { files: [under('src/commands/')] },
  esbuild: { files: [under('src/build.ts$')] },
  tsx: { files: [under('src/convive.js$')] },
  'node:sqlite': { files: [under('src/database/lock.ts$')] },
};

/** Ways out of the process that must not be used past platform/egress.ts. `node:net` only judges addresses. */
const sockets = /^node:(http|https|http2|tls|dgram|dns|net)(\/|$)/;
const maySocket = under(
  'src/platform/egress.ts$',
  'src/platform/addresses.ts$',
  'src/config.ts$',
  'src/main.ts$',
  'src/web/',
);
/** A client of a node, in a terminal or a browser, has no egress of its own. */
const mayFetch = under('src/client/', 'src/commands/', 'src/web/editor.js$');
/** What opens the database, and who may: `serve`, `migrate`, `restore`, `move` and `doctor`, dispatched by cli.ts. */
const openers = ['openDatabase', 'openEmbedded', 'holdFolder'];
const mayOpen = under('src/main.ts$', 'src/cli.ts$', 'src/upkeep/', 'src/database/');

const vague = /(^|[/-])(utils?|helpers?|managers?|services?|common|misc)([./-]|$)/;
const mostLines = 300;

type Import = { from: string; names: string[]; typeOnly: boolean };

/** Files of the house that a file imports, types and what is passed on included. */
export function filesImported({ path, text }: Source): string[] {
  const relative = importsOf(parseSync(path, text).module, text).filter(({ from }) => from.startsWith('.'));
  return relative.map(({ from }) => normalize(join(dirname(path), from)));
}

/** Every broken rule, one line each, sorted: "path: what". Files outside src, schemas and migrations only obey size and names. */
export function brokenRules(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => rulesOf(source).map((problem) => `${source.path}: ${problem}`)).sort();
}

function rulesOf({ path, text }: Source): string[] {
  const problems: string[] = [];
  const lines = text.split('\n').length - 1;
  if (lines > mostLines) problems.push(`${lines} lines, at most ${mostLines}`);
  if (vague.test(path)) problems.push('a name that says nothing');
  if (!/^([a-z0-9-]+\/)*[a-z0-9.-]+$/.test(path)) problems.push('not in kebab-case');
  if (/^test\/|^[^/]+$/.test(path)) return problems;
  const area = areaOf(path);
  if (!area) return [...problems, 'in no known room'];
  const { program, module } = parseSync(path, text);
  for (const { from, names, typeOnly } of importsOf(module, text)) {
    if (from.startsWith('.')) {
      const target = normalize(join(dirname(path), from));
      if (!allowed(area, target)) problems.push(`${area} may not import ${areaOf(target) ?? target}`);
    } else if (!packageAllowed(path, from, typeOnly)) {
      problems.push(`may not import ${from}`);
    }
    if (!typeOnly && !mayOpen.test(path) && names.some((name) => openers.includes(name))) {
      problems.push('may not open the database');
    }
  }
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

function importsOf(module: ReturnType<typeof parseSync>['module'], text: string): Import[] {
  const direct = module.staticImports.map(({ moduleRequest, entries }) => ({
    from: moduleRequest.value,
    names: entries.map(({ importName }) => importName.name ?? '*'),
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName, isType }) =>
      moduleRequest ? [{ from: moduleRequest.value, names: [importName.name ?? '*'], typeOnly: isType }] : [],
    ),
  );
  const later = module.dynamicImports.map(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"])([^'"]*)\1$/.exec(text.slice(start, end))?.[2];
    return { from: literal ?? 'something that is worked out at run time', names: ['*'], typeOnly: false };
  });
  return [...direct, ...passedOn, ...later];
}

function callsFetch(program: unknown): boolean {
  for (const node of nodesOf(program)) {
    const callee = node.callee as {
      type?: string;
      name?: string;
      object?: { name?: string };
      property?: { name?: string };
    };
    if (node.type !== 'CallExpression') continue;
    if (callee.type === 'Identifier' && callee.name === 'fetch') return true;
    if (callee.object?.name === 'globalThis' && callee.property?.name === 'fetch') return true;
  }
  return false;
}
