import { expect, test } from 'vitest';
import { uuidv7 } from '../../src/platform/ids.ts';

const now = Date.parse('2031-05-01T12:00:00.000Z');

test('ids sort by time, also within one millisecond and when the clock steps back a little', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) =>
    uuidv7(new Date(now + Math.floor(index / 9_000) - (index % 3))),
  );
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('an id is a UUIDv7 of its moment', () => {
  const id = uuidv7(new Date(now + 1_000_000));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now + 1_000_000);
});

test("another node's clock in the same process, far back, keeps its own time", () => {
  const id = uuidv7(new Date(now - 86_400_000));
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now - 86_400_000);
});
