import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newestWithdrawn } from '../../../src/agreements/reading/feed-store.ts';
import { listedShown, shownVersions } from '../../../src/agreements/versions/received-store.ts';
import { insertVersion, listedPublished, withdrawVersions } from '../../../src/agreements/versions/store.ts';
import { uuidv7 } from '../../../src/platform/ids.ts';
import { randomId } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, idOf } from '../../../src/protocol/envelope.ts';
import { type Network, type Node, openNode } from '../../peers/nodes.ts';
import { agreementOf } from '../words.ts';

let ceiba: Node;
const series = randomId();
const start = Date.parse('2026-01-01T00:00:00Z');
const day = 86_400_000;
beforeAll(async () => {
  ceiba = await openNode('ceiba', new Map() as Network);
  await publish(series, 60);
});
afterAll(() => ceiba[Symbol.asyncDispose]());

/** So many versions of a series of ours, one a day; nobody signed them. */
async function publish(of: string, versions: number) {
  await ceiba.runtime.db.transaction().execute(async (tx) => {
    for (let version = 1; version <= versions; version++) {
      const envelope = draftEnvelope('agreement', agreementOf(ceiba, { series: of, version }));
      const published = new Date(start + version * day);
      await insertVersion(tx, {
        id: idOf(envelope),
        series: of,
        version,
        envelope: JSON.stringify(envelope),
        published,
      });
    }
  });
}
const listed = async (path: string) => {
  const html = await (await ceiba.get(`${path}?lang=en`, 'text/html')).text();
  const versions = [...html.matchAll(/<a href="[^"]*\/versions\/(\d+)\?lang=en"[^>]*>Version \1,/g)];
  return { versions: versions.map(([, version]) => Number(version)), html };
};
const from = (high: number, low: number) => Array.from({ length: high - low + 1 }, (_, at) => high - at);

it.each([
  ['/versions/30', [60, ...from(40, 20)]],
  ['/versions/55', from(60, 45)],
  ['/versions/1', [60, ...from(11, 1)]],
  ['', from(60, 50)],
])('a page of many versions, here %j, lists those around it and the newest', async (path, versions) => {
  const page = await listed(`/agreements/${series}${path}`);
  expect(page.versions).toEqual(versions);
  expect(page.html).toContain('The versions around this one, and the newest');
});

it('a page of few versions lists every one', async () => {
  const few = randomId();
  await publish(few, 3);
  const page = await listed(`/agreements/${few}/versions/2`);
  expect(page.versions).toEqual([3, 2, 1]);
  expect(page.html).toContain('Every version');
});

it('the list has the newest version of each series that stands, and the feed when one was withdrawn', async () => {
  const { db } = ceiba.runtime;
  const others = Array.from({ length: 5 }, () => randomId());
  for (const one of others) await publish(one, 4);
  await db.transaction().execute((tx) => withdrawVersions(tx, others[2]!, new Date(start)));
  const rows = (await listedPublished(db)).filter((row) => others.includes(row.series));
  expect(rows.map(({ version }) => version)).toEqual([4, 4, 4, 4]);
  expect(rows.map((row) => row.series)).toEqual(others.filter((_, at) => at !== 2).sort());
  expect(await newestWithdrawn(db, 30)).toEqual([{ series: others[2], withdrawn: new Date(start) }]);
});

it('of partners it is the newest shown version of each series, by those actors alone', async () => {
  const { db } = ceiba.runtime;
  const actors = ['https://maguey.example/actor', 'https://hawthorn.example/actor', 'https://espora.example/actor'];
  const ids: string[] = [];
  for (const [at, actor] of actors.entries()) {
    const peer = `${at}`.repeat(43);
    for (const version of [1, 2, 3]) {
      const envelope = draftEnvelope('agreement', agreementOf(ceiba, { version }));
      const id = idOf(envelope);
      if (version === 3) ids.push(id);
      await db
        .insertInto('agreements_received')
        .values({
          id: uuidv7(new Date()),
          actor,
          object: `${actor}/1`,
          url: `${actor}/1/${version}`,
          digest: id,
          state: 'shown',
          peer,
          series: 'A'.repeat(22),
          version,
          statement: id,
          envelope: JSON.stringify(envelope),
          next_try: new Date(start),
          received: new Date(start),
          shown: new Date(start + at * day),
        })
        .execute();
    }
  }
  // What waits belongs to nobody yet.
  await sql`insert into agreements_received (id, actor, object, url, digest, state, next_try, received)
    values (${uuidv7(new Date())}, ${actors[0]}, 'x', 'x', 'x', 'pending', now(), now())`.execute(db);
  const rows = await listedShown(db, actors.slice(0, 2));
  expect(rows.map(({ statement, version }) => [statement, version])).toEqual([
    [ids[1], 3],
    [ids[0], 3],
  ]);
  expect(await shownVersions(db, '0'.repeat(43), 'A'.repeat(22))).toHaveLength(3);
});
