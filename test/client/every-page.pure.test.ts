import { expect, test } from 'vitest';
import { everyPage } from '../../src/client/api/every-page.ts';

type Page = { rows: number[]; next: string | null };
const read = (ask: (after: string | undefined) => Page) =>
  everyPage(
    async ({ after }) => ask(after),
    ({ rows }: Page) => rows,
  );

test('a list is read to its end', async () => {
  const pages = new Map<string | undefined, Page>([
    [undefined, { rows: [1, 2], next: 'b' }],
    ['b', { rows: [], next: 'c' }],
    ['c', { rows: [3], next: null }],
  ]);
  expect(await read((after) => pages.get(after)!)).toEqual([1, 2, 3]);
});

test.each([
  ['in a circle', () => 'b'],
  ['on and on', (count: number) => `${count}`],
])('a node that leads %s is refused, not followed for ever and not believed half', async (_, next) => {
  let count = 0;
  const asked = read(() => ({ rows: [count++], next: next(count) }));
  await expect(asked).rejects.toMatchObject({ code: 'unexpected-answer' });
  expect(count).toBeLessThanOrEqual(1001);
});
