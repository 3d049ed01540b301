import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeliveryKind } from '../../schemas/delivery.ts';
import { largestChain } from '../../schemas/manifest.ts';
import { myCode } from '../../src/notices/ours/where.ts';
import { receiveDelivery } from '../../src/notices/receive.ts';
import { insertPeerManifest, peerChain, rememberChain } from '../../src/peers/store.ts';
import { b64u, random, randomId } from '../../src/protocol/encoding.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';
import { readChain } from '../../src/protocol/manifest.ts';
import { handInBy, locatorIn, sealedFor, withdrawBy } from '../notices/granted.ts';
import { type House, know, openHouse } from '../notices/houses.ts';
import { collective, extended } from '../protocol/cast.ts';

/* A partner that sends as fast as it can takes no time of others, and makes our chain of it no longer than it may. */

const ceiba = await collective('ceiba');
const own = await collective('maguey');
const hourMs = 3_600_000;
let maguey: House;

beforeEach(async () => {
  maguey = await openHouse(own);
  await know(maguey, ceiba);
});
afterEach(() => maguey[Symbol.asyncDispose]());

const bring = (kind: DeliveryKind, body: string | Envelope) => {
  const fields = { v: 1, kind, delivery: randomId(), edition: 1, from: ceiba.id, to: own.id } as const;
  const header = { ...fields, dropCommit: null, dropAfter: null };
  const from = { peer: ceiba.id, actor: 'https://ceiba.test/actor' };
  return receiveDelivery(maguey.runtime, {
    ...from,
    activity: `https://ceiba.test/activities/${randomId()}`,
    delivery: { header, body },
  });
};

test('others have their turn between any two deliveries that wait behind each other', async () => {
  let turns = 0;
  let next = setImmediate(function again() {
    turns++;
    next = setImmediate(again);
  });
  const began: number[] = [];
  const all = Array.from({ length: 40 }, () => bring('drop', randomId()).finally(() => began.push(turns)));
  const answers = await Promise.all(all);
  clearImmediate(next);
  expect(answers).toEqual(answers.map(() => ({ status: 202, code: null })));
  expect(new Set(began).size).toBe(40);
});

test('ten manifests are taken at once, and ten more an hour later', async () => {
  const { rosa, marisol } = ceiba.people;
  let { chain } = ceiba;
  const push = async (): Promise<string | null> => {
    const next = extended(chain, {}, rosa!, marisol!);
    const { code } = await bring('manifest', next.newest.envelope);
    if (code === null) chain = next;
    return code;
  };
  const codes = async (count: number) => {
    const seen: (string | null)[] = [];
    for (let at = 0; at < count; at++) seen.push(await push());
    return seen;
  };
  const taken = Array.from({ length: 10 }, () => null);
  expect(await codes(12)).toEqual([...taken, 'too-many', 'too-many']);
  maguey.clock.time = new Date(maguey.clock.time.getTime() + hourMs);
  expect(await codes(11)).toEqual([...taken, 'too-many']);
  expect(chain.newest.version).toBe(21);
});

test('a chain that a partner made long does not keep the person from taking back', async () => {
  const given = await sealedFor(maguey, ceiba);
  await handInBy(maguey, given);
  const locator = locatorIn(given.shared.secret, own);
  const chains = async () => (await myCode(maguey.runtime, locator)).map(({ chain }) => chain.length);
  expect(await chains()).toEqual([1]);
  const long = { ...ceiba.chain.newest.envelope, payload: 'A'.repeat(12_000) };
  await maguey.runtime.db.transaction().execute(async (tx) => {
    for (let version = 2; version <= 700; version++)
      await insertPeerManifest(
        tx,
        ceiba.id,
        { version, id: randomId(), envelope: JSON.stringify(long) },
        maguey.clock.time,
      );
  });
  // A client reads no answer of more than 8 MB, and needs no chain to give its token.
  expect(await chains()).toEqual([0]);
  expect((await withdrawBy(maguey, given)).withdrawn).toHaveLength(1);
});

test('a chain that a partner made long is not verified anew when this node starts', async () => {
  const { rosa, marisol } = ceiba.people;
  let { chain } = ceiba;
  for (let at = 0; at < 60; at++) chain = extended(chain, {}, rosa!, marisol!);
  const later = chain.all.slice(1);
  await maguey.runtime.db.transaction().execute(async (tx) => {
    for (const { version, id, envelope } of later) {
      const row = { version, id, envelope: JSON.stringify(envelope) };
      await insertPeerManifest(tx, ceiba.id, row, maguey.clock.time);
    }
  });
  const all = chain.all.map(({ envelope }) => envelope);
  const cpuMs = async (work: () => unknown) => {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const verified = await cpuMs(() => readChain(all, maguey.clock.time));
  const kept = await cpuMs(async () => {
    expect((await peerChain(maguey.runtime.db, ceiba.id))?.newest.id).toBe(chain.newest.id);
  });
  expect(kept).toBeLessThan(verified / 3);
});

test('a chain is kept up to four megabytes, so that clients can read it', async () => {
  const { rosa, marisol } = ceiba.people;
  const [first] = ceiba.chain.all;
  // As much as leaves room for the first one, one more, and half of one.
  const large = { ...first!.envelope, payload: 'A'.repeat(largestChain - 2.5 * first!.envelope.payload.length) };
  const newest = { ...first!, version: 2, id: b64u(random(32)), envelope: large };
  const before = { ...ceiba.chain, newest, all: [first!, newest] };
  rememberChain(before);
  const row = { version: newest.version, id: newest.id, envelope: JSON.stringify(large) };
  await maguey.runtime.db.transaction().execute((tx) => insertPeerManifest(tx, ceiba.id, row, maguey.clock.time));
  let chain = before;
  const codes: (string | null)[] = [];
  for (let at = 0; at < 3; at++) {
    const next = extended(chain, {}, rosa!, marisol!);
    const { code } = await bring('manifest', next.newest.envelope);
    if (code === null) chain = { ...next, all: [...next.all] };
    codes.push(code);
  }
  expect(codes).toEqual([null, 'too-many', 'too-many']);
});
