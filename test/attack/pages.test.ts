import { Hono } from 'hono';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNotices } from '../../src/client/alerts/open-notice.ts';
import type { Api } from '../../src/client/api/api.ts';
import type { Desk } from '../../src/client/api/desk.ts';
import { listFollowers } from '../../src/client/peers/followers.ts';
import { listPeers } from '../../src/client/peers/peers.ts';
import { underNewKey } from '../../src/database/row-keys.ts';
import type { Database } from '../../src/database/schema.ts';
import { followingRoutes } from '../../src/following/routes.tsx';
import { noticesRoutes } from '../../src/notices/theirs/routes.tsx';
import { peersRoutes } from '../../src/peers/routes.tsx';
import { b64u, randomId, sha256 } from '../../src/protocol/encoding.ts';
import { recordRoutes } from '../../src/record/routes.tsx';
import { answerError } from '../../src/web/errors.tsx';
import { session } from '../../src/web/session.ts';
import { type House, know, openHouse } from '../notices/houses.ts';
import { collective, shareAlert } from '../protocol/cast.ts';

/* A list costs what its page costs, however long it is. */

const own = await collective('maguey');
const ceiba = await collective('ceiba');
let house: House;
let app: Hono;
const few = 10;
const many = 10_000;

beforeAll(async () => {
  house = await openHouse(own);
  await know(house, ceiba);
  const { runtime } = house;
  const node = { name: own.name, links: () => [] };
  const members = new Map(Object.values(own.people).map(({ member, roles }) => [member, { member, roles }]));
  app = new Hono();
  app.use(session(async (token) => members.get(token) ?? null, runtime.origin, []));
  app.onError(answerError(node, (error) => house.logged.push(String(error))));
  const signer = async () => Promise.reject(new Error('nothing is signed here'));
  for (const routes of [
    peersRoutes(runtime),
    followingRoutes(runtime, node),
    noticesRoutes(runtime),
    recordRoutes(runtime, signer, () => 'members'),
  ])
    app.route('/', routes);
}, 60_000);
afterAll(() => house[Symbol.asyncDispose]());

const db = () => house.runtime.db;

/** The program of Rosa, over the routes in this process. */
const apiHere = (): Api => ({
  origin: house.runtime.origin,
  async send(method, path) {
    const answer = await ask(path, method);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.text();
  },
});
const ask = (path: string, method = 'GET', accept = 'application/json') =>
  app.request(`${house.runtime.origin}${path}`, {
    method,
    headers: { accept, authorization: `Bearer ${own.people.rosa!.member}` },
  });

const idOf = (at: number) => b64u(sha256(Buffer.from(`${at}`)));
const at = (second: number) => new Date(Date.UTC(2026, 10, 1) + second * 1000);

type Seeded = 'peers' | 'followers' | 'follows' | 'incoming' | 'record';

/** Rows from `from` on, as they would be there after so many came. */
const rows: Record<Seeded, (from: number) => object> = {
  peers: (n) => {
    const origin = `https://n${n}.test`;
    const where = { actor: `${origin}/actor`, inbox: `${origin}/inbox`, origin, handle: `@n${n}` };
    return { peer: idOf(n), ...where, name: `n${n}`, state: 'pinned', pinned: at(n), changed: at(n) };
  },
  followers: (n) => {
    const actor = `https://n${n}.test/users/x`;
    return { actor, inbox: `${actor}/inbox`, convive: false, follow: `${actor}#f`, followed: at(n), domain: `n${n}` };
  },
  follows: (n) => {
    const actor = `https://n${n}.test/users/x`;
    return { actor, inbox: `${actor}/inbox`, follow: `https://maguey.test/follows/${randomId()}`, asked: at(n) };
  },
  incoming: (n) => {
    const { header } = shared;
    const delivery = randomId();
    const what = { delivery, edition: 1, kind: 'alert', drop_commit: header.dropCommit };
    const bytes = { header: JSON.stringify({ ...header, delivery }), body: under.text, cipher: idOf(n) };
    return {
      peer: ceiba.id,
      ...what,
      ...bytes,
      row_key: under.id,
      drop_after: at(300 * 86_400),
      received: house.clock.time,
    };
  },
  record: (n) => {
    const what = { actor: 'node', action: 'peers.paused', subject: idOf(n) };
    return { seq: n + 1, at: at(n), ...what, prev: idOf(n - 1), hash: idOf(n) };
  },
};
const shared = shareAlert(ceiba, own);
/** No list reads it. */
const under = underNewKey('A'.repeat(2_000));

async function seed(table: Seeded, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 500) {
    const some = Array.from({ length: Math.min(500, to - start) }, (_, n) => rows[table](start + n));
    await db()
      .insertInto(table as keyof Database)
      .values(some as never)
      .execute();
  }
}

/** What one answer takes in milliseconds: the quickest of many, since other work only makes it slower. */
async function takes(path: string): Promise<number> {
  let quickest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 60; round++) {
    const begun = performance.now();
    const answer = await ask(path);
    await answer.text();
    quickest = Math.min(quickest, performance.now() - begun);
    expect(answer.status).toBe(200);
  }
  return quickest;
}

const lists: [path: string, table: Seeded][] = [
  ['/peers', 'peers'],
  ['/followers', 'followers'],
  ['/follows', 'follows'],
  ['/notices', 'incoming'],
  ['/record', 'record'],
];

describe.each(lists)('GET %s', (path, table) => {
  it('costs with 10,000 rows no more than three times what it costs with 10', async () => {
    await seed(table, 0, few);
    await takes(path);
    const short = await takes(path);
    await seed(table, few, many);
    await sql`analyze ${sql.table(table)}`.execute(db());
    const long = await takes(path);
    console.info(`${path}: ${short.toFixed(2)} ms with ${few} rows, ${long.toFixed(2)} ms with ${many}`);
    expect(long / short).toBeLessThan(3);
  }, 120_000);
});

describe('whoever needs all of a list', () => {
  it('follows its pages to the end: peers in the order in which they were pinned', async () => {
    const peers = await listPeers(apiHere());
    expect(new Set(peers.map(({ peer }) => peer)).size).toBe(many + 1);
    expect(peers.map(({ pinned }) => pinned)).toEqual(peers.map(({ pinned }) => pinned).toSorted());
  });

  it('gets every follower once', async () => {
    const followers = await listFollowers(apiHere());
    expect(new Set(followers.map(({ actor }) => actor)).size).toBe(many);
  });

  it('gets every edition, newest first, also where an item has two', async () => {
    await db().deleteFrom('incoming').execute();
    await seed('incoming', 0, 205);
    const [first] = await db().selectFrom('incoming').selectAll().orderBy('delivery').offset(99).limit(1).execute();
    const header = { ...(JSON.parse(first!.header) as object), edition: 2 };
    await db()
      .updateTable('incoming')
      .set({ opened: at(1), checked_with: 1 })
      .where('cipher', '=', first!.cipher)
      .execute();
    await db()
      .insertInto('incoming')
      .values({ ...first!, edition: 2, header: JSON.stringify(header), received: at(9e6), first_received: at(1) })
      .execute();
    const listed = await listNotices({ api: apiHere() } as Desk);
    expect(listed).toHaveLength(206);
    expect(listed[0]?.header).toMatchObject({ delivery: first!.delivery, edition: 2 });
  });
});

it('a list that begins at a place which is none of ours is refused', async () => {
  for (const path of [
    '/peers?after=x',
    '/followers?after=x',
    `/followers?after=v1.${'A'.repeat(60)}`,
    '/notices?after=x',
  ])
    expect((await ask(path)).status, path).toBe(400);
});
