import { createServer } from 'node:http';
import { type AddressInfo, createServer as listenOn, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicPem } from '../../src/federation/key-pairs.ts';
import type { SigningKey } from '../../src/federation/signing.ts';
import { actorOf, answerJson, follow, sharedPair, signed } from '../federation/stage.ts';
import { type Collective, found } from '../support/world.ts';

/* What strangers make us look up is bounded, and nobody who wanted to follow is lost by it. */

const held = new AsyncDisposableStack();
const clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead) };
let ceiba: Collective;
let software: Awaited<ReturnType<typeof startSoftware>>;

/** Other software on hosts of its own, every name under `/users` an actor of it; counts what is asked of each host. */
async function startSoftware(hosts: number) {
  const pair = await sharedPair('software');
  const publicKeyPem = await publicPem(pair.publicKey);
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const { host } = request.headers;
    if (request.method === 'POST') return void request.resume().once('end', () => response.writeHead(202).end());
    asked.set(String(host), (asked.get(String(host)) ?? 0) + 1);
    const actor = `http://${host}${request.url}`;
    answerJson(response, actorOf(actor, `${actor}#main-key`, publicKeyPem));
  });
  const doors: Server[] = await Promise.all(
    Array.from({ length: hosts }, async () => {
      const door = listenOn((socket) => void server.emit('connection', socket)).listen(0, '127.0.0.1');
      await new Promise((resolve) => door.once('listening', resolve));
      return door;
    }),
  );
  return {
    asked,
    hosts: doors.map((door) => `127.0.0.1:${(door.address() as AddressInfo).port}`),
    keyOf: (actor: string): SigningKey => ({ keyId: `${actor}#main-key`, privateKey: pair.privateKey }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await Promise.all(doors.map((door) => new Promise((resolve) => door.close(resolve))));
    },
  };
}

beforeAll(async () => {
  software = held.use(await startSoftware(101));
  ceiba = held.use(await found('Ceiba', { replace: { clock } }));
}, 120_000);
afterAll(() => held.disposeAsync());

const inbox = () => `${ceiba.origin}/actors/self/inbox`;
const followers = async () =>
  (await ceiba.node!.app.runtime.db.selectFrom('followers').select('actor').execute()).map(({ actor }) => actor);

/** Posts a Follow as servers do; the status, and how many seconds it is asked to wait. */
async function followOnce(actor: string): Promise<{ status: number; wait: number | null }> {
  const { bytes, headers } = await signed(inbox(), follow(actor, `${ceiba.origin}/actor`), software.keyOf(actor));
  const answer = await fetch(inbox(), { method: 'POST', headers, body: new Uint8Array(bytes) });
  await answer.arrayBuffer();
  const wait = answer.headers.get('retry-after');
  return { status: answer.status, wait: wait === null ? null : Number(wait) };
}

test('500 Follows of 100 hosts within a minute are all taken', async () => {
  const actors = software.hosts
    .slice(0, 100)
    .flatMap((host) => [1, 2, 3, 4, 5].map((n) => `http://${host}/users/${n}`));
  let waiting = actors;
  for (let round = 0; waiting.length > 0 && round < 10; round++) {
    const answers = await Promise.all(waiting.map(async (actor) => ({ actor, ...(await followOnce(actor)) })));
    const unlike = answers.filter(({ status, wait }) => status !== 202 && !(status === 503 && wait === 60));
    expect(unlike).toEqual([]);
    waiting = answers.filter(({ status }) => status !== 202).map(({ actor }) => actor);
  }
  expect(new Set(await followers())).toEqual(new Set(actors));
}, 120_000);

test('one host costs twenty look-ups and two more a minute; whoever had to wait is taken in the end', async () => {
  const host = software.hosts[100]!;
  const actors = Array.from({ length: 30 }, (_, at) => `http://${host}/users/${at}`);
  let waiting = actors;
  let minutes = 0;
  for (; waiting.length > 0 && minutes < 60; minutes++) {
    const left: string[] = [];
    for (const actor of waiting) {
      const { status, wait } = await followOnce(actor);
      if (status !== 202) {
        expect([status, wait]).toEqual([503, 60]);
        left.push(actor);
      }
    }
    expect(software.asked.get(host)).toBeLessThanOrEqual(20 + 2 * minutes);
    waiting = left;
    // Every server tries again after a minute or later, with a signature of that time.
    clock.ahead += 60_000;
  }
  const taken = new Set(await followers());
  expect(actors.filter((actor) => !taken.has(actor))).toEqual([]);
  // Key and actor of each: sixty documents, of which twenty came at once.
  expect(minutes).toBeGreaterThanOrEqual(20);
}, 120_000);
