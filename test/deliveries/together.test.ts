import { expect, test } from 'vitest';
import { enqueue } from '../../src/deliveries/enqueue.ts';
import { rowsOf } from '../../src/deliveries/store.ts';
import { drainOnce, type Sender } from '../../src/deliveries/worker.ts';
import { nodeKeys } from '../../src/platform/keys.ts';
import { freshDatabase } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';

const now = new Date('2026-11-22T12:00:00Z');
const hosts = Array.from({ length: 20 }, (_, at) => `host${at}.example`);

test('many hosts are served in one turn, though one room fails at its row, and another row was cancelled meanwhile', async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const runtime = {
    db,
    clock: { now: () => now },
    keys: nodeKeys({ bytes: new Uint8Array(32), source: 'file' }),
    log: quiet,
    egress: { get: () => Promise.reject(new Error()), post: () => Promise.reject(new Error()) },
    origin: 'https://ceiba.example',
  };
  const items = hosts.map((host) => ({
    kind: 'thing',
    item: host,
    object: host,
    recipient: { actor: `https://${host}/actor`, inbox: `https://${host}/inbox`, audience: 'peer' as const },
  }));
  await db.transaction().execute((tx) => enqueue(tx, items, now));
  const thing: Sender = async (tx, row) => {
    if (row.item === 'host3.example') throw new Error('a bug');
    const cancelled = tx.updateTable('deliveries').set({ state: 'cancelled' }).where('id', '=', row.id);
    if (row.item === 'host5.example') await cancelled.execute();
    return { send: row.item };
  };
  const posted: string[] = [];
  const parts = {
    senders: { thing },
    post: async (_inbox: string, body: string) => {
      // What is posted was marked before, by a transaction that has committed.
      expect((await rowsOf(db, body))[0]?.state).toBe('sending');
      posted.push(body);
      return { kind: 'answered' as const, status: 202, code: null, retryAfter: null };
    },
    followerGone: async () => {},
  };
  await expect(drainOnce(runtime, parts)).rejects.toThrow('a bug');
  const left = ['host3.example', 'host5.example'];
  expect(posted.sort()).toEqual(hosts.filter((host) => !left.includes(host)).sort());
  const states = await Promise.all(hosts.map(async (host) => (await rowsOf(db, host))[0]?.state));
  expect(states).toEqual(hosts.map((host) => ({ [left[0]!]: 'due', [left[1]!]: 'cancelled' })[host] ?? 'sent'));
});
