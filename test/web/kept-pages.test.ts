import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  insertVersion,
  type PublishedRow,
  publishedVersion,
  withdrawVersions,
} from '../../src/agreements/versions/store.ts';
import { rooms } from '../../src/app.ts';
import { adopt } from '../../src/commands/scripted-steps.ts';
import { byHand } from '../../src/database/by-hand.ts';
import type { OpenDatabase } from '../../src/database/database.ts';
import { prepared } from '../../src/database/prepared.ts';
import { readDoors } from '../../src/doors.ts';
import { randomId } from '../../src/protocol/encoding.ts';
import { freshDatabase } from '../support/databases.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

describe('what moves the number of what was written', () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database[Symbol.asyncDispose]());
  const moved = async (work: () => Promise<unknown>) => {
    const before = database.written();
    await work().catch(() => {});
    return database.written() - before;
  };
  const rename = (db: OpenDatabase['db']) => db.updateTable('peers').set({ name: 'x' }).execute();
  const unfollow = (db: OpenDatabase['db']) => db.deleteFrom('follows').execute();

  it('a write outside a transaction, at once, and before whoever wrote goes on', async () => {
    expect(await moved(() => rename(database.db))).toBe(1);
    expect(await moved(() => unfollow(database.db))).toBe(1);
    expect(await moved(() => database.db.deleteFrom('follows as f').execute())).toBe(1);
    const named = prepared<{ name: string }, unknown>(
      ['peers'],
      (value) => sql`update peers set name = ${value('name')}`,
    );
    expect(await moved(() => named(database.db, { name: 'y' }))).toBe(1);
    expect(await moved(() => byHand(database.db, ['peers', 'kv'], sql`update peers set name = 'z'`))).toBe(1);
  });

  it('a statement of which nobody says what it writes, whatever it is', async () => {
    expect(await moved(() => sql`truncate follows`.execute(database.db))).toBe(1);
    expect(await moved(() => sql`select 1`.execute(database.db))).toBe(1);
  });

  it('a write in a transaction, when that commits and not before', async () => {
    const seen: number[] = [];
    const before = database.written();
    await database.db.transaction().execute(async (tx) => {
      await rename(tx);
      await unfollow(tx);
      seen.push(database.written() - before);
    });
    expect([...seen, database.written() - before]).toEqual([0, 1]);
  });

  it('a write hidden behind a WITH, and one whose commit fails', async () => {
    const hidden = database.db
      .with('gone', (db) => db.deleteFrom('follows').returning('actor'))
      .selectFrom('gone')
      .select('actor');
    expect(await moved(() => hidden.execute())).toBe(1);
    const failing = database.db.transaction().execute(async (tx) => {
      await sql`create table parent (id int primary key)`.execute(tx);
      await sql`create table child (id int references parent deferrable initially deferred)`.execute(tx);
      await sql`insert into child values (1)`.execute(tx);
    });
    expect(await moved(() => failing)).toBe(1);
  });

  it('not reading, not locking, not what was rolled back, not what no page shows', async () => {
    expect(await moved(() => database.db.selectFrom('peers').selectAll().execute())).toBe(0);
    expect(await moved(() => database.db.selectFrom('peers').selectAll().forUpdate().execute())).toBe(0);
    expect(await moved(() => byHand(database.db, [], sql`select * from peers`))).toBe(0);
    const back = database.db.transaction().execute(async (tx) => {
      await rename(tx);
      throw new Error('back');
    });
    expect(await moved(() => back)).toBe(0);
    const keep = (db: OpenDatabase['db']) =>
      db
        .insertInto('kv')
        .values({ key: 'k', value: 'v' })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: 'w' }))
        .execute();
    expect(await moved(() => keep(database.db))).toBe(1);
    database.shownNowhere(['kv']);
    expect(await moved(() => keep(database.db))).toBe(0);
    expect(await moved(() => database.db.transaction().execute(keep))).toBe(0);
  });
});

