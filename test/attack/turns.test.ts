import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenDatabase } from '../../src/database/database.ts';
import { enqueue, type ToDeliver } from '../../src/deliveries/enqueue.ts';
import type { Outcome } from '../../src/deliveries/lane.ts';
import { type Sender, startWorker } from '../../src/deliveries/worker.ts';
import { nodeKeys } from '../../src/platform/keys.ts';
import { freshDatabase } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';
import { eventually } from '../support/world.ts';

/* The worker on its own: whom it posts to while others keep it waiting. */

const ok: Outcome = { kind: 'answered', status: 202, code: null, retryAfter: null };
let database: OpenDatabase;
let posted: { host: string; deadlineMs: number }[];
let answers: ((outcome: Outcome) => void)[];

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.db.deleteFrom('deliveries').execute();
  await database.db.deleteFrom('lanes').execute();
  posted = [];
  answers = [];
});

const runtime = () => ({
  db: database.db,
  clock: { now: () => new Date() },
  keys: nodeKeys({ bytes: new Uint8Array(32), source: 'file' }),
  log: quiet,
  egress: { get: () => Promise.reject(new Error()), post: () => Promise.reject(new Error()) },
  origin: 'https://ceiba.example',
});
const to = (host: string, audience: 'peer' | 'follower', more: Partial<ToDeliver> = {}): ToDeliver => ({
  kind: 'thing',
  item: host,
  object: `${host} ${more.lane}`,
  recipient: { actor: `https://${host}/actor`, inbox: `https://${host}/inbox`, audience },
  ...more,
});
const put = (items: ToDeliver[]) => database.db.transaction().execute((tx) => enqueue(tx, items, new Date()));
const many = (count: number, name: string) => Array.from({ length: count }, (_, at) => `node.${name}${at}.org`);
const sentTo = (name: string) => posted.filter(({ host }) => host.includes(name)).length;

const sends: Sender = async (_tx, row) => ({ send: row.item });

/** A worker whose posts to `silent…` wait until the test answers. */
async function working(test: (wake: () => void) => Promise<void>, thing: Sender = sends): Promise<void> {
  const worker = startWorker(runtime(), {
    senders: { thing },
    post: async (inbox, _body, { deadlineMs }) => {
      posted.push({ host: new URL(inbox).host, deadlineMs });
      return inbox.includes('silent') ? new Promise((resolve) => answers.push(resolve)) : ok;
    },
    followerGone: async () => {},
  });
  try {
    await test(worker.wake);
  } finally {
    for (const answer of answers) answer({ kind: 'unreachable' });
    await worker[Symbol.asyncDispose]();
  }
}

test('no lane waits for another’s silent host: places that become free are filled at once', async () => {
  await put([...many(30, 'silent'), ...many(300, 'quick')].map((host) => to(host, 'follower')));
  await working(async (wake) => {
    wake();
    await eventually(
      async () => sentTo('quick'),
      (sent) => sent === 300,
      20_000,
    );
    // Whichever were taken first, all of them are asked while none has answered.
    await eventually(
      async () => sentTo('silent'),
      (sent) => sent === 30,
    );
  });
});

test('while strangers hold every place of theirs, peers have theirs, and while those are held, what erases has', async () => {
  await put(many(200, 'silent-stranger').map((host) => to(host, 'follower')));
  await working(async (wake) => {
    wake();
    await eventually(
      async () => sentTo('silent-stranger'),
      (sent) => sent === 40,
    );
    await put(many(100, 'silent-erase-stranger').map((host) => to(host, 'follower', { lane: 'erase' })));
    wake();
    await eventually(
      async () => sentTo('silent-erase-stranger'),
      (sent) => sent === 8,
    );
    await put(many(100, 'silent-peer').map((host) => to(host, 'peer')));
    wake();
    await eventually(
      async () => sentTo('silent-peer'),
      (sent) => sent === 32,
    );
    await put(many(20, 'partner').map((host) => to(host, 'peer', { lane: 'erase' })));
    wake();
    await eventually(
      async () => sentTo('partner'),
      (sent) => sent === 20,
    );
    expect([sentTo('silent-stranger'), sentTo('silent-erase-stranger'), sentTo('silent-peer')]).toEqual([40, 8, 32]);
    expect(posted.find(({ host }) => host.includes('stranger'))?.deadlineMs).toBe(8_000);
    expect(posted.find(({ host }) => host.includes('partner'))?.deadlineMs).toBe(20_000);
  });
});

test('a crowd of names under one domain takes two places, and nobody else’s turn', async () => {
  await put(many(400, 'silent').map((host) => to(`${host.split('.')[1]}.crowd.org`, 'follower')));
  await put(many(50, 'quick').map((host) => to(host, 'follower')));
  await working(async (wake) => {
    wake();
    await eventually(
      async () => sentTo('quick'),
      (sent) => sent === 50,
    );
    expect(sentTo('crowd')).toBe(2);
  });
});

test('what cannot be built is tried once a second and not without end, and others go out meanwhile', async () => {
  let tried = 0;
  const broken: Sender = async (_tx, row) => {
    if (!row.item.includes('broken')) return { send: row.item };
    tried++;
    throw new Error('a row that nobody expected');
  };
  // Of one lane the first can be sent: a turn that began well ends in the same way.
  const object = 'another';
  await put([to('broken.example', 'peer', { item: 'fine', object }), to('broken.example', 'peer')]);
  await working(async (wake) => {
    wake();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(sentTo('broken.example')).toBe(1);
    expect(tried).toBeGreaterThanOrEqual(2);
    // Together with others, then alone; every second.
    expect(tried).toBeLessThanOrEqual(8);
    await put([to('quick.example', 'follower')]);
    wake();
    await eventually(
      async () => sentTo('quick.example'),
      (sent) => sent === 1,
    );
  }, broken);
});
