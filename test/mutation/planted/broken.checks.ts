import { expect, it } from 'vitest';
import { comesIn } from './door.ts';

it('is wrong about the door', () => {
  expect(comesIn([], false)).toBe(true);
});
