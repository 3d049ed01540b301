import { describe, expect, test } from 'vitest';
import { brokenRules, rooms } from './support/architecture.ts';
import { readSources } from './support/sources.ts';

test('every file stands in its room and imports only what it may', () => {
  const sources = readSources(['src', 'schemas', 'migrations', 'test']);
  for (const place of ['src/platform/', 'src/database/', 'src/deliveries/', 'schemas/', 'migrations/', 'test/']) {
    expect(sources.filter(({ path }) => path.startsWith(place)).length, place).toBeGreaterThan(0);
  }
  expect(sources.length).toBeGreaterThan(60);
  expect(brokenRules(sources)).toEqual([]);
});

describe('a planted violation is found:', () => {
  const planted: [what: string, path: string, text: string, found: string][] = [
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
    ['fetch past the egress', 'src/peers/a.ts', 'await fetch(url);', 'may not call fetch'],
    ['fetch by its full name', 'src/peers/a.ts', 'await globalThis.fetch(url);', 'may not call fetch'],
    [
      'a room opening the database',
      'src/peers/a.ts',
      "import { openDatabase } from '../database/database.ts';",
      'may not open',
    ],
    ['a folder that is no room', 'src/gossip/a.ts', '', 'in no known room'],
    ['a long file', 'src/peers/a.ts', '\n'.repeat(301), '301 lines'],
    ['a long test', 'test/a.test.ts', '\n'.repeat(301), '301 lines'],
    ['a vague name', 'src/peers/peer-utils.ts', '', 'says nothing'],
    ['camel case', 'src/peers/addPeer.ts', '', 'kebab-case'],
  ];
  test.each(planted)('%s', (_what, path, text, found) => {
    expect(brokenRules([{ path, text }])).toEqual([expect.stringContaining(found)]);
  });
});

test('what is allowed is not found', () => {
  const fine: [path: string, text: string][] = [
    ['src/deliveries/a.ts', "import { record } from '../record/append.ts'; import type { Transaction } from 'kysely';"],
    ['src/peers/store.ts', "import { sql } from 'kysely'; import { withRetry } from '../database/database.ts';"],
    ['src/peers/activity.ts', "import { Create } from '@fedify/vocab'; import { a } from './peer.ts';"],
    ['src/peers/routes.tsx', "import { Hono } from 'hono'; import type { Runtime } from '../runtime.ts';"],
    ['src/client/a.ts', "import { a } from '../platform/i18n.ts'; await fetch(url);"],
    ['src/app.ts', "import { a } from './upkeep/routes.tsx'; import '@fedify/fedify';"],
    [`src/${rooms.at(-1)}/a.ts`, rooms.map((room, n) => `import { a as a${n} } from '../${room}/a.ts';`).join('\n')],
  ];
  expect(brokenRules(fine.map(([path, text]) => ({ path, text })))).toEqual([]);
});