describe('pages for everybody', () => {
  let ceiba: Collective & AsyncDisposable;
  let first: PublishedRow;
  const queries = vi.spyOn(pg.Client.prototype, 'query');
  beforeAll(async () => {
    ceiba = await found('Ceiba');
    // The sweep of a start asks about sealed items, and joins peers: no page does.
    await eventually(
      async () => queries.mock.calls.some(([query]) => typeof query === 'string' && query.includes('trust_ended')),
      Boolean,
    );
    const { series } = await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    first = (await publishedVersion(db(), series))!;
  });
  afterAll(async () => {
    queries.mockRestore();
    await ceiba[Symbol.asyncDispose]();
  });
  const db = () => ceiba.node!.app.runtime.db;
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${ceiba.origin}${path}`, { method, headers: { accept: 'text/html', ...headers } });
  /** What the database is asked meanwhile; the chores ask too, about other things. */
  const asked = async (work: () => Promise<unknown>) => {
    const before = queries.mock.calls.length;
    await work();
    return queries.mock.calls.slice(before).map(([query]) => (typeof query === 'string' ? query : ''));
  };
  const publicPaths = () => [
    '/',
    '/agreements',
    `/agreements/${first.series}`,
    `/agreements/${first.series}/versions/1`,
    `/agreements/${first.series}/zine`,
    '/agreements/compare',
    '/agreements/feed.atom',
    '/agreements/reviews.ics',
  ];

  it('ask the database once, and no page asks for a table that is said to be shown nowhere', async () => {
    for (const path of [...publicPaths(), '/actor', '/actors/self/outbox?page=first', '/actors/self/followers']) {
      const accept = path.startsWith('/actor') ? 'application/activity+json' : 'text/html';
      const fresh = await asked(() => ask(path, { accept, 'accept-language': 'tlh' }));
      const texts = fresh.filter((text) => /agreements|peers|node\b|follow/.test(text));
      expect(texts.length, path).toBeGreaterThan(0);
      for (const text of texts)
        for (const table of readDoors(rooms).quiet) expect(text).not.toMatch(new RegExp(`\\b${table}"`));
      const again = await asked(() => ask(path, { accept, 'accept-language': 'tlh' }));
      expect(
        again.filter((text) => texts.includes(text)),
        path,
      ).toEqual([]);
    }
  });

  it('answer GET, HEAD and who has the page already, plain and compressed, with every header of safety', async () => {
    for (const encoding of ['gzip', 'identity']) {
      for (const path of publicPaths()) {
        const headers = { 'accept-encoding': encoding };
        const [made, kept] = [await ask(path, headers), await ask(path, headers)];
        expect(Object.fromEntries([...kept.headers].filter(([name]) => name !== 'date'))).toEqual(
          Object.fromEntries([...made.headers].filter(([name]) => name !== 'date')),
        );
        expect(kept.headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(kept.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null);
        expect(await kept.text()).toBe(await made.text());
        const has = await ask(path, { ...headers, 'if-none-match': made.headers.get('etag')! });
        expect([has.status, await has.text()]).toEqual([304, '']);
        const head = await ask(path, headers, 'HEAD');
        expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, made.headers.get('etag'), '']);
      }
    }
  });

  it('say nothing to a member that they say to everybody, and keep nothing of it', async () => {
    await ask('/');
    for (const headers of [{ authorization: 'Bearer none' }, { cookie: '__Host-convive=none' }] as Record<
      string,
      string
    >[])
      expect((await asked(() => ask('/', headers))).filter((text) => text.includes('"agreements"'))).not.toEqual([]);
  });

  it('answer 404 at the very next request once an agreement was taken back, whoever was reading it', async () => {
    for (let round = 0; round < 15; round++) {
      const series = randomId();
      const path = `/agreements/${series}/versions/1`;
      const { withdrawn: _, ...row } = first;
      await db()
        .transaction()
        .execute((tx) => insertVersion(tx, { ...row, id: randomId().padEnd(43, 'A'), series }));
      expect((await ask(path)).status).toBe(200);
      let reading = true;
      const statuses: number[] = [];
      const readers = Array.from({ length: 4 }, async (_, reader) => {
        while (reading) statuses.push((await ask(path, { 'accept-language': reader % 2 ? 'es' : 'en' })).status);
      });
      await new Promise((resolve) => setTimeout(resolve, round));
      await db()
        .transaction()
        .execute((tx) => withdrawVersions(tx, series, new Date()));
      const next = await Promise.all([ask(path, { 'accept-language': 'es' }), ask(path), ask('/agreements')]);
      const later = await ask(path, { 'accept-language': 'en' });
      reading = false;
      await Promise.all(readers);
      expect([...next.map(({ status }) => status), later.status]).toEqual([404, 404, 200, 404]);
      expect(await next[2].text()).not.toContain(series);
      expect(new Set(statuses).isSubsetOf(new Set([200, 404]))).toBe(true);
    }
  });
});
