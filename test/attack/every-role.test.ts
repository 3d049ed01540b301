import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Who } from '../../schemas/contract.ts';
import { allContracts } from '../support/contracts.ts';
import { type Asker, askers, type Town, townOfRoles } from './town-of-roles.ts';
import { whoMay } from './who-may.ts';

/*
 * Who is let in where: each route that a node mounts, asked for by somebody of each role with nothing that could be
 * right. What a route does with what it lets in is judged by the tests of its room.
 */

let town: Town;
beforeAll(async () => {
  town = await townOfRoles();
}, 120_000);
afterAll(() => town?.[Symbol.asyncDispose]());

/** As whom an asker may come in. */
const is: Record<Asker, readonly Who[]> = {
  stranger: ['anybody'],
  plain: ['anybody', 'member'],
  member: ['anybody', 'member', 'listed'],
  steward: ['anybody', 'member', 'listed', 'steward'],
  accompanier: ['anybody', 'member', 'listed', 'accompanier'],
  both: ['anybody', 'member', 'listed', 'steward', 'accompanier'],
  program: ['anybody', 'member', 'listed', 'steward', 'accompanier'],
};

it('the table has a line for every route of a node, and no other', () => {
  expect([...whoMay.keys()].toSorted()).toEqual([...town.routes.keys()].toSorted());
});

it('the table lets nobody in whom the contract of a route does not name', async () => {
  let looked = 0;
  for (const { contract } of await allContracts()) {
    const route = `${contract.method} ${contract.path}`;
    for (const [at, asker] of askers.entries()) {
      if (contract.who.some((one) => is[asker].includes(one))) continue;
      looked += 1;
      expect([route, asker, [401, 403, 404, 409].includes(whoMay.get(route)?.[at] ?? 0)]).toEqual([route, asker, true]);
    }
  }
  expect(looked).toBeGreaterThan(100);
});

describe('each route answers', () => {
  it.each([...whoMay])('%s', async (route, line) => {
    const answers: number[] = [];
    for (const asker of askers) answers.push(await town.ask(asker, route));
    expect(answers).toEqual([...line]);
  });
});
