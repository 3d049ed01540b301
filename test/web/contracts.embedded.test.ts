import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseSync } from 'oxc-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { rooms } from '../../src/app.ts';
import { apiPage, openApi } from '../support/api-documents.ts';
import { allContracts, type NamedContract } from '../support/contracts.ts';
import { files, pages, waiting } from '../support/other-routes.ts';
import { nodesOf, readSources, root, type Source } from '../support/sources.ts';
import { found } from '../support/world.ts';

let all: NamedContract[] = [];
let mounted: string[] = [];
beforeAll(async () => {
  all = await allContracts();
  await using ceiba = await found('Ceiba');
  // Middleware stands under `ALL` or at a star.
  mounted = (ceiba.node?.app.routes ?? [])
    .filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
    .map(({ method, path }) => `${method} ${path.replace(/^\/assets\/[\w-]{12}\//, '/assets/')}`);
});

const contracts = () => all.map(({ contract: { method, path } }) => `${method} ${path}`);
const without = (some: readonly string[], others: readonly string[]) => some.filter((one) => !others.includes(one));

describe('a node', () => {
  it('answers by contracts, but for pages, what their forms send, and files', () => {
    const named = [...pages, ...files, ...waiting];
    expect(without([...new Set(mounted)], [...contracts(), ...named])).toEqual([]);
    expect(without(named, mounted)).toEqual([]);
  });

  it('finds every contract on the door of its room', () => {
    const onDoors = rooms.flatMap(({ contract }) => Object.values(contract ?? {}));
    expect(new Set(onDoors)).toEqual(new Set(all.map(({ contract }) => contract)));
  });

  it('mounts every contract, once, and a page beside it where the contract says so', () => {
    expect(new Set(contracts()).size).toBe(all.length);
    expect(without(contracts(), mounted)).toEqual([]);
    const beside = all
      .filter(({ contract }) => contract.page)
      .map(({ contract: { method, path } }) => `${method} ${path}`);
    expect(without(beside, pages)).toEqual([]);
    expect(contracts().filter((one) => pages.includes(one))).toEqual(beside);
  });
});

/** Files that answer JSON by their own hand: `c.json(…)`; what federation itself says is no route. */
const byHand = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ path, text }) =>
      [...nodesOf(parseSync(path, text).program)].some((node) => {
        const { callee, arguments: given } = node as unknown as { callee?: Json; arguments?: unknown[] };
        return node.type === 'CallExpression' && callee?.property?.name === 'json' && (given?.length ?? 0) > 0;
      }),
    )
    .map(({ path }) => path);
type Json = { property?: { name?: string } };

describe('JSON', () => {
  it('is answered by route() and, for refusals, by errors.tsx alone', () => {
    const sources = readSources(['src']);
    const kits = ['src/web/route.ts', 'src/web/errors.tsx', 'src/federation/federation.ts'];
    expect(byHand(sources).sort()).toEqual([...kits, ...notYet].sort());
    expect(byHand([{ path: 'src/peers/routes.tsx', text: "routes.get('/a', (c) => c.json({ a: 1 }));" }])).toHaveLength(
      1,
    );
    expect(byHand([{ path: 'src/peers/a.ts', text: 'await answer.json();' }])).toEqual([]);
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
    expect(read('api.md') === apiPage(all), 'npm run schemas').toBe(true);
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

/** Where pages and JSON are still answered by one handler. */
const notYet = ['src/agreements/search/routes.tsx', 'src/web/answer.ts'];
