import { beforeAll, expect, it } from 'vitest';
import { importStatement } from '../../../src/agreements/publishing/import.ts';
import type { DraftRow } from '../../../src/agreements/versions/store.ts';
import { openStranger, type Stranger } from '../../following/stranger.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import { agreementOf, fileOf, publishFile, signBy } from '../words.ts';

/* A draft is seen by members alone: not by a visitor, a follower, a partner, a feed or a search, signed or not. */

const { ceiba, network } = await openNodes('ceiba');
const canary = 'jacaranda';
let lu: Stranger;
let draft: DraftRow;
let published: string;
beforeAll(async () => {
  lu = await openStranger('social', network);
  await lu.send(ceiba, { type: 'Follow', object: ceiba.actor });
  const first = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  published = first.series;
  await ceiba.drain();
  const { series, id: prev } = first;
  const words = { title: { es: canary }, summary: { es: `${canary}.` }, series, version: 2, prev, adopted: null };
  draft = await importStatement(ceiba.runtime, ceiba.people.rosa.member, agreementOf(ceiba, words));
  await signBy(ceiba, draft, ceiba.people.rosa, ceiba.people.lu);
  await importStatement(ceiba.runtime, ceiba.people.rosa.member, agreementOf(ceiba, { title: { es: canary } }));
  await ceiba.drain();
});

it('nobody outside is told of it', async () => {
  const place = `/agreements/${published}`;
  const open = [
    ['/', 'text/html'],
    ['/agreements', 'text/html'],
    ['/agreements', 'application/json'],
    [`${place}?lang=es`, 'text/html'],
    [place, 'application/activity+json'],
    [`${place}/agreement.md`, '*/*'],
    [`${place}/zine`, 'text/html'],
    ['/agreements/compare', 'text/html'],
    ['/agreements/feed.atom', '*/*'],
    ['/agreements/feed.json', '*/*'],
    ['/agreements/reviews.ics', '*/*'],
    ['/actors/self/outbox?page=first', 'application/activity+json'],
    ['/actors/self/featured', 'application/activity+json'],
  ] as const;
  for (const [path, accept] of open) {
    const answer = await ceiba.get(path, accept);
    expect([path, answer.status, (await answer.text()).includes(canary)]).toEqual([path, 200, false]);
  }
  expect(JSON.stringify(lu.received)).not.toContain(canary);
});

it('what would show it asks who wants to see it, or answers as if it were not there', async () => {
  for (const path of ['/agreements/drafts', '/acknowledgements/drafts', '/agreements/received'])
    expect([path, (await ceiba.get(path, 'application/json')).status]).toEqual([path, 401]);
  const { series, id } = draft;
  const paths = [`/${series}/versions/2`, `/${series}/versions/2/statement`, `/${series}/changes/1..2`, `/${id}`];
  for (const path of paths)
    for (const accept of ['text/html', 'application/json', 'application/activity+json'])
      expect([path, (await ceiba.get(`/agreements${path}`, accept)).status]).toEqual([path, 404]);
});
