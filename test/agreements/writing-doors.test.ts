import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Network, type Node, openNode } from '../peers/nodes.ts';
import { membersAt } from './members-at.ts';

const network: Network = new Map();
let ceiba: Node;
let at: ReturnType<typeof membersAt>;
let rosa: string;
let lu: string;
beforeAll(async () => {
  ceiba = await openNode('ceiba', network);
  at = membersAt(ceiba);
  rosa = ceiba.people.rosa.member;
  lu = ceiba.people.lu.member;
});
afterAll(() => ceiba[Symbol.asyncDispose]());
beforeEach(async () => {
  await ceiba.runtime.db.deleteFrom('texts').execute();
  await ceiba.reset();
});

const root = '/agreements/writing';
const begin = async (fields: Record<string, string>, who = rosa): Promise<string> => {
  const { status, place } = await at.ask(who, root, fields);
  expect(status).toBe(303);
  return place;
};
const empty = () => begin({ from: 'empty', language: 'es' });
const add = async (place: string, fields: Record<string, string>): Promise<string> => {
  const { status, place: part } = await at.ask(rosa, `${place}/parts`, fields);
  expect(status).toBe(303);
  return part;
};
const verbal = (place: string) => add(place, { kind: 'clause', violence: 'verbal' });
const texts = async () => (await ceiba.runtime.db.selectFrom('texts').select('id').execute()).length;
describe('who reads a text that is being written', () => {
  const paths = ['', '/parts/front', '/agreement.md', '/parts/front/revisions/1'];
  const posts: [string, Record<string, string>][] = [
    ['/parts', { kind: 'belonging' }],
    ['/parts/front', { revision: '1' }],
    ['/parts/front/unsaved', { revision: '1' }],
    ['/parts/front/unsaved/drop', {}],
    ['/parts/front/out', { from: '1' }],
    ['/parts/front/back', { from: '1', revision: '1' }],
    ['/parts/front/take', { statement: 'A'.repeat(43), clause: 'A'.repeat(22) }],
    ['/parts/AAAAAAAAAAAAAAAAAAAAAA/move', { way: 'up' }],
    ['/let-go', {}],
    ['/throw-away', {}],
  ];

  it('is a member; nobody else learns whether it exists', async () => {
    const place = await empty();
    const none = `${root}/${'A'.repeat(22)}`;
    expect((await at.ask(null, root)).status).toBe(401);
    expect((await at.ask(null, root, { from: 'empty', language: 'es' })).status).toBe(401);
    for (const path of paths)
      for (const one of [place, none]) {
        const { status, text } = await at.ask(null, one + path);
        expect([path, status, text.includes(one)]).toEqual([path, 401, false]);
      }
    for (const [path, body] of posts) {
      expect([path, (await at.ask(null, place + path, body)).status]).toEqual([path, 401]);
      expect([path, (await at.ask(rosa, none + path, body)).status]).toEqual([path, path.endsWith('drop') ? 303 : 404]);
    }
    for (const path of paths) expect((await at.ask(rosa, none + path)).status).toBe(404);
    for (const path of ['/parts/elsewhere', '/parts/front/revisions/0', '/parts/front/revisions/x'])
      expect((await at.ask(rosa, place + path)).status).toBe(404);
    expect(await texts()).toBe(1);
  });

  it('lists the texts, the one saved last first', async () => {
    const older = await empty();
    const newer = await empty();
    ceiba.ahead.ms = 60_000;
    await at.ask(rosa, `${older}/parts/front`, { revision: '1', 'title.es': 'Primero' });
    await verbal(older);
    const { texts: list } = await at.json<{ texts: { id: string; clauses: number }[] }>(lu, root);
    expect(list.map(({ id, clauses }) => [`${root}/${id}`, clauses])).toEqual([
      [older, 1],
      [newer, 0],
    ]);
    const { text } = await at.ask(lu, `${root}?lang=en`);
    expect(text.indexOf('Primero')).toBeLessThan(text.indexOf('A text without a title yet'));
  });
});
