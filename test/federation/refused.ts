import { expect } from 'vitest';
import { answersOthers, type startNode } from './stage.ts';

export type Node = Awaited<ReturnType<typeof startNode>>;

/** The attack is refused with that answer after at most so many fetches, and somebody else is answered meanwhile. */
export async function refused(
  node: Node,
  attack: Promise<{ status: number; code: string | undefined }>,
  expected: { status: number; code: string },
  fetches = 0,
): Promise<void> {
  const [answer, others] = await Promise.all([attack, answersOthers(node.address)]);
  expect(answer).toEqual(expected);
  expect(others).toBeLessThan(3000);
  expect(node.fetched).toHaveLength(fetches);
  expect(node.received).toEqual([]);
  expect(node.deliveries).toEqual([]);
}
