import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertPeer } from '../../src/peers/store.ts';
import { follow, forThisFile, post, type Stranger, startStranger } from '../federation/stage.ts';
import { type Collective, eventually, found } from '../support/world.ts';
import { day, earlier, hour, minute, moveTheClock, pass } from './clock.ts';
import { erased, namesIn } from './erased.ts';
import type { Erased, Named } from './erased-rows.ts';

/*
 * A node runs, its clock is moved, and what is over is gone by itself: each chore in its own time, no row ten minutes
 * too early. The names that a row was put under say what is awaited.
 */

moveTheClock();

let ceiba: Collective & AsyncDisposable;
let named: Named;
let lu: Stranger;
/** How Lu's inbox answers. */
const inbox = { status: 503, headers: {} };
const db = () => ceiba.node!.app.runtime.db;

beforeAll(async () => {
  ceiba = await found('Ceiba');
  named = { member: ceiba.keyrings[0]!.member, peer: 'x' };
  // Nobody listens there.
  const place = { actor: 'http://127.0.0.1:1/actor', inbox: 'http://127.0.0.1:1/inbox', origin: 'http://127.0.0.1:1' };
  const now = new Date();
  const peer = { peer: 'x', ...place, name: 'X', handle: '@x@x.test', state: 'trusted' as const };
  await db()
    .transaction()
    .execute((tx) => insertPeer(tx, { ...peer, pinned: now, changed: now }));
  lu = await forThisFile(startStranger);
  lu.answer = (path, request, response) => {
    if (path !== '/users/lu/inbox') return false;
    request.resume();
    response.writeHead(inbox.status, inbox.headers).end();
    return true;
  };
});
afterAll(() => ceiba?.[Symbol.asyncDispose]());

/** What Lu's server posts to Ceiba's inbox. */
const send = async (activity: object) =>
  expect((await post(`${ceiba.origin}/actors/self/inbox`, activity, lu.key)).status).toBe(202);
const following = () => follow(lu.actor, `${ceiba.origin}/actor`);
const undone = (object: ReturnType<typeof follow>) => ({ ...object, id: `${object.id}-undone`, type: 'Undo', object });

/** The names of rows that are left of those put for each case. */
async function left(cases: readonly Erased[]): Promise<string[][]> {
  const all: string[][] = [];
  for (const [at, one] of cases.entries()) all.push(await namesIn(db(), one, `put-${at}-`));
  return all;
}

const without = (names: readonly string[] = [], ...gone: string[]) =>
  names.filter((name) => !gone.some((one) => name.includes(one)));

/** What is left when no row under that name is, or after long enough for that. */
function leftWithout(cases: readonly Erased[], name: string): Promise<string[][]> {
  const gone = (all: string[][]) => all.flat().every((one) => !one.includes(name));
  return eventually(() => left(cases), gone, 6000).catch(() => left(cases));
}

const times = [...new Set(erased.map((one) => one.everyMs))];

describe.each(times.map((everyMs) => [everyMs / hour, everyMs]))(
  'what goes by a chore every %i h',
  (_hours, everyMs) => {
    const cases = erased.filter((one) => one.everyMs === everyMs);
    let [put, first, second]: string[][][] = [[], [], []];

    beforeAll(async () => {
      const round = new Date(Date.now() + everyMs);
      for (const [at, one] of cases.entries()) {
        await one.put(db(), `put-${at}-old`, earlier(round, minute), named);
        await one.put(db(), `put-${at}-young`, earlier(round, -10 * minute), named);
        await one.putStaying?.(db(), `put-${at}-staying`, earlier(round, minute), named);
      }
      put = await left(cases);
      pass(everyMs);
      first = await leftWithout(cases, 'old');
      pass(everyMs + minute);
      second = await leftWithout(cases, 'young');
    });

    test.each(cases.map(({ table, because }, at) => [`${table}: ${because}`, at] as const))('%s', (_title, at) => {
      expect(put?.[at]).toEqual(
        expect.arrayContaining([expect.stringContaining('old'), expect.stringContaining('young')]),
      );
      expect(first?.[at]).toEqual(without(put?.[at], 'old'));
      expect(second?.[at]).toEqual(without(put?.[at], 'old', 'young'));
    });
  },
);

describe('what goes out', () => {
  const accept = async ({ id }: { id: string }) => {
    const accepts = db().selectFrom('deliveries').selectAll().where('kind', '=', 'follow-accept');
    return (await accepts.where('item', '=', id).executeTakeFirst()) ?? null;
  };
  const tried = (followed: { id: string }, times: number) =>
    eventually(
      () => accept(followed),
      (row) => row !== null && row.attempts >= times && row.state !== 'sending',
    );

  test('is tried again when its time has come, and the worker is seen to run', async () => {
    Object.assign(inbox, { status: 503, headers: { 'retry-after': String((6 * hour) / 1000) } });
    const wanted = Date.now() + 6 * hour;
    const followed = following();
    await send(followed);
    const put = await tried(followed, 1);
    expect(put?.state).toBe('due');
    expect(Math.abs(put!.next_at.getTime() - wanted)).toBeLessThan(minute);
    Object.assign(inbox, { status: 202, headers: {} });
    pass(6 * hour + minute);
    expect(await tried(followed, 2)).toMatchObject({ state: 'sent', attempts: 2 });
    const ready = async () => (await (await fetch(`${ceiba.origin}/readyz`)).json()) as { worker: boolean };
    expect(await eventually(ready, ({ worker }) => worker)).toMatchObject({ worker: true });
    await send(undone(followed));
  });

  test('is given up after a week at a follower that never answers well, and not before', async () => {
    Object.assign(inbox, { status: 503, headers: {} });
    const followed = following();
    await send(followed);
    const put = await tried(followed, 1);
    pass(6 * day);
    const later = await tried(followed, put!.attempts + 1);
    expect(later?.state).toBe('due');
    pass(2 * day);
    const last = await eventually(
      () => accept(followed),
      (row) => row?.state !== 'due',
    );
    expect(last).toMatchObject({ state: 'failed', answer: 'given-up' });
    await send(undone(followed));
  });
});

test('an activity that comes again has no effect for 366 days, and is as new after', async () => {
  const asked = `${ceiba.origin}/follows/lu`;
  await db()
    .insertInto('follows')
    .values({ actor: lu.actor, inbox: `${lu.actor}/inbox`, follow: asked, asked: new Date() })
    .execute();
  const accepts = async () => {
    const stands = await db().selectFrom('follows').select('accepted').where('actor', '=', lu.actor).execute();
    return stands[0]?.accepted instanceof Date;
  };
  const again = async (ms: number) => {
    const old = { actor: 'x', activity: `put-${ms}-old`, received: earlier(new Date(), 400 * day) };
    await db().insertInto('received_activities').values(old).execute();
    const known = { table: 'received_activities', column: 'activity' } as const;
    pass(ms);
    if (ms >= day)
      await eventually(
        () => namesIn(db(), known, old.activity),
        (names) => names.length === 0,
      );
    await send(accept);
    return accepts();
  };
  const accept = { ...following(), type: 'Accept', object: asked };
  await send(accept);
  expect(await accepts()).toBe(true);
  await send({ ...following(), type: 'Reject', object: asked });
  expect(await accepts()).toBe(false);
  expect(await again(minute)).toBe(false);
  expect(await again(day + minute)).toBe(false);
  expect(await again(363 * day)).toBe(false);
  expect(await again(3 * day)).toBe(true);
});
