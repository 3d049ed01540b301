import { expect } from 'vitest';
import type { StartOptions } from '../../src/main.ts';
import { createEgress, type Egress, type EgressOptions } from '../../src/platform/egress.ts';
import type { Log } from '../../src/platform/logging.ts';
import { type Collective, found } from './world.ts';

/** A founded node on which attacks are tried: what it fetched, and what it said to be broken. */
export type Attacked = Collective &
  AsyncDisposable & {
    inbox: string;
    /** URLs that it asked, in order; posts are not counted. */
    fetched: string[];
    /** Events of its log at level `error`. */
    broken: string[];
    /** Starts it again with another way out. */
    withEgress(options: Partial<EgressOptions>): Promise<void>;
  };

/** Starts and founds a node whose look-ups are counted. */
export async function foundUnderAttack(name: string): Promise<Attacked> {
  const fetched: string[] = [];
  const broken: string[] = [];
  const silent = () => {};
  const log: Log = { debug: silent, info: silent, warn: silent, error: (event) => void broken.push(event) };
  const egress = (options: Partial<EgressOptions> = {}): Egress & AsyncDisposable =>
    createEgress({
      allowLoopback: true,
      userAgent: 'Convive-test',
      onRequest: (method, url) => void (method === 'GET' && fetched.push(url.href)),
      ...options,
    });
  const ways = [egress()];
  const replace: NonNullable<StartOptions['replace']> = { egress: ways[0]! };
  const node = await found(name, { replace, log });
  const dispose = node[Symbol.asyncDispose];
  return Object.assign(node, {
    inbox: `${node.origin}/actors/self/inbox`,
    fetched,
    broken,
    async withEgress(options: Partial<EgressOptions>) {
      await node.stop();
      const way = egress(options);
      ways.push(way);
      replace.egress = way;
      await node.start();
    },
    async [Symbol.asyncDispose]() {
      await dispose();
      for (const way of ways) await way[Symbol.asyncDispose]();
    },
  });
}

/** The first page as somebody else reads it now; milliseconds that it took. */
async function firstPage(origin: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${origin}/`, { headers: { accept: 'text/html' } });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<main');
  return performance.now() - began;
}

type Expected = { status: number; code: string };

/** The attack is refused like that after at most so many look-ups, while somebody else reads the first page. */
export async function withstands(
  node: Attacked,
  attack: Promise<{ status: number; code: string | undefined }>,
  expected: Expected,
  fetches = 0,
): Promise<void> {
  const before = node.fetched.length;
  const [answer, tookMs] = await Promise.all([attack, firstPage(node.origin)]);
  expect(answer).toEqual(expected);
  expect(tookMs).toBeLessThan(3000);
  // Partners are asked for their desk by the clock, whoever attacks.
  const asked = node.fetched.slice(before).filter((one) => !one.endsWith('/desk/releases'));
  expect(asked).toHaveLength(fetches);
}

/** What attacks must leave as it is: rows per table that anybody outside can add to. */
export async function rowsFromOutside(node: Attacked): Promise<Record<string, number>> {
  const { db } = node.node!.app.runtime;
  const counts: Record<string, number> = {};
  for (const table of [
    'received_activities',
    'incoming',
    'followers',
    'agreements_received',
    'tombstones',
    'peer_statements',
    'peer_manifests',
  ] as const) {
    const { count } = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    counts[table] = Number(count);
  }
  return counts;
}
