import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseSync } from 'oxc-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../schemas/contract.ts';
import { rooms } from '../../src/app.ts';
import { apiPage, openApi } from '../support/api-documents.ts';
import { enterAs } from '../support/browser-session.ts';
import { allForms, changingRoutes } from '../support/changing-routes.ts';
import { allContracts, type NamedContract } from '../support/contracts.ts';
import { otherRoutes, waysOut } from '../support/other-routes.ts';
import { nodesOf, readSources, root, type Source } from '../support/sources.ts';
import { found } from '../support/world.ts';

let all: NamedContract[] = [];
/** Everything that a node mounts, once for each handler. */
let mounted: string[] = [];
/**
 * What routes outside of agreements answered to who names JSON alone: status and type. Those of agreements:
 * test/agreements/contracts.test.ts.
 */
const answered = new Map<string, [status: number, type: string]>();
beforeAll(async () => {
  all = await allContracts();
  await using ceiba = await found('Ceiba');
  // Middleware stands under `ALL` or at a star.
  const routes = (ceiba.node?.app.routes ?? []).filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'));
  const nameOf = ({ method, path }: { method: string; path: string }) =>
    `${method} ${path.replace(/^\/assets\/[\w-]{12}\//, '/assets/')}`;
  mounted = routes.map(nameOf);
  const { cookie } = await enterAs(ceiba.origin, ceiba.keyrings[0]!);
  for (const one of routes) {
    if (!otherRoutes.has(nameOf(one)) && !waysOut.includes(nameOf(one))) continue;
    if (/^\/(agreements|partners)\//.test(one.path)) continue;
    const headers = { accept: 'application/json', cookie };
    const answer = await fetch(`${ceiba.origin}${one.path}`, { headers, redirect: 'manual' });
    answered.set(nameOf(one), [answer.status, (answer.headers.get('content-type') ?? '').split(';')[0] ?? '']);
  }
});

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const contracts = () => all.map(({ contract }) => nameOf(contract));
const sent = () => allForms().map(({ path }) => `POST ${path}`);
const times = (one: string) => mounted.filter((other) => other === one).length;
const without = (some: readonly string[], others: readonly string[]) => some.filter((one) => !others.includes(one));

describe('a node', () => {
  it('answers by contracts, but for what forms send, pages and files', () => {
    const others = [...otherRoutes.keys(), ...waysOut];
    expect(without([...new Set(mounted)], [...contracts(), ...sent(), ...others])).toEqual([]);
    expect(without(others, mounted)).toEqual([]);
    expect(others.filter((one) => contracts().includes(one))).toEqual([]);
  });

  it('answers with a page or a file where there is no contract, also to who names JSON alone', () => {
    expect(answered.size).toBeGreaterThan(10);
    for (const [route, [status, type]] of answered)
      expect([route, status, type]).toEqual(
        waysOut.includes(route) ? [route, 303, ''] : [route, 200, otherRoutes.get(route)],
      );
  });

  it('finds every contract on the door of its room', () => {
    const onDoors = rooms.flatMap((room) => room.contracts ?? []).flatMap((some) => Object.values(some));
    expect(new Set<Contract>(onDoors)).toEqual(new Set(all.map(({ contract }) => contract)));
  });

  it('mounts every contract once, and a page or a file beside it where the contract says so', () => {
    expect(new Set(contracts()).size).toBe(all.length);
    for (const { contract } of all) {
      const beside = contract.page || contract.file ? 1 : 0;
      // An agreement of ours is an Article as well.
      const article = contract.path === '/agreements/:series' ? 1 : 0;
      expect([contract.path, times(nameOf(contract))]).toEqual([contract.path, 1 + beside + article]);
    }
  });

  it('takes nothing that may change something but by a contract or a form on a door, each of which says whose work it can touch', async () => {
    const changing = [...new Set(mounted)].filter((one) => !one.startsWith('GET '));
    expect(changing.length).toBeGreaterThan(40);
    expect(changing.toSorted()).toEqual([...new Set((await changingRoutes()).map(nameOf))].toSorted());
    for (const one of sent()) expect([one, times(one)]).toEqual([one, 1]);
  });
});

/**
 * Files that answer JSON by their own hand: `c.json(…)`, or text of that type; what federation itself says is no route.
 */
const byHand = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ path, text }) =>
      nodesOf(parseSync(path, text).program).some((node) => {
        const { callee, arguments: given, key, value } = node as unknown as Json;
        if (node.type === 'Property') return key?.value === 'content-type' && value?.value === 'application/json';
        return node.type === 'CallExpression' && callee?.property?.name === 'json' && (given?.length ?? 0) > 0;
      }),
    )
    .map(({ path }) => path);
type Json = {
  callee?: { property?: { name?: string } };
  arguments?: unknown[];
  key?: { value?: unknown };
  value?: { value?: unknown };
};

