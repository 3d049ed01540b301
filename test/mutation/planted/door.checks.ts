import { expect, it } from 'vitest';
import { comesIn } from './door.ts';

it('lets somebody in whom two people vouch for, and nobody whom one does, however often', () => {
  expect(comesIn(['Rosa', 'Lu'], false)).toBe(true);
  expect(comesIn(['Rosa', 'Rosa'], false)).toBe(false);
});
