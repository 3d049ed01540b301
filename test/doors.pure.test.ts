import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { openApp, rooms } from '../src/app.ts';
import { choresOf, inboxOf, readDoors, routesOf, sendersOf, supplied } from '../src/doors.ts';
import type { Parts, Room } from '../src/room.ts';
import type { Runtime } from '../src/runtime.ts';
import { styleSheet } from '../src/web/static.ts';
import type { View } from '../src/web/view.ts';
import { readSources } from './support/sources.ts';

const parts = { runtime: {} as Runtime } as Parts;
const nothing = async () => {};
const sheet = styleSheet('toy.css');

describe('two rooms may not both claim', () => {
  const claims: [what: string, room: Omit<Room, 'name'>, read: (all: Room[]) => unknown][] = [
    ['a table', { tables: { kv: { shown: true, until: 'stays' } } }, readDoors],
    ['an action', { record: { 'toy.made': 'members' } }, readDoors],
    ['an asset', { assets: [sheet] }, readDoors],
    ['a delivery', { delivered: { kinds: ['alert'], receive: async () => ({ status: 202, code: null }) } }, readDoors],
    ['a kind', { senders: () => ({ toy: async () => ({ cancel: 'gone' }) }) }, (all) => sendersOf(all, parts.runtime)],
    ['a chore', { chores: () => ({ toys: { everyMs: 1, work: nothing } }) }, (all) => choresOf(all, parts)],
    ['an activity', { takes: () => [{ activity: 'Create', receive: nothing }] }, (all) => inboxOf(all, parts)],
    ['a supply', { supplies: () => ({ called: () => '' }) }, (all) => supplied(all, parts.runtime)],
    ['a path', { routes: () => new Hono().get('/toys', (c) => c.text('')) }, (all) => routesOf(all, parts, 'routes')],
  ];
  test.each(claims)('%s', (what, room, read) => {
    const [first, second] = [
      { name: 'toys', ...room },
      { name: 'games', ...room },
    ];
    expect(() => read([first, second])).toThrow(`two rooms have the ${what.replace(/^an? /, '')}`);
    if (what !== 'a supply') expect(() => read([first])).not.toThrow();
  });

  test('a name', () => {
    expect(() => readDoors([{ name: 'toys' }, { name: 'toys' }])).toThrow('two rooms have the name toys');
  });
});

test('a node does not open with two rooms that claim one thing, nor without a room that others need', async () => {
  const database = { shownNowhere: () => {} } as never;
  const given = { database, origin: 'https://x', clock: { now: () => new Date() } } as never as Parameters<
    typeof openApp
  >[0];
  const twice = { name: 'twice', tables: { kv: { shown: false, until: 'stays' } } } satisfies Room;
  await expect(openApp({ ...given, rooms: [...rooms, twice] })).rejects.toThrow('federation and twice');
  await expect(openApp({ ...given, rooms: [] })).rejects.toThrow('no room supplies');
});

test('two rooms both take a Create, each the one with its object', async () => {
  const taken: string[] = [];
  const takes = (type: string) => () => [
    {
      activity: 'Create',
      object: ({ object }: { object?: unknown }) => (object as { type: string }).type === type,
      receive: async () => void taken.push(type),
    },
  ];
  const other = () => [{ activity: 'Create', receive: async () => void taken.push('other') }];
  const inbox = inboxOf(
    [
      { name: 'rest', takes: other },
      { name: 'toys', takes: takes('Toy') },
      { name: 'games', takes: takes('Game') },
    ],
    parts,
  );
  const from = { actor: 'a', peer: null, key: null, signature: 's' };
  for (const type of ['Game', 'Toy', 'Note']) await inbox.Create?.({ id: 'x', type: 'Create', object: { type } }, from);
  expect(taken).toEqual(['Game', 'Toy', 'other']);
});

test('each table stands on one door, and what its end is named after exists', () => {
  const declared = readSources(['src/database'])
    .flatMap(({ text }) => [...text.matchAll(/^ {2}(\w+): \w+Table;$/gm)])
    .map(([, name]) => name);
  expect(declared.length).toBeGreaterThan(40);
  expect([...readDoors(rooms).tables.keys()].sort()).toEqual([...new Set(declared)].sort());
  for (const [table, { until }] of readDoors(rooms).tables)
    if (typeof until === 'object' && 'with' in until) expect(declared, table).toContain(until.with);
  expect(Object.keys(choresOf(rooms, parts)).length).toBeGreaterThan(10);
  const forgotten: Room = { name: 'toys', tables: { kv: { shown: false, until: { chore: 'toys' } } } };
  expect(() => choresOf([forgotten], parts)).toThrow('toys leaves kv to the chore toys');
});

describe('the record', () => {
  const { readers } = readDoors(rooms);

  test('is for accompaniers alone, unless a door says that members may read it', () => {
    for (const action of ['process.opened', 'care.begun', 'inquiry.asked', 'mediation.asked', 'toy', ''])
      expect(readers(action)).toBe('accompaniers');
    expect(readers('alert.refused.replay')).toBe('accompaniers');
    expect(readers('agreements.published')).toBe('members');
    expect(readers('agreements.published.again')).toBe('accompaniers');
  });

  test('has every action that the code writes on the door of its own room', () => {
    const written = readSources(['src']).flatMap(({ path, text }) => {
      const found = text.matchAll(
        /(?:action(?:: | = )(?:\w+ \? '([a-z.-]+)' : )?|^ {4})['`]([a-z-]+(?:\.[a-z-]+)*)(\.\$)?/gm,
      );
      if (!/\brecord\(|appendRow|hashedAround/.test(text)) return [];
      return [...found].flatMap(([, first, action, rest]) =>
        [first, rest === undefined ? action : `${action}.*`].map((one) => ({ room: path.split('/')[1], action: one })),
      );
    });
    const named = written.filter(({ action }) => action !== undefined && /\.|signed-in|entered/.test(action));
    expect(named.length).toBeGreaterThan(50);
    for (const { room, action } of named) {
      const door = rooms.find(({ name }) => name === room);
      expect(Object.keys(door?.record ?? {}), `${room}: ${action}`).toContain(action);
    }
    const all = new Set(named.map(({ action }) => action));
    for (const { name, record } of rooms)
      for (const action of Object.keys(record ?? {})) expect(all.has(action), `${name}: ${action}`).toBe(true);
  });
});

test('links come by rank, whatever room says them', () => {
  const view = { i18n: { _: (id: string) => id } } as never as View;
  const { links } = readDoors(rooms);
  expect(links('everybody')(view).map(({ href }) => href)).toEqual(['/', '/agreements', '/something-happened']);
  expect(links('members')(view).map(({ href }) => href)).toEqual([
    '/agreements/writing',
    '/agreements/rounds',
    '/followers',
    '/node-state',
    '/people',
    '/sessions',
  ]);
});

test('app.ts names each room in one line, and nothing else of it', () => {
  const [app] = readSources(['src']).filter(({ path }) => path === 'src/app.ts');
  const lines = app!.text.split('\n');
  expect(lines.length).toBeLessThanOrEqual(121);
  for (const { name } of rooms) {
    const naming = lines.filter((line) => line.includes(`/${name}/room.ts'`));
    expect(naming, name).toEqual([`  import('./${name}/room.ts'),`]);
  }
  const from = lines.findIndex((line) => line.startsWith('export async function openApp'));
  const to = lines.indexOf('}', from);
  expect(to - from + 1).toBeLessThanOrEqual(60);
});