describe('JSON', () => {
  it('is answered by route() and, for refusals, by errors.tsx alone', () => {
    const sources = readSources(['src']);
    const kits = [
      'src/web/route.ts',
      'src/web/errors.tsx',
      'src/federation/federation.ts',
      'src/federation/inbox.ts',
      // Which node it belongs to: a file of another origin.
      'src/desk/routes.tsx',
    ];
    expect(byHand(sources).sort()).toEqual(kits.toSorted());
    expect(byHand([{ path: 'src/peers/routes.tsx', text: "routes.get('/a', (c) => c.json({ a: 1 }));" }])).toHaveLength(
      1,
    );
    const typed = "c.body('{}', 200, { 'content-type': 'application/json' });";
    expect(byHand([{ path: 'src/peers/a.ts', text: typed }])).toHaveLength(1);
    expect(byHand([{ path: 'src/peers/a.ts', text: 'await answer.json();' }])).toEqual([]);
  });
});

/** Files in which a method of that name, or a function, is called. */
const calling = (sources: readonly Source[], name: string): string[] =>
  sources
    .filter(({ path, text }) =>
      nodesOf(parseSync(path, text).program).some(({ type, callee }) => {
        const called = callee as { name?: string; property?: { name?: string } } | undefined;
        return type === 'CallExpression' && (called?.property?.name ?? called?.name) === name;
      }),
    )
    .map(({ path }) => path);

describe('a client', () => {
  const sources = readSources(['src/client', 'src/commands']);

  it('asks a node through call() alone', () => {
    // The desk's own files are no routes.
    expect(calling(sources, 'send')).toEqual([
      'src/client/api/call.ts',
      'src/client/api/lasting.ts',
      'src/client/desk-release/look.ts',
    ]);
    expect(calling(sources, 'fetch')).toEqual([
      'src/client/api/api.ts',
      'src/client/desk/print.ts',
      'src/client/pages/desk.tsx',
      'src/client/pages/desk/own-workers.ts',
    ]);
    expect(calling([{ path: 'src/client/a.ts', text: "await api.send('GET', '/peers');" }], 'send')).toHaveLength(1);
  });

  it('has shapes of its own for what is sealed or stays on devices alone', () => {
    const alerts = ['alerts/alert-form.ts', 'alerts/asked-file.ts', 'alerts/draft-file.ts'];
    const files = [...alerts, 'keyring/box-share.ts', 'keyring/keyring.ts'];
    const shaping = ['object', 'strictObject', 'looseObject'].flatMap((name) => calling(sources, name));
    expect([...new Set(shaping)].toSorted()).toEqual(files.map((file) => `src/client/${file}`));
  });
});

describe('the contracts', () => {
  it('say each what it is for, in one sentence that ends', () => {
    for (const { room, name, about } of all)
      expect([room, name, about]).toEqual([room, name, expect.stringMatching(/^[A-Z].+\.$/)]);
  });

  it('let nobody’s work be touched by reading', () => {
    const reading = all.filter(({ contract }) => contract.method === 'GET');
    expect(reading.filter(({ contract }) => contract.othersWork !== 'untouched')).toEqual([]);
    expect(reading.filter(({ contract }) => contract.body)).toEqual([]);
  });

  it('name every part of their address, and no other', () => {
    for (const { contract } of all) {
      const named = [...contract.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      expect(Object.keys(contract.params ?? {})).toEqual(named);
    }
  });
});

describe('docs/', () => {
  const read = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');

  it('holds api.md and openapi.json as `npm run schemas` writes them today', () => {
    expect(read('api.md') === apiPage(all, allForms()), 'npm run schemas').toBe(true);
    expect(read('openapi.json') === openApi(all), 'npm run schemas').toBe(true);
  });

  it('describes in openapi.json every route with shapes that a validator takes, and references that lead somewhere', () => {
    const document = JSON.parse(read('openapi.json')) as OpenApi;
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBe(all.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(all.length);
    const ajv = new Ajv2020({ strict: true, keywords: ['components'] });
    ajv.addSchema({ $id: 'urn:convive:api', components: document.components });
    const shapes = JSON.stringify(document.paths).replaceAll('"#/components/', '"urn:convive:api#/components/');
    for (const { operationId, requestBody, responses } of Object.values(JSON.parse(shapes) as OpenApi['paths']).flatMap(
      (path) => Object.values(path),
    ))
      for (const part of [requestBody, ...Object.values(responses)])
        for (const { schema } of Object.values(part?.content ?? {}))
          expect(() => ajv.compile(schema), operationId).not.toThrow();
  });
});

type Part = { content?: Record<string, { schema: object }> };
type Operation = { operationId: string; requestBody?: Part; responses: Record<string, Part> };
type OpenApi = { paths: Record<string, Record<string, Operation>>; components: object };
