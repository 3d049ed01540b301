import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/database/database.ts';
import { enqueue, type ToDeliver } from '../../src/deliveries/enqueue.ts';
import type { Outcome } from '../../src/deliveries/lane.ts';
import { acknowledgeRow, type DeliveryRow, pruneSettled, rowsOf } from '../../src/deliveries/store.ts';
import { drainOnce, type Prepared, startWorker, type WorkerParts } from '../../src/deliveries/worker.ts';
import { nodeKeys } from '../../src/platform/keys.ts';
import { freshDatabase } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';

let database: OpenDatabase;
let now = new Date('2026-11-22T12:00:00Z');
let posted: { inbox: string; body: string }[] = [];
let answer: (inbox: string, body: string) => Promise<Outcome>;
let prepare: (row: DeliveryRow) => Prepared;
let gone: string[] = [];

const ok: Outcome = { kind: 'answered', status: 202, code: null, retryAfter: null };
const status = (code: number): Outcome => ({ kind: 'answered', status: code, code: null, retryAfter: null });
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

const parts: WorkerParts = {
  senders: { thing: async (_tx, row) => prepare(row), drop: async (_tx, row) => prepare(row) },
  post: async (inbox, body) => {
    posted.push({ inbox, body });
    return answer(inbox, body);
  },
  followerGone: async (_tx, actor) => void gone.push(actor),
};
const runtime = () => ({
  db: database.db,
  clock: { now: () => now },
  keys: nodeKeys({ bytes: new Uint8Array(32), source: 'file' }),
  log: quiet,
  egress: { get: () => Promise.reject(new Error()), post: () => Promise.reject(new Error()) },
  origin: 'https://ceiba.example',
});

const to = (host: string, audience: 'peer' | 'follower' = 'peer') => ({
  actor: `https://${host}/actor`,
  inbox: `https://${host}/inbox`,
  audience,
});
const thing = (item: string, host: string, more: Partial<ToDeliver> = {}): ToDeliver => ({
  kind: 'thing',
  item,
  object: 'one',
  recipient: to(host),
  ...more,
});
const put = (...items: ToDeliver[]) => database.db.transaction().execute((tx) => enqueue(tx, items, now));
const drain = async () => {
  while (await drainOnce(runtime(), parts));
};
const sent = () => posted.map(({ body }) => body);
const states = async (object = 'one') =>
  (await rowsOf(database.db, object)).map(({ item, state }) => `${item} ${state}`);

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.db.deleteFrom('deliveries').execute();
  await database.db.deleteFrom('lanes').execute();
  posted = [];
  gone = [];
  answer = async () => ok;
  prepare = (row) => ({ send: row.item });
});

