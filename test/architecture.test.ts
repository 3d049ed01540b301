import { describe, expect, test } from 'vitest';
import { brokenRules, rooms } from './support/architecture.ts';
import { readSources, type Source } from './support/sources.ts';

test('every file stands in its room and imports only what it may', () => {
  const sources = readSources(['src', 'schemas', 'migrations', 'test']);
  for (const place of ['src/platform/', 'src/database/', 'src/deliveries/', 'schemas/', 'migrations/', 'test/']) {
    expect(sources.filter(({ path }) => path.startsWith(place)).length, place).toBeGreaterThan(0);
  }
  expect(sources.length).toBeGreaterThan(60);
  expect(brokenRules(sources)).toEqual([]);
});

describe('a planted violation is found:', () => {
  const planted: [what: string, path: string, text: string, found: string, ...beside: Source[]][] = [
    [
      'a room importing a later one',
      'src/record/a.ts',
      "import { a } from '../deliveries/a.ts';",
      'may not import deliveries',
    ],
    ['only its types', 'src/peers/a.ts', "import type { A } from '../notices/a.ts';", 'may not import notices'],
    ['passing it on', 'src/peers/a.ts', "export { a } from '../notices/a.ts';", 'may not import notices'],
    ['at run time', 'src/peers/a.ts', "await import('../notices/a.ts');", 'may not import notices'],
    ['at run time, worked out', 'src/peers/a.ts', "await import('../' + name + '/a.ts');", 'worked out at run time'],
    ['for its effect', 'src/peers/a.ts', "import '../notices/a.ts';", 'may not import notices'],
    ['a kit for browsers reading files', 'src/agreement-file/a.ts', "import 'node:fs';", 'may not import node:fs'],
    ['a kit naming a room', 'src/web/a.ts', "import { a } from '../peers/a.ts';", 'may not import peers'],
    [
      'protocol reaching the machine',
      'src/protocol/a.ts',
      "import { a } from '../platform/a.ts';",
      'may not import platform',
    ],
    [
      'schemas importing protocol',
      'schemas/a.ts',
      "import { a } from '../src/protocol/a.ts';",
      'may not import protocol',
    ],
    [
      'client importing the database',
      'src/client/a.ts',
      "import { a } from '../database/a.ts';",
      'may not import database',
    ],
    ['client importing a room', 'src/client/a.ts', "import { a } from '../peers/a.ts';", 'may not import peers'],
    [
      'client importing more of platform',
      'src/client/a.ts',
      "import { a } from '../platform/keys.ts';",
      'may not import platform',
    ],
    [
      'client reading catalogues from files',
      'src/client/say/a.ts',
      "import { a } from '../../platform/read-catalogues.ts';",
      'may not import platform',
    ],
    [
      'client asking at a terminal',
      'src/client/say/a.ts',
      "import '../../commands/context.ts';",
      'may not import commands',
    ],
    ['commands importing a room', 'src/commands/a.ts', "import { a } from '../peers/a.ts';", 'may not import peers'],
    [
      'commands importing the database',
      'src/commands/a.ts',
      "import { a } from '../database/a.ts';",
      'may not import database',
    ],
    ['a room importing the app', 'src/peers/a.ts', "import { a } from '../app.ts';", 'may not import src/app.ts'],
    [
      'Fedify outside activity.ts',
      'src/peers/add.ts',
      "import { Create } from '@fedify/vocab';",
      'may not import @fedify/vocab',
    ],
    ['hono outside routes.tsx', 'src/peers/page.tsx', "import { Hono } from 'hono';", 'may not import hono'],
    ['a part of hono', 'src/peers/page.tsx', "import { html } from 'hono/html';", 'may not import hono/html'],
    ['a query outside store.ts', 'src/peers/add.ts', "import { sql } from 'kysely';", 'may not import kysely'],
    ['pg outside database', 'src/peers/store.ts', "import pg from 'pg';", 'may not import pg'],
    [
      'cryptography outside protocol',
      'src/client/a.ts',
      "import * as ed from '@noble/ed25519';",
      'may not import @noble/ed25519',
    ],
    ['a package nobody may import', 'src/peers/a.ts', "import left from 'left-pad';", 'may not import left-pad'],
    [
      'a socket past the egress',
      'src/peers/a.ts',
      "import { request } from 'node:https';",
      'may not import node:https',
    ],
    [
      'a transaction that is not run again',
      'src/peers/a.ts',
      'await runtime.db.transaction().execute(work);',
      'may not begin a transaction',
    ],
    ['one begun by hand', 'src/peers/a.ts', 'await db.startTransaction().execute();', 'may not begin a transaction'],
    ['fetch past the egress', 'src/peers/a.ts', 'await fetch(url);', 'may not call fetch'],
    ['fetch by its full name', 'src/peers/a.ts', 'await globalThis.fetch(url);', 'may not call fetch'],
    [
      'a room opening the database',
      'src/peers/a.ts',
      "import { openDatabase } from '../database/database.ts';",
      'may not open',
    ],
    [
      'a query in a file that lies deeper and is no store',
      'src/peers/a/b/add.ts',
      "import { sql } from 'kysely';",
      'may not import kysely',
    ],
    ['a store of no room', 'src/web/store.ts', "import { sql } from 'kysely';", 'may not import kysely'],
    ['hono deeper', 'src/peers/a/b/add.ts', "import { Hono } from 'hono';", 'may not import hono'],
    [
      'an earlier sub-room importing a later one',
      'src/agreements/versions/a.ts',
      "import { a } from '../reading/a.ts';",
      'versions may not import reading',
    ],
    [
      'only its types',
      'src/agreements/texts/a.ts',
      "import type { A } from '../rounds/a.ts';",
      'texts may not import rounds',
    ],
    [
      'a sub-room importing what lies beside them all',
      'src/agreements/reading/a.ts',
      "import { a } from '../inbox.ts';",
      'reading may not import inbox.ts',
    ],
    ['a sub-room that nobody knows', 'src/agreements/gossip/a.ts', '', 'gossip is no sub-room'],
    [
      'a page importing a store',
      'src/peers/list-page.tsx',
      "import type { Row } from './store.ts';",
      'a page may not import a store',
    ],
    [
      'a page importing a use-case',
      'src/peers/list-page.tsx',
      "import { add } from './add.ts';",
      'a page may not import a use-case',
      { path: 'src/peers/add.ts', text: "import { add as a } from './store.ts';\nexport const add = a;" },
    ],
    [
      'a part of a page that leads to a store',
      'src/peers/card.tsx',
      "import { a } from './a.ts';",
      'a page may not import a use-case',
      { path: 'src/peers/a.ts', text: "import { b } from './b.ts';" },
      { path: 'src/peers/b.ts', text: "import { c } from '../record/record-store.ts';" },
    ],
    [
      'a page exporting more than head and body',
      'src/peers/list-page.tsx',
      'export type Listed = string; export function listHead() {}',
      'a page may not export Listed',
    ],
    [
      'a page importing a page',
      'src/peers/list-page.tsx',
      "import { PeerBody } from './page.tsx';",
      'only routes may import a page',
    ],
    [
      'data with the type that a page has',
      'src/peers/list.ts',
      "import type { Listed } from './list-page.tsx';",
      'only routes may import a page',
    ],
    [
      'data with the type of what is drawn',
      'src/peers/list.ts',
      "import type { Card } from './card.tsx';",
      'may not import what is drawn',
    ],
    [
      'an address of another room',
      'src/peers/list-page.tsx',
      `const at = '/followers/' + id;`,
      'an address of following: /followers/',
      { path: 'src/following/routes.tsx', text: "routes.get('/followers', list);" },
    ],
    [
      'one that its room names',
      'src/peers/add.ts',
      `const at = \`\${origin}/manifest\`;`,
      'an address of collective: /manifest',
      { path: 'src/collective/addresses.ts', text: "export const manifestPath = '/manifest';" },
    ],
    [
      'one of a contract, in a kit',
      'src/web/page.tsx',
      "const leave = '/leave';",
      'an address of members: /leave',
      { path: 'schemas/routes/members.ts', text: "export const leave = { method: 'post', path: '/leave' };" },
    ],
    [
      'a table that another room writes',
      'src/following/store.ts',
      "db.deleteFrom('peers');",
      'peers is written by record too',
      { path: 'src/record/tables.ts', text: "export const all = ['peers'];" },
      { path: 'src/record/store.ts', text: 'sql`insert into peers (id) values (1)`;' },
    ],
    ['a folder that is no room', 'src/gossip/a.ts', '', 'in no known room'],
    ['a long file', 'src/peers/a.ts', '\n'.repeat(301), '301 lines'],
    ['a long function', 'src/peers/a.ts', `function add() {${'\n'.repeat(60)}}`, 'add in line 1: 61 lines'],
    ['a long nameless one', 'src/peers/a.ts', `all.map((one) => {${'\n'.repeat(60)}});`, 'a function in line 1: 61'],
    ['one that a constant holds', 'src/peers/a.ts', `const add = () => {${'\n'.repeat(60)}};`, 'add in line 1: 61'],
    ['a long test', 'test/a.test.ts', '\n'.repeat(301), '301 lines'],
    ['a wide line', 'src/peers/a.ts', `// ${'a '.repeat(60)}`, 'line 1 has more than 120 characters'],
    ['a docstring about the one above', 'src/peers/a.ts', '/**\n * The same, locked.\n */', 'begins with "The same"'],
    ['a vague name', 'src/peers/peer-utils.ts', '', 'says nothing'],
    ['camel case', 'src/peers/addPeer.ts', '', 'kebab-case'],
  ];
  test.each(planted)('%s', (_what, path, text, found, ...beside) => {
    const broken = brokenRules([{ path, text }, ...beside]).filter((one) => one.startsWith(`${path}: `));
    expect(broken).toEqual([expect.stringContaining(found)]);
  });
});

