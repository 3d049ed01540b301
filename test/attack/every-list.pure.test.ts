import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { Contract } from '../../schemas/contract.ts';
import { longestPage } from '../../schemas/contract.ts';
import { growth } from '../../src/database/schema.ts';
import { allContracts } from '../support/contracts.ts';
import { otherRoutes } from '../support/other-routes.ts';
import { bounds, mayBeWhole } from './every-list.ts';
import { measured } from './rows-of-lists.ts';

/* Each route that answers a list says what bounds it, and so does each page and file. */

/** Of one thing there are no more: a manifest lists no more members. */
const ofOneThing = 32;

let lists: { route: string; contract: Contract; longest: Map<string, number> }[] = [];
beforeAll(async () => {
  lists = (await allContracts()).flatMap(({ contract }) => {
    const longest = listsIn(contract);
    return longest.size > 0 ? [{ route: `${contract.method} ${contract.path}`, contract, longest }] : [];
  });
});

/** The lists that an answer holds, by name, each with the most that the contract lets it hold. */
function listsIn({ answer }: Contract): Map<string, number> {
  const { properties = {} } = answer ? z.toJSONSchema(answer, { unrepresentable: 'any' }) : {};
  const found = Object.entries(properties).flatMap(([name, one]) =>
    typeof one === 'object' && one.type === 'array' ? [[name, one.maxItems ?? Number.POSITIVE_INFINITY] as const] : [],
  );
  return new Map(found.filter(([, most]) => most > ofOneThing));
}

const pages = () => [...otherRoutes.keys()].filter((route) => !route.startsWith('GET /assets/'));

it('every route with a list, every page and every file says what bounds it', () => {
  expect(lists.length).toBeGreaterThan(25);
  expect(Object.keys(bounds).sort()).toEqual([...new Set([...lists.map(({ route }) => route), ...pages()])].sort());
});

it('what answers page by page takes a place and a limit, is no longer than its page, and is measured', () => {
  for (const { route, contract, longest } of lists.filter((one) => bounds[one.route] === 'pages')) {
    expect(Object.keys(contract.query?.shape ?? {}), route).toEqual(expect.arrayContaining(['after', 'limit']));
    expect(measured.map(([path]) => `GET ${path.split('?')[0]}`)).toContain(route);
    expect(longest.size, route).toBeGreaterThan(0);
  }
  for (const route of ['GET /peers', 'GET /drafts', 'GET /agreements'])
    expect(Math.max(...(lists.find((one) => one.route === route)?.longest.values() ?? [])), route).toBe(longestPage);
});

it('what a limit in the code bounds fits into its contract', () => {
  for (const { route, longest } of lists) {
    const bound = bounds[route]!;
    if (bound === 'pages' || !('most' in bound)) continue;
    expect(longest.get(bound.list), route).toBeGreaterThanOrEqual(bound.most);
    const [file, text] = bound.in;
    expect(readFileSync(file, 'utf8'), route).toContain(text);
  }
});

it('nothing reads a whole table that strangers can make grow, or a peer beyond its share', () => {
  for (const [route, bound] of Object.entries(bounds))
    if (bound !== 'pages' && 'whole' in bound)
      for (const table of bound.whole) expect(mayBeWhole(growth[table]), `${route}: ${table}`).toBe(true);
  expect(mayBeWhole(growth.followers)).toBe(false);
  expect(mayBeWhole(growth.record)).toBe(false);
});
