import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changingRoutes } from '../support/changing-routes.ts';
import { type AtWork, type Deed, houseAtWork, lu, worksIn } from './house-at-work.ts';
import { ofAgreements, ofTexts } from './lu-at-agreements.ts';
import { ofMembers } from './lu-at-members.ts';
import { ofPeople } from './lu-at-people.ts';
import { ofSealed } from './lu-at-sealed.ts';

/*
 * Every route that may change something, and whether somebody else's work may be lost by it or confirmed in its place.
 * For each, Lu, who has every role and means no good, sends what is meant to do the most harm, while others have all
 * kinds of work under way.
 */

const deeds: Record<string, Deed> = { ...ofPeople, ...ofMembers, ...ofSealed, ...ofAgreements, ...ofTexts };

let house: AtWork;
beforeAll(async () => {
  house = await houseAtWork();
}, 120_000);
afterAll(() => house?.[Symbol.asyncDispose]());

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

describe('the table of routes', () => {
  it('has a line for every route that changes something, saying the same as its contract or form', async () => {
    const said = (await changingRoutes()).map((one) => [nameOf(one), one.othersWork]);
    const tried = Object.entries(deeds).map(([route, { work }]) => [route, work]);
    expect(tried.toSorted()).toEqual(said.toSorted());
  });

  it('says why wherever work may be lost', () => {
    const lost = Object.entries(deeds).filter(([, { work }]) => work.includes('lost'));
    expect(lost.filter(([, { why }]) => why === undefined).map(([route]) => route)).toEqual([]);
    const kept = Object.entries(deeds).filter(([, { work, gone }]) => !work.includes('lost') && gone !== undefined);
    expect(kept).toEqual([]);
  });
});

describe('what others have under way', () => {
  it.each(Object.entries(deeds))('stays, or goes only as it says: %s', async (_route, { by, gone: going }) => {
    const gone = going?.(house) ?? [];
    const before = await worksIn(house.db);
    expect(before.size).toBeGreaterThan(40);
    await by(house);
    const after = await worksIn(house.db);
    // What is Lu's own is no loss to others.
    const lost = [...before].filter((line) => !after.has(line) && !line.endsWith(house.member(lu)));
    expect(lost.filter((line) => !gone.some((begin) => line.startsWith(begin)))).toEqual([]);
    for (const begin of gone) expect([begin, lost.some((line) => line.startsWith(begin))]).toEqual([begin, true]);
  });
});
