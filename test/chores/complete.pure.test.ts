import { expect, test } from 'vitest';
import { rooms } from '../../src/app.ts';
import { choresOf, readDoors } from '../../src/doors.ts';
import type { Parts, Room } from '../../src/room.ts';
import type { Runtime } from '../../src/runtime.ts';
import { done } from './done.ts';
import { erased } from './erased.ts';

/*
 * Every chore on a door is seen at work on a node, and every table that a door leaves to a chore is seen emptied by it.
 */

const parts = { runtime: {} as Runtime } as Parts;

/** What is on the doors and is seen by no test: chores, and tables with the chore that erases their rows. */
function unseen(all: readonly Room[]): string[] {
  const seen = [...Object.keys(done), ...erased.flatMap(({ chore, table }) => [chore, `${table} by ${chore}`])];
  const tables = [...readDoors(all).tables].flatMap(([table, { until }]) =>
    typeof until === 'object' && 'chore' in until ? [`${table} by ${until.chore}`] : [],
  );
  return [...Object.keys(choresOf(all, parts)), ...tables].filter((one) => !seen.includes(one));
}

test('each chore of the house is seen at work, and each table that a chore erases', () => {
  expect(unseen(rooms)).toEqual([]);
});

test('a chore and a table of a room that nobody knew are missed', () => {
  const toys = { toys: { shown: false, until: { chore: 'tidy' } } } as NonNullable<Room['tables']>;
  const tidy = { everyMs: 1000, work: async () => {} };
  expect(unseen([...rooms, { name: 'toys', tables: toys, chores: () => ({ tidy }) }])).toEqual([
    'tidy',
    'toys by tidy',
  ]);
});

test('what is said to be seen is on a door', () => {
  const chores = Object.keys(choresOf(rooms, parts));
  for (const chore of [...Object.keys(done), ...erased.map((one) => one.chore)]) expect(chores).toContain(chore);
});
