import { expect, it } from 'vitest';
import { letIn } from './guests.ts';

it('lets each guest in once', () => {
  expect([letIn('Lu'), letIn('Lu')]).toEqual([true, false]);
});
