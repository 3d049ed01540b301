import { beforeEach, describe, expect, it } from 'vitest';
import { fetchWithdrawals } from '../../../src/agreements/taken-down.ts';
import { shownPartner } from '../../../src/agreements/versions/shown-versions.ts';
import { fetchPending } from '../../../src/agreements/wire/fetch.ts';
import { dismissFollower } from '../../../src/following/dismiss.ts';
import { follow, unfollow } from '../../../src/following/follow.ts';
import { openStranger, type Stranger } from '../../following/stranger.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { fileOf, publishFile, takeBack } from '../words.ts';

/* Adopted, changed and withdrawn versions reach every follower, and every inbox that ever received one. */

const { ceiba, maguey, network } = await freshNodes('ceiba', 'maguey');
const lu = await openStranger('social', network);
const tono = await openStranger('reader', network);
let series: string;
beforeEach(async () => {
  for (const one of [lu, tono]) {
    one.received.length = 0;
    one.answers.status = 202;
  }
});

const follows = (one: Stranger) => one.send(ceiba, { type: 'Follow', object: ceiba.actor });
const leaves = (one: Stranger) => one.send(ceiba, { type: 'Undo', object: ceiba.actor });
const articles = ['Create', 'Update', 'Delete'];
const got = (one: Stranger) => one.received.map(({ type }) => type).filter((type) => articles.includes(type));
const first = async () => {
  ({ series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md')));
  await ceiba.drain();
};
const second = async () => {
  await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
  await ceiba.drain();
};
const takenBack = async () => {
  await takeBack(ceiba, series);
  await ceiba.drain();
};

describe('who received a version', () => {
  it('and follows no more is sent the next ones and the Delete; who left before is sent nothing', async () => {
    await follows(lu);
    await follows(tono);
    await leaves(tono);
    await first();
    await leaves(lu);
    await second();
    await takenBack();
    expect(got(lu)).toEqual(['Create', 'Update', 'Delete']);
    expect(got(tono)).toEqual([]);
  });

  it('and was removed is sent the Delete alone, until it follows again', async () => {
    await follows(lu);
    await first();
    await dismissFollower(ceiba.runtime, ceiba.people.rosa.member, lu.actor);
    await ceiba.drain();
    await second();
    expect(got(lu)).toEqual(['Create']);
    await follows(lu);
    await ceiba.drain();
    expect(got(lu)).toEqual(['Create', 'Update']);
    await leaves(lu);
    await publishFile(ceiba, fileOf('ceiba-v1.es.md'), series);
    await ceiba.drain();
    await takenBack();
    expect(got(lu)).toEqual(['Create', 'Update', 'Update', 'Delete']);
  });

  it('and is down for good keeps nobody else waiting; when it answers again it is told that it is gone', async () => {
    await follows(lu);
    await follows(tono);
    await first();
    lu.answers.status = 410;
    await second();
    await takenBack();
    expect(got(tono)).toEqual(['Create', 'Update', 'Delete']);
    expect(got(lu)).toEqual(['Create']);
    lu.answers.status = 202;
    ceiba.ahead.ms = 3_600_000;
    await ceiba.drain();
    expect(got(lu)).toEqual(['Create', 'Delete']);
  });

  it('is sent each once at its own inbox, also where a server offers one for all or has one alone', async () => {
    const posted: { path: string; type: string }[] = [];
    const { origin } = new URL(lu.actor);
    const honest = network.get(origin)!;
    const document = (await (await honest(new Request(lu.actor))).json()) as object;
    const people: Record<string, object> = {};
    for (const [name, inbox] of Object.entries({ ana: '/users/ana/inbox', eva: '/inbox', iris: '/inbox' })) {
      const id = `${origin}/users/${name}`;
      const endpoints = { sharedInbox: `${origin}/inbox` };
      people[`/users/${name}`] = { ...document, id, preferredUsername: name, inbox: `${origin}${inbox}`, endpoints };
    }
    network.set(origin, async (request) => {
      const { pathname } = new URL(request.url);
      if (request.method === 'POST') {
        const { type } = (await request.json()) as { type: string };
        posted.push({ path: pathname, type });
        return new Response(null, { status: 202 });
      }
      const found = people[pathname];
      return found
        ? Response.json(found, { headers: { 'content-type': 'application/activity+json' } })
        : honest(request);
    });
    for (const name of Object.keys(people)) {
      const actor = `${origin}${name}`;
      const inbox = String((people[name] as { inbox: string }).inbox);
      const row = { actor, inbox, convive: false, follow: `${actor}#follow`, followed: new Date() };
      await ceiba.runtime.db.insertInto('followers').values(row).execute();
    }
    await first();
    await second();
    await takenBack();
    const at = (path: string) => posted.filter((one) => one.path === path && articles.includes(one.type));
    expect(at('/users/ana/inbox').map(({ type }) => type)).toEqual(['Create', 'Update', 'Delete']);
    const types = at('/inbox').map(({ type }) => type);
    expect([...types].sort()).toEqual(['Create', 'Create', 'Delete', 'Delete', 'Update', 'Update']);
    expect(types.slice(-2)).toEqual(['Delete', 'Delete']);
    network.set(origin, honest);
  });
});

it('a partner that follows no more still replaces and erases what it shows, and takes nothing else', async () => {
  const { member } = maguey.people.rosa;
  const stands = await follow(maguey.runtime, member, { actor: ceiba.actor });
  await maguey.drain();
  await first();
  await fetchPending(maguey.runtime);
  await unfollow(maguey.runtime, member, stands.follow);
  await maguey.drain();
  await second();
  const other = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  await ceiba.drain();
  await fetchPending(maguey.runtime);
  expect(await shownPartner(maguey.runtime, ceiba.id, series)).toMatchObject({ agreement: { version: 2 } });
  expect(await shownPartner(maguey.runtime, ceiba.id, other.series)).toBeNull();
  await takenBack();
  await fetchWithdrawals(maguey.runtime);
  expect(await shownPartner(maguey.runtime, ceiba.id, series)).toBeNull();
});
