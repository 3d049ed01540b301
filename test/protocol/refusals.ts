import { expect } from 'vitest';
import { Refusal, type RefusalCode } from '../../schemas/codes.ts';

/** Expects exactly this code, and where if it is given; returns nothing. */
export async function refuses(code: RefusalCode, act: () => unknown, where?: string): Promise<void> {
  const thrown = await settled(act);
  expect(thrown).toBeInstanceOf(Refusal);
  expect((thrown as Refusal).code).toBe(code);
  if (where !== undefined) expect((thrown as Refusal).where).toBe(where);
}

async function settled(act: () => unknown): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    return error;
  }
}
