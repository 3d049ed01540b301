import { expect, test } from 'vitest';
import { grouped } from '../../src/deliveries/batch.ts';

const later = () => new Promise((resolve) => setTimeout(resolve, 5));

test('what comes while the work is done is done together next, and everybody waits for their own', async () => {
  const groups: number[][] = [];
  const done: number[] = [];
  const work = grouped(async (all: number[]) => {
    groups.push(all);
    await later();
    done.push(...all);
  });
  const first = work(1);
  await Promise.resolve();
  const rest = [work(2), work(3), work(4)];
  await first;
  expect(done).toEqual([1]);
  await Promise.all(rest);
  expect([groups, done]).toEqual([
    [[1], [2, 3, 4]],
    [1, 2, 3, 4],
  ]);
});

test('a group that fails tells those in it, and nobody else', async () => {
  const work = grouped(async (all: number[]) => {
    await later();
    if (all.includes(2)) throw new Error('two');
  });
  const first = work(1);
  await Promise.resolve();
  const [second, third] = [work(2), work(3)];
  await expect(first).resolves.toBeUndefined();
  await expect(second).rejects.toThrow('two');
  await expect(third).rejects.toThrow('two');
  await expect(work(4)).resolves.toBeUndefined();
});
