import { expect, test } from 'vitest';
import { sideBySide, whileDue } from '../../src/platform/side-by-side.ts';

const later = (ms = 1) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('so many are done at once and no more, and a slow one holds up nobody else', async () => {
  let out = 0;
  let most = 0;
  const done: number[] = [];
  let slow = () => {};
  const all = sideBySide([0, 1, 2, 3, 4, 5, 6, 7], 3, async (one) => {
    most = Math.max(most, ++out);
    await (one === 0 ? new Promise<void>((resolve) => (slow = resolve)) : later());
    out--;
    done.push(one);
  });
  while (done.length < 7) await later();
  expect(done).not.toContain(0);
  slow();
  await all;
  expect([done.at(-1), most]).toEqual([0, 3]);
});

test('one that fails keeps none from being done, and is told of at the end', async () => {
  const done: number[] = [];
  const all = sideBySide([1, 2, 3, 4], 2, async (one) => {
    await later();
    if (one === 1) throw new Error('one');
    done.push(one);
  });
  await expect(all).rejects.toThrow('one');
  expect(done).toEqual([2, 3, 4]);
});

/** Rows that wait until they are done; `of` says on whom. */
function ledger(rows: { id: string; of: string }[]) {
  const left = new Map(rows.map((row) => [row.id, row]));
  return { left, due: async () => [...left.values()], done: (id: string) => void left.delete(id) };
}

test('many that wait on one host leave room for others, and what falls due meanwhile is done beside a slow one', async () => {
  const dead = Array.from({ length: 20 }, (_, at) => ({ id: `dead-${at}`, of: 'dead' }));
  const { left, due, done } = ledger([...dead, { id: 'quick-1', of: 'quick' }]);
  const begun: string[] = [];
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const turn = whileDue({
    width: 4,
    ofOne: 2,
    due,
    of: (row) => row.of,
    async work({ id, of }) {
      begun.push(id);
      await (of === 'dead' ? ended : later());
      done(id);
    },
  });
  while (left.has('quick-1')) await later();
  left.set('quick-2', { id: 'quick-2', of: 'quick' });
  while (left.has('quick-2')) await later();
  expect(begun.filter((id) => id.startsWith('dead'))).toHaveLength(2);
  end();
  expect(await turn).toBe(22);
  expect([left.size, new Set(begun).size]).toEqual([0, 22]);
});

test('what fails and stays due is tried once in a turn', async () => {
  const { left, due, done } = ledger([
    { id: 'bad', of: 'a' },
    { id: 'good', of: 'a' },
  ]);
  let tries = 0;
  const turn = whileDue({
    width: 1,
    ofOne: 1,
    due,
    of: (row) => row.of,
    async work({ id }) {
      tries++;
      if (id === 'bad') throw new Error('bad');
      done(id);
    },
  });
  await expect(turn).rejects.toThrow('bad');
  expect([tries, [...left.keys()]]).toEqual([2, ['bad']]);
});
