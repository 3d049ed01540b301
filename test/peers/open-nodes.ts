import { afterAll, beforeEach } from 'vitest';
import { type Network, type Node, openNode } from './nodes.ts';

/** Nodes of these names on one network, for all tests of the file that asks; closed after them. */
export async function openNodes<N extends string>(...names: N[]): Promise<Record<N, Node> & { network: Network }> {
  const network: Network = new Map();
  const nodes: [N, Node][] = [];
  for (const name of names) {
    const node = await openNode(name, network);
    afterAll(() => node[Symbol.asyncDispose]());
    nodes.push([name, node]);
  }
  return { ...(Object.fromEntries(nodes) as Record<N, Node>), network };
}

/** Opens nodes that forget before each test everything but who they are. */
export async function freshNodes<N extends string>(...names: N[]): Promise<Record<N, Node> & { network: Network }> {
  const opened = await openNodes(...names);
  for (const name of names) beforeEach(() => opened[name].reset());
  return opened;
}
