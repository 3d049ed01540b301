import { Hono } from 'hono';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishingRoutes } from '../../src/agreements/publishing/routes.tsx';
import { readingRoutes } from '../../src/agreements/reading/routes.tsx';
import { listAgreements } from '../../src/client/agreements/agreements.ts';
import { listDrafts } from '../../src/client/alerts/drafts.ts';
import { listNotices } from '../../src/client/alerts/open-notice.ts';
import { listReseals } from '../../src/client/alerts/reseal-incoming.ts';
import type { Api } from '../../src/client/api/api.ts';
import type { Desk } from '../../src/client/api/desk.ts';
import { listFollowers } from '../../src/client/peers/followers.ts';
import { listPeers } from '../../src/client/peers/peers.ts';
import type { Database } from '../../src/database/schema.ts';
import { followingRoutes } from '../../src/following/routes.tsx';
import { draftsRoutes } from '../../src/notices/ours/draft-routes.tsx';
import { consentsRoutes } from '../../src/notices/ours/routes.tsx';
import { noticesRoutes } from '../../src/notices/theirs/routes.tsx';
import { peersRoutes } from '../../src/peers/routes.tsx';
import { recordRoutes } from '../../src/record/routes.tsx';
import { answerError } from '../../src/web/errors.tsx';
import { session } from '../../src/web/session.ts';
import { type House, know, openHouse } from '../notices/houses.ts';
import { collective } from '../protocol/cast.ts';
import { at, measured, rowsOfLists, type Seeded } from './rows-of-lists.ts';

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
  rows = rowsOfLists({ own, peer: ceiba, now: house.clock.time });
  const { runtime } = house;
  const node = { name: own.name, links: () => [] };
  const members = new Map(
    Object.values(own.people).map(({ member, roles }) => [member, { member, roles, plain: false }]),
  );
  app = new Hono();
  app.use(session(async (token) => members.get(token) ?? null, runtime.origin, []));
  app.onError(answerError(node, (error) => house.logged.push(String(error))));
  const signer = async () => Promise.reject(new Error('nothing is signed here'));
  for (const routes of [
    peersRoutes(runtime),
    followingRoutes(runtime, node),
    noticesRoutes(runtime),
    draftsRoutes(runtime),
    publishingRoutes(runtime),
    readingRoutes(runtime, node),
    consentsRoutes(runtime),
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

let rows: ReturnType<typeof rowsOfLists>;

async function seed(table: Seeded, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 500) {
    const some = Array.from({ length: Math.min(500, to - start) }, (_, n) => rows[table](start + n));
    await db()
      .insertInto(table as keyof Database)
      .values(some as never)
      .onConflict((conflict) => conflict.doNothing())
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

describe.each(measured)('GET %s of %s', (path, table, beside) => {
  it('costs with 10,000 rows no more than three times what it costs with 10', async () => {
    if (beside) await seed(beside, 0, many);
    await seed(table, 0, few);
    await takes(path);
    const short = await takes(path);
    await seed(table, few, many);
    await sql`analyze ${sql.table(table)}`.execute(db());
    let long = await takes(path);
    // Other work makes a whole series slower: what costs more because it is long does so each time.
    for (let again = 0; again < 5 && long / short >= 3; again++) long = Math.min(long, await takes(path));
    console.info(`${path} of ${table}: ${short.toFixed(2)} ms with ${few} rows, ${long.toFixed(2)} ms with ${many}`);
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

  it('gets every draft of an alert, the one stored last first', async () => {
    const drafts = await listDrafts({ api: apiHere() });
    expect(new Set(drafts.map(({ draft }) => draft)).size).toBe(many);
    expect(drafts.map(({ updated }) => updated)).toEqual(
      drafts
        .map(({ updated }) => updated)
        .toSorted()
        .toReversed(),
    );
  });

  it('gets every agreement, ours with what was published last first, then those of partners', async () => {
    const { agreements, partners } = await listAgreements(apiHere());
    expect(new Set(agreements.map(({ id }) => id)).size).toBe(many);
    expect(agreements.map(({ published }) => published)).toEqual(
      agreements
        .map(({ published }) => published)
        .toSorted()
        .toReversed(),
    );
    expect(new Set(partners.map(({ id }) => id)).size).toBe(many);
  });

  it('gets every recusal and all that was sealed anew', async () => {
    const { recusals, reseals } = await listReseals(apiHere());
    expect(new Set(recusals.map(({ delivery }) => delivery)).size).toBe(many);
    expect(new Set(reseals.map(({ id }) => id)).size).toBe(many);
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
    '/drafts?after=x',
    '/lists?after=x',
    '/reseals?after=x',
    '/agreements?after=x',
    '/agreements/drafts?after=x',
  ])
    expect((await ask(path)).status, path).toBe(400);
});
