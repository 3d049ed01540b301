import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Attacked, foundUnderAttack, rowsFromOutside } from '../support/under-attack.ts';
import { eventually } from '../support/world.ts';
import { realServers, startReal } from './real-servers.ts';

let ceiba: Attacked;
beforeAll(async () => {
  ceiba = await foundUnderAttack('Ceiba');
}, 120_000);
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const db = () => ceiba.node!.app.runtime.db;
const followers = async () => (await db().selectFrom('followers').select('actor').execute()).map(({ actor }) => actor);

test.each(realServers.map((real) => [real.software, real] as const))(
  '%s follows, ends it, follows again, posts, shares, and its account is deleted',
  async (_name, real) => {
    const server = await startReal(real, `${ceiba.origin}/actor`);
    const { bodies } = server;
    const post = async (body: (typeof bodies)['follow'], secondsOn: number) => {
      const { status } = await server.post(ceiba.inbox, body, secondsOn);
      expect([body.type, status]).toEqual([body.type, 202]);
    };
    await post(bodies.follow, 0);
    expect(await followers()).toEqual([server.actor]);
    await eventually(
      async () => server.received.map(({ type }) => type),
      (types) => types.includes('Accept'),
      10_000,
    );
    await post(bodies.undo, 1);
    expect(await followers()).toEqual([]);
    // Some give every Follow between the same two the same id, and its Undo too.
    await post(bodies.follow, 2);
    expect(await followers()).toEqual([server.actor]);
    await post(bodies.undo, 3);
    expect(await followers()).toEqual([]);
    await post(bodies.follow, 4);
    const before = await rowsFromOutside(ceiba);
    await post(bodies.create, 5);
    await post(bodies.announce, 6);
    expect(await rowsFromOutside(ceiba)).toEqual(before);
    // An hour later the key is looked up anew, and the account is gone already.
    await db().deleteFrom('kv').execute();
    server.gone = true;
    const fetched = ceiba.fetched.length;
    await post(bodies.delete, 7);
    expect(await followers()).toEqual([]);
    expect(ceiba.fetched.length - fetched).toBe(1);
    expect(ceiba.broken).toEqual([]);
  },
);