test('what is allowed is not found', () => {
  const fine: [path: string, text: string][] = [
    ['src/deliveries/a.ts', "import { record } from '../record/append.ts'; import type { Transaction } from 'kysely';"],
    ['src/peers/store.ts', "import { sql } from 'kysely'; import { withRetry } from '../database/database.ts';"],
    ['src/peers/activity.ts', "import { Create } from '@fedify/vocab'; import { a } from './peer.ts';"],
    ['src/peers/routes.tsx', "import { Hono } from 'hono'; import type { Runtime } from '../runtime.ts';"],
    ...['platform/terms.ts', 'platform/refusal.ts', 'platform/refusal-sentences.ts', 'agreement-file/lint.ts'].map(
      (path): [string, string] => ['src/client/say/a.ts', `import { a } from '../../${path}';`],
    ),
    ['src/commands/a.ts', "import { a } from '../agreement-file/lint.ts';"],
    ['src/client/a.ts', "import { a } from '../platform/i18n.ts'; await fetch(url); const at = '/followers';"],
    ['src/following/routes.tsx', "routes.get('/followers', list); routes.get('/', first);"],
    ['src/peers/a/b/c-store.ts', "import { sql } from 'kysely'; sql`update peers set name = ''`;"],
    [
      'src/peers/add.ts',
      "import { a } from './store.ts'; export type Added = string; const at = '/'; transaction(db, a);",
    ],
    ['src/peers/card.tsx', "import type { Added } from './add.ts'; import { plain } from './plain.ts';"],
    ['src/peers/plain.ts', "import type { Added } from './add.ts';"],
    ['src/peers/list-page.tsx', "import { Card } from './card.tsx'; export function ListBody() {}"],
    ['src/peers/list-routes.tsx', "import { ListBody } from './list-page.tsx'; import { a } from './store.ts';"],
    ['src/agreements/rounds/a.ts', "import { a } from '../texts/a.ts'; import { b } from '../../peers/b.ts';"],
    ['src/agreements/inbox.ts', "import { a } from './reading/a.ts'; import { b } from './routes.tsx';"],
    ['src/home/a.ts', "import { a } from '../agreements/wire/a.ts';"],
    ['src/notices/theirs/arrival-store.ts', 'sql`insert into peers (id) values (1)`;'],
    ['src/peers/a.ts', `function add() {${'\n'.repeat(59)}}`],
    ['test/a.test.ts', `test('all of it', () => {${'\n'.repeat(60)}});`],
    ['src/app.ts', "import { a } from './upkeep/routes.tsx'; import '@fedify/fedify';"],
    [`src/${rooms.at(-1)}/a.ts`, rooms.map((room, n) => `import { a as a${n} } from '../${room}/a.ts';`).join('\n')],
  ];
  expect(brokenRules(fine.map(([path, text]) => ({ path, text })))).toEqual([]);
});
