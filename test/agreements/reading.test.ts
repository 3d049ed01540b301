import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchPending } from '../../src/agreements/fetch.ts';
import type { PublishedRow } from '../../src/agreements/store.ts';
import { follow } from '../../src/following/follow.ts';
import { type Network, type Node, openNode } from '../peers/nodes.ts';
import { fileOf, publishFile } from './words.ts';

const network: Network = new Map();
let ceiba: Node;
let maguey: Node;
let first: PublishedRow;
beforeAll(async () => {
  ceiba = await openNode('ceiba', network);
  maguey = await openNode('maguey', network);
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
  await maguey.drain();
  first = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  await publishFile(ceiba, fileOf('ceiba-v2.es.md'), first.series);
  await ceiba.drain();
  await fetchPending(maguey.runtime);
});
afterAll(async () => {
  await ceiba[Symbol.asyncDispose]();
  await maguey[Symbol.asyncDispose]();
});
const anchors = (html: string) => [...html.matchAll(/id="(clause-[^"]+)"/g)].map(([, id]) => id);

describe('what changed between two versions', () => {
  it('is one page at our node and at those who follow, in either order of the numbers, with a tag to ask again', async () => {
    const own = `/agreements/${first.series}/changes/1..2`;
    const theirs = `/partners/${ceiba.id}${own}`;
    for (const [node, path] of [
      [ceiba, own],
      [ceiba, own.replace('1..2', '2..1')],
      [maguey, theirs],
    ] as const) {
      const answer = await node.get(`${path}?lang=en`, 'text/html');
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(html).toContain('from version 1 to version 2');
      expect(html).toContain('1 point changed.');
      expect(anchors(html)).toHaveLength(1);
      expect(answer.headers.get('etag')).toMatch(/^"/);
    }
    const json = (await (await ceiba.get(own, 'application/json')).json()) as { clauses: unknown[] };
    expect(json.clauses).toHaveLength(1);
  });

  it('keeps the same anchors for the same clauses', async () => {
    const page = async (version: number) =>
      anchors(await (await ceiba.get(`/agreements/${first.series}/versions/${version}`, 'text/html')).text());
    expect(await page(1)).toHaveLength(11);
    expect((await page(2)).toSorted()).toEqual((await page(1)).toSorted());
  });

  it.each(['1..3', '0..1', '1', '1..', '1...2', '1..2..3', 'a..b', '1..9999999'])(
    'is not found as %s',
    async (pair) => {
      expect((await ceiba.get(`/agreements/${first.series}/changes/${pair}`, 'text/html')).status).toBe(404);
    },
  );
});