describe('the ledger', () => {
  it('sends nothing of a transaction that did not happen', async () => {
    const failed = database.db.transaction().execute(async (tx) => {
      await enqueue(tx, [thing('a', 'maguey.example')], now);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await drain();
    expect(sent()).toEqual([]);
  });

  it('keeps order per recipient and object, through a failure in between', async () => {
    await put(
      thing('a', 'maguey.example'),
      thing('b', 'maguey.example'),
      thing('x', 'maguey.example', { object: 'two' }),
    );
    answer = async (_inbox, body) => (body === 'a' && posted.length < 2 ? status(500) : ok);
    await drain();
    expect(sent()).toEqual(['a', 'x']);
    later(3600);
    await drain();
    expect(sent()).toEqual(['a', 'x', 'a', 'b']);
  });

  it('holds back what is put behind a row that waits', async () => {
    answer = async () => status(500);
    await put(thing('a', 'maguey.example'));
    await drain();
    await put(thing('b', 'maguey.example'));
    await drain();
    expect(sent()).toEqual(['a']);
    answer = async () => ok;
    later(3600);
    await drain();
    expect(sent()).toEqual(['a', 'a', 'b']);
  });

  it('does not let a host that is away slow another, nor try it more often because more is waiting', async () => {
    answer = async (inbox) => (inbox.includes('away') ? { kind: 'unreachable' } : ok);
    for (let one = 0; one < 5; one++) await put(thing(`away-${one}`, 'away.example', { object: `o${one}` }));
    for (let one = 0; one < 5; one++) await put(thing(`here-${one}`, 'here.example', { object: `o${one}` }));
    await drain();
    expect(sent().filter((body) => body.startsWith('here'))).toHaveLength(5);
    expect(sent().filter((body) => body.startsWith('away'))).toHaveLength(1);
    await put(thing('away-more', 'away.example', { object: 'o9' }));
    await drain();
    expect(sent().filter((body) => body.startsWith('away'))).toHaveLength(1);
    answer = async () => ok;
    later(3600);
    await drain();
    expect(sent().filter((body) => body.startsWith('away'))).toHaveLength(7);
  });

  it('cancels what is unsent when it is to be erased, and sends the erase alone', async () => {
    await put(thing('a', 'maguey.example'), thing('b', 'hawthorn.example'));
    await put(
      thing('erase-a', 'maguey.example', { lane: 'erase' }),
      thing('erase-b', 'hawthorn.example', { lane: 'erase' }),
    );
    await drain();
    expect(sent().sort()).toEqual(['erase-a', 'erase-b']);
    expect((await states()).sort()).toEqual(['a cancelled', 'b cancelled', 'erase-a sent', 'erase-b sent']);
  });

  it('lets an erase wait for what is being sent, and follow it', async () => {
    let answered = (_outcome: Outcome) => {};
    answer = (_inbox, body) =>
      body === 'a'
        ? new Promise((resolve) => {
            answered = resolve;
          })
        : Promise.resolve(ok);
    await put(thing('a', 'maguey.example'));
    const first = drainOnce(runtime(), parts);
    while (posted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await put(thing('erase', 'maguey.example', { lane: 'erase' }));
    await drainOnce(runtime(), parts);
    expect(sent()).toEqual(['a']);
    answered(ok);
    await first;
    later(2);
    await drain();
    expect(sent()).toEqual(['a', 'erase']);
  });

  it('does not let an erase wait for hours behind what failed while it was being erased', async () => {
    let answered = (_outcome: Outcome) => {};
    answer = () =>
      new Promise((resolve) => {
        answered = resolve;
      });
    await put(thing('a', 'maguey.example'));
    // A host that was away often: its ordinary lane waits half a day after the next failure.
    await database.db.updateTable('lanes').set({ fails: 20 }).execute();
    const first = drainOnce(runtime(), parts);
    while (posted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await put(thing('erase', 'maguey.example', { lane: 'erase' }));
    answered({ kind: 'unreachable' });
    await first;
    answer = async () => ok;
    later(2);
    await drain();
    expect(sent()).toEqual(['a', 'erase']);
    expect(await states()).toEqual(['a cancelled', 'erase sent']);
  });

  it('sends an erase before an earlier row that is due again later', async () => {
    await put(thing('a', 'maguey.example'));
    await put(thing('erase', 'maguey.example', { lane: 'erase' }));
    // Settled and erased in the same moment by two connections: neither saw the other.
    const again = new Date(now.getTime() + 12 * 3_600_000);
    await database.db.updateTable('deliveries').set({ state: 'due', next_at: again }).where('item', '=', 'a').execute();
    await drain();
    expect(sent()).toEqual(['erase']);
  });

  it('sends again what a killed worker held, unless an erase stands behind it', async () => {
    for (const [item, object] of [
      ['kept', 'one'],
      ['erased', 'two'],
    ] as const)
      await put(thing(item, 'maguey.example', { object }));
    // A worker that died after marking both.
    await database.db
      .updateTable('deliveries')
      .set({ state: 'sending', lease: new Date(now.getTime() + 20_000), attempts: 1 })
      .execute();
    await database.db
      .updateTable('lanes')
      .set({ lease: new Date(now.getTime() + 25_000) })
      .execute();
    await put(thing('erase', 'maguey.example', { object: 'two', lane: 'erase' }));
    await drain();
    expect(sent()).toEqual([]);
    later(30);
    await drain();
    later(2);
    await drain();
    expect(sent().sort()).toEqual(['erase', 'kept']);
    expect(await states('two')).toEqual(['erased cancelled', 'erase sent']);
  });

  it('asks the room again at send time: cancelled or made to wait, nothing is posted', async () => {
    prepare = (row) =>
      row.item === 'no' ? { cancel: 'withdrawn' } : { wait: new Date(now.getTime() + 60_000), because: 'paused' };
    await put(thing('no', 'maguey.example'), thing('not-yet', 'maguey.example', { object: 'two' }));
    await drain();
    expect(sent()).toEqual([]);
    expect(await states()).toEqual(['no cancelled']);
    prepare = (row) => ({ send: row.item });
    later(61);
    await drain();
    expect(sent()).toEqual(['not-yet']);
  });

  it('forgets a follower whose inbox is gone, and keeps a peer that is', async () => {
    answer = async () => status(410);
    await put(thing('a', 'lu.example', { recipient: to('lu.example', 'follower') }), thing('b', 'maguey.example'));
    await drain();
    expect(gone).toEqual(['https://lu.example/actor']);
    expect((await states()).sort()).toEqual(['a failed', 'b failed']);
  });

  it('gives up an ordinary item of a peer after thirty days, and says so', async () => {
    answer = async () => ({ kind: 'unreachable' });
    await put(thing('a', 'maguey.example'));
    for (let day = 0; day < 62; day++) {
      await drain();
      later(12 * 3600);
    }
    expect(await states()).toEqual(['a failed']);
    now = new Date('2026-11-22T12:00:00Z');
  });

  it("keeps a drop's token until its receipt, and no longer", async () => {
    await put(thing('a', 'maguey.example', { kind: 'drop', lane: 'erase', token: 'secret-token' }));
    await drain();
    const [row] = await rowsOf(database.db, 'one');
    expect(row).toMatchObject({ state: 'sent', token: 'secret-token' });
    const found = { object: 'one', recipient: to('maguey.example').actor, lane: 'erase' as const };
    expect(await acknowledgeRow(database.db, found, 'deleted', now)).toBe(true);
    expect((await rowsOf(database.db, 'one'))[0]).toMatchObject({ token: null, acknowledged: 'deleted' });
    expect(
      await acknowledgeRow(database.db, { ...found, recipient: to('hawthorn.example').actor }, 'deleted', now),
    ).toBe(false);
  });

  it('shows a late `stored` no later than `opened`', async () => {
    await put(thing('a', 'maguey.example'));
    await drain();
    const found = { object: 'one', recipient: to('maguey.example').actor, lane: 'ordinary' as const };
    for (const event of ['opened', 'stored']) await acknowledgeRow(database.db, found, event, now);
    expect((await rowsOf(database.db, 'one'))[0]?.acknowledged).toBe('opened');
  });

  it('forgets settled rows of a kind after their time, and never what is still to go', async () => {
    await put(
      thing('sent', 'maguey.example'),
      thing('kept', 'maguey.example', { object: 'two', kind: 'drop', token: 't' }),
    );
    await drain();
    await put(thing('due', 'away.example'));
    await pruneSettled(database.db, ['thing'], new Date(now.getTime() + 1000));
    expect(await states()).toEqual(['due due']);
    expect(await states('two')).toEqual(['kept sent']);
  });

  it('is woken after a commit and does not wait for the next round', async () => {
    const worker = startWorker(runtime(), parts);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await put(thing('a', 'maguey.example'));
    worker.wake();
    const began = Date.now();
    while (posted.length === 0 && Date.now() - began < 10_000) await new Promise((resolve) => setTimeout(resolve, 10));
    await worker[Symbol.asyncDispose]();
    expect(sent()).toEqual(['a']);
    expect(await states()).toEqual(['a sent']);
  });
});
