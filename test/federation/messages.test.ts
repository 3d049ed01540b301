import { beforeAll, expect, it } from 'vitest';
import { follow } from '../../src/following/follow.ts';
import type { Log } from '../../src/platform/logging.ts';
import { fileOf, publishFile } from '../agreements/words.ts';
import { openStranger, type Stranger } from '../following/stranger.ts';
import { openNodes } from '../peers/open-nodes.ts';

/*
 * What a person writes to the collective, or tells it about a post, goes nowhere: not to a follower, a partner, a feed,
 * a count or a log.
 */

const { ceiba, network } = await openNodes('ceiba');
const canary = 'jacaranda-azul-71';
let lu: Stranger;
let tono: Stranger;
const logged: string[] = [];
beforeAll(async () => {
  const keep = (event: string, fields?: unknown) => void logged.push(JSON.stringify([event, fields]));
  Object.assign(ceiba.runtime.log, { debug: keep, info: keep, warn: keep, error: keep } satisfies Log);
  lu = await openStranger('social', network);
  tono = await openStranger('reader', network);
  // The key of who signs is kept for an hour, whatever they say: it is there before.
  await lu.send(ceiba, { type: 'Like', object: ceiba.actor });
  await tono.send(ceiba, { type: 'Follow', object: ceiba.actor });
  await follow(ceiba.runtime, ceiba.people.rosa.member, { actor: lu.actor });
  await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  await ceiba.drain();
});

const everything = async () => {
  const tables = ['deliveries', 'received_activities', 'incoming', 'agreements_received', 'record', 'kv'] as const;
  const rows = await Promise.all(tables.map((table) => ceiba.runtime.db.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows, (_key, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );
};
const shown = async () => {
  const as2 = 'application/activity+json';
  const paths = ['outbox', 'outbox?page=first', 'featured', 'followers', 'following'].map(
    (name) => `/actors/self/${name}`,
  );
  const pages = [...paths, '/nodeinfo/2.1', '/agreements/feed.atom', '/agreements/feed.json', '/agreements', '/'];
  return Promise.all(
    pages.map(async (path) => (await ceiba.get(path, path.startsWith('/actors') ? as2 : '*/*')).text()),
  );
};

const everybody = ['https://www.w3.org/ns/activitystreams#Public'];
type Addressed = (us: string) => { to: string[]; cc?: string[] };
const addressed: [string, Addressed][] = [
  ['a direct message', (us) => ({ to: [us] })],
  ['one that is addressed to our followers', (us) => ({ to: [us], cc: [`${us}s/self/followers`] })],
  ['one to everybody', (us) => ({ to: everybody, cc: [us, `${us}s/self/followers`] })],
];

it.each(addressed)('%s is taken and not kept, and leaves the collective by no way', async (_name, addressing) => {
  const to = addressing(ceiba.actor);
  const [rows, pages] = [await everything(), await shown()];
  tono.received.length = 0;
  lu.received.length = 0;
  const note = {
    id: `https://social.example/notes/${canary}`,
    type: 'Note',
    attributedTo: lu.actor,
    content: `<p>${canary}</p>`,
    summary: canary,
    inReplyTo: ceiba.actor,
    tag: [{ type: 'Mention', href: ceiba.actor, name: '@ceiba' }],
    ...to,
  };
  expect(await lu.send(ceiba, { type: 'Create', object: note, ...to })).toBe(202);
  expect(await lu.send(ceiba, { type: 'Update', object: note, ...to })).toBe(202);
  expect(await lu.send(ceiba, { type: 'Flag', content: canary, object: [ceiba.actor, note.id], ...to } as never)).toBe(
    202,
  );
  expect(await lu.send(ceiba, { type: 'Announce', object: note.id, ...to })).toBe(202);
  expect(await lu.send(ceiba, { type: 'Delete', object: note.id, ...to })).toBe(202);
  await ceiba.drain();
  expect(tono.received).toEqual([]);
  expect(lu.received).toEqual([]);
  expect(await everything()).toBe(rows);
  expect(await shown()).toEqual(pages);
  expect(logged.join('\n')).not.toContain(canary);
});
