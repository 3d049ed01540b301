import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { importStatement } from '../../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { articleUrl } from '../../../src/agreements/versions/addresses.ts';
import { agreementSenders } from '../../../src/agreements/wire/send.ts';
import { nodeKey } from '../../../src/collective/node-keys.ts';
import { startWorker } from '../../../src/deliveries/worker.ts';
import { signAndPost } from '../../../src/federation/sign-and-post.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { agreementOf, fileOf, publishFile, signBy, takeBack } from '../words.ts';

/*
 * What was taken back stays taken back at whoever received it: in the order in which it arrives there, and in the order
 * in which it takes effect.
 */

type Arrival = { host: string; type: string; object: string; event: 'begun' | 'done' };
/** Inboxes that note when an activity arrives and when it has taken effect, some milliseconds later. */
const stage = { arrivals: [] as Arrival[], slowMs: (_type: string) => 0 };
const hosts = [1, 2, 3, 4, 5].map((n) => `https://stage${n}.example`);
const host = hosts[0]!;

const { ceiba, network } = await freshNodes('ceiba');
const answer = async (request: Request) => {
  const { type, object } = (await request.json()) as { type: string; object: { id: string } | string };
  const id = typeof object === 'string' ? object : object.id;
  const from = new URL(request.url).origin;
  stage.arrivals.push({ host: from, type, object: id, event: 'begun' });
  await wait(stage.slowMs(type));
  stage.arrivals.push({ host: from, type, object: id, event: 'done' });
  return new Response(null, { status: 202 });
};
beforeEach(async () => {
  for (const one of hosts) network.set(one, answer);
  stage.arrivals.length = 0;
  stage.slowMs = () => 0;
  for (const one of hosts) await followedFrom(one);
});

const followedFrom = (origin: string) => {
  const actor = `${origin}/users/lu`;
  const row = { actor, inbox: `${actor}/inbox`, convive: false, follow: `${actor}#follow`, followed: new Date() };
  return ceiba.runtime.db.insertInto('followers').values(row).execute();
};
const of = (series: string, at = host) =>
  stage.arrivals.filter((one) => one.host === at && one.object === articleUrl(ceiba.runtime.origin, series));
const unsent = async () =>
  (await ceiba.runtime.db.selectFrom('deliveries').select('kind').where('state', 'in', ['due', 'sending']).execute())
    .length;

it('leaves no zombie when it is taken back 5 ms after it was published, twenty times, with four workers', async () => {
  const { rosa, lu } = ceiba.people;
  const people = Object.values(ceiba.people);
  const { keyId, privateKey } = await nodeKey(ceiba.runtime, 'http');
  const parts = {
    senders: agreementSenders(ceiba.runtime),
    post: (inbox: string, body: string) =>
      signAndPost(ceiba.runtime.egress, { inbox, body, keyId, privateKey }, ceiba.runtime.clock.now()),
    followerGone: async () => {},
  };
  let seed = 7;
  // A Create takes long, a Delete does not: one that is sent beside the other overtakes it.
  stage.slowMs = (type) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return type === 'Create' ? 60 + (seed % 200) : 0;
  };
  const drafts = [];
  for (let n = 0; n < 20; n++) {
    const draft = await importStatement(ceiba.runtime, people[n % people.length]!.member, agreementOf(ceiba));
    await signBy(ceiba, draft, rosa, lu);
    drafts.push(draft.id);
  }
  const workers = Array.from({ length: 4 }, () => startWorker(ceiba.runtime, parts));
  const runtime = { ...ceiba.runtime, wake: () => workers.forEach((worker) => void worker.wake()) };
  const all: string[] = [];
  for (const draft of drafts) {
    const { series } = await publishDraft(runtime, rosa.member, draft);
    all.push(series);
    await takeBack({ ...ceiba, runtime }, series, rosa);
    await wait(5);
    await takeBack({ ...ceiba, runtime }, series, lu);
  }
  await expect.poll(unsent, { timeout: 20_000 }).toBe(0);
  for (const worker of workers) await worker[Symbol.asyncDispose]();
  for (const series of all)
    for (const at of hosts) {
      const kinds = of(series, at).filter(({ type }) => type === 'Create' || type === 'Delete');
      const [deleted, ...again] = kinds.filter(({ type, event }) => type === 'Delete' && event === 'begun');
      expect(again).toEqual([]);
      // Nothing of a Create comes, or ends, after the Delete has begun.
      expect(kinds.slice(kinds.indexOf(deleted!)).map(({ type }) => type)).toEqual(['Delete', 'Delete']);
    }
  expect(stage.arrivals.some(({ type }) => type === 'Create')).toBe(true);
});

it('a Delete reaches a host that was down when it was taken back, and no Create comes after it', async () => {
  const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  await ceiba.drain();
  network.delete(host);
  await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
  await ceiba.drain();
  await takeBack(ceiba, series);
  for (let minutes = 0; minutes < 60; minutes += 5) {
    ceiba.ahead.ms = minutes * 60_000;
    await ceiba.drain();
  }
  const begun = () => of(series).flatMap(({ type, event }) => (event === 'begun' ? [type] : []));
  expect(begun()).toEqual(['Create', 'Add']);
  network.set(host, answer);
  for (let hours = 1; hours < 40; hours += 3) {
    ceiba.ahead.ms = hours * 3_600_000;
    await ceiba.drain();
  }
  expect(begun()).toEqual(['Create', 'Add', 'Delete', 'Remove']);
  expect(await unsent()).toBe(0);
});

it('is gone for JSON and for people, from outbox, featured and feeds', async () => {
  const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  const kept = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  await ceiba.drain();
  const as2 = 'application/activity+json';
  const lists: [string, string][] = [
    ['/actors/self/outbox?page=first', as2],
    ['/actors/self/featured', as2],
    ['/agreements/feed.atom', '*/*'],
    ['/agreements/feed.json', '*/*'],
    ['/agreements', 'text/html'],
    ['/', 'text/html'],
  ];
  const read = async ([path, accept]: [string, string]) => {
    const found = await ceiba.get(path, accept);
    // A feed says once more that there was one, by its address alone.
    const text = (await found.text()).replaceAll(`${series}#withdrawn`, '');
    return [path, found.status, text.includes(series)];
  };
  for (const one of lists) expect(await read(one)).toEqual([one[0], 200, true]);
  await takeBack(ceiba, series);
  for (const one of lists) expect(await read(one)).toEqual([one[0], 200, false]);
  for (const accept of [as2, 'application/json', 'application/ld+json', 'text/html', '*/*'])
    for (const path of ['', '/versions/1', '/versions/1/statement', '/agreement.md', '/agreement.json'])
      expect((await ceiba.get(`/agreements/${series}${path}`, accept)).status).toBe(404);
  expect((await ceiba.get(`/agreements/${kept.series}`, as2)).status).toBe(200);
});
