import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerRow } from '../../../src/deliveries/enqueue.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { lookAt, storeNew } from '../../../src/notices/theirs/arrival-store.ts';
import { type Arrived, storeAtOnce } from '../../../src/notices/theirs/arrive.ts';
import { receiptFor } from '../../../src/notices/theirs/receipts.ts';
import { editionOf } from '../../../src/notices/theirs/store.ts';
import { lockAndCount } from '../../../src/peers/store.ts';
import { cipherOf } from '../../../src/protocol/delivery.ts';
import { b64u, random, randomId, timeOf } from '../../../src/protocol/encoding.ts';
import { type RecordRow, verifyRows } from '../../../src/protocol/record-chain.ts';
import { hashedAround } from '../../../src/record/store.ts';
import { collective, sealUnchecked, shareAlert } from '../../protocol/cast.ts';
import { type House, know, openHouse } from '../houses.ts';

let ceiba: House;
let maguey: House;

beforeAll(async () => {
  const opened = ['ceiba', 'maguey'].map(async (name) => openHouse(await collective(name)));
  [ceiba, maguey] = (await Promise.all(opened)) as [House, House];
  await know(maguey, ceiba.own);
  // The first of a peer is judged under the lock: this process has not read its standing yet.
  await receiveDelivery(maguey.runtime, await arriving());
});
afterAll(async () => {
  await ceiba[Symbol.asyncDispose]();
  await maguey[Symbol.asyncDispose]();
});

/** One more alert of Ceiba, as it arrives. */
async function arriving(): Promise<Arrived> {
  const { header, alert, consent } = shareAlert(ceiba.own, maguey.own);
  const delivery = await sealUnchecked(header, [alert, consent], maguey.own.box.recipient);
  const activity = `${ceiba.runtime.origin}/activities/${randomId()}`;
  return { peer: ceiba.own.id, actor: ceiba.actor, activity, delivery };
}

const db = () => maguey.runtime.db;
const counts = async (): Promise<Record<string, number>> => {
  const tables = ['incoming', 'deliveries', 'record'] as const;
  const all: Record<string, number> = {};
  for (const table of tables) {
    const count = db()
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<string>().as('count'));
    all[table] = Number((await count.executeTakeFirstOrThrow()).count);
  }
  const head = await db().selectFrom('record_head').select('seq').executeTakeFirstOrThrow();
  return { ...all, head: head.seq };
};
const recordHolds = async () => {
  const rows = await db().selectFrom('record').selectAll().orderBy('seq').execute();
  return verifyRows(rows.map((row): RecordRow => ({ ...row, at: timeOf(row.at) }))).ok;
};

/** Everything that an arrival leaves behind, without the ids that differ from one to the next. */
async function left({ delivery: sent }: Arrived) {
  const { header } = sent;
  const { delivery } = header;
  const { peer } = await db()
    .selectFrom('incoming')
    .select('peer')
    .where('delivery', '=', delivery)
    .executeTakeFirstOrThrow();
  const item = await editionOf(db(), { peer, delivery, edition: 1 });
  const receipts = db().selectFrom('deliveries').selectAll().where('object', '=', `receipt:${delivery}`);
  const said = await receipts.execute();
  const done = await db()
    .selectFrom('record')
    .select(['actor', 'action', 'at'])
    .where('subject', '=', delivery)
    .execute();
  const { header: kept, body, cipher, drop_commit, delivery: _id, ...facts } = item!;
  expect({ kept: JSON.parse(kept), body, cipher, drop_commit }).toEqual({
    kept: header,
    body: sent.body,
    cipher: cipherOf(body),
    drop_commit: header.dropCommit,
  });
  const ledger = said.map(({ id: _row, object: _object, item, receipt_cipher: of, ...row }) => {
    expect({ item, of }).toEqual({ item: delivery, of: cipher });
    return row;
  });
  return { facts, ledger, done };
}

test('the quick way leaves exactly what the careful way leaves', async () => {
  const [quick, careful] = [await arriving(), await arriving()];
  // A drop that committed to another token stands in the way: this one needs the lock.
  const stone = { direction: 'in', peer: ceiba.own.id, ending: 'pending', ended: maguey.clock.time } as const;
  const other = { drop_commit: b64u(random(32)), locator_hash: null, drop_after: null };
  await db()
    .insertInto('tombstones')
    .values({ ...stone, ...other, delivery: careful.delivery.header.delivery })
    .execute();
  expect(await storeAtOnce(maguey.runtime, careful)).toBe(false);
  for (const arrived of [quick, careful])
    expect(await receiveDelivery(maguey.runtime, arrived)).toEqual({ status: 202, code: null });
  expect(await left(quick)).toEqual(await left(careful));
  expect(await recordHolds()).toBe(true);
});

test('what was looked at before the peer’s revision moved is not written, not in part either', async () => {
  const { delivery, peer } = await arriving();
  const { header, body } = delivery;
  if (typeof body !== 'string') throw new Error('an alert is sealed');
  const now = maguey.clock.time;
  const seen = (await lookAt(db(), peer, header.delivery))!;
  const { delivery: id, edition, kind, dropCommit: drop_commit } = header;
  const entry = { at: timeOf(now), actor: `peer:${peer}`, action: 'notice.stored', subject: id };
  const bytes = { header: JSON.stringify(header), body, cipher: cipherOf(body), drop_commit, drop_after: now };
  const write = (revision: string) =>
    storeNew(
      db(),
      {
        revision,
        incoming: { peer, delivery: id, edition, kind, ...bytes },
        receipt: ledgerRow(receiptFor(seen, { delivery: id, cipher: bytes.cipher, event: 'stored' }), now),
        entry: { ...entry, ...hashedAround(entry) },
      },
      now,
    );
  const before = await counts();
  await db()
    .transaction()
    .execute((tx) => lockAndCount(tx, peer));
  expect(await write(seen.revision)).toBeNull();
  expect(await counts()).toEqual(before);
  const again = (await lookAt(db(), peer, id))!;
  expect(await write(again.revision)).not.toBeNull();
  expect(await counts()).toEqual(
    Object.fromEntries(Object.entries(before).map(([table, count]) => [table, count + 1])),
  );
  expect(await recordHolds()).toBe(true);
});

test('many at once are each stored once, in one record without a fork', async () => {
  const many = await Promise.all(Array.from({ length: 12 }, arriving));
  const before = await counts();
  const answers = await Promise.all([...many, ...many].map((one) => receiveDelivery(maguey.runtime, one)));
  expect(answers.map(({ code }) => code).sort()).toEqual([...many.map(() => null), ...many.map(() => 'replay')].sort());
  const after = await counts();
  expect(after.incoming! - before.incoming!).toBe(many.length);
  expect(after.deliveries! - before.deliveries!).toBe(many.length);
  expect(await recordHolds()).toBe(true);
});

test('two that do not wait for each other: what finds the revision moved steps back and is judged again', async () => {
  const many = await Promise.all(Array.from({ length: 8 }, arriving));
  const before = await counts();
  const stored = await Promise.all(many.map((one) => storeAtOnce(maguey.runtime, one)));
  expect((await counts()).incoming! - before.incoming!).toBe(stored.filter(Boolean).length);
  expect(stored.some(Boolean)).toBe(true);
  for (const one of many) await receiveDelivery(maguey.runtime, one);
  expect((await counts()).incoming! - before.incoming!).toBe(many.length);
  expect(await recordHolds()).toBe(true);
});

test('whatever is not new and plain is left to the careful way, and nothing is kept of it', async () => {
  const plain = await arriving();
  const { header, body } = plain.delivery;
  const changed = (changes: object) => ({ ...plain, delivery: { header: { ...header, ...changes }, body } });
  const before = await counts();
  for (const one of [
    { ...plain, actor: 'https://elsewhere.test/actor' },
    { ...plain, peer: maguey.own.id },
    changed({ to: ceiba.own.id }),
    changed({ from: maguey.own.id }),
    changed({ v: 2 }),
    changed({ kind: 'process-status' }),
    changed({ dropAfter: '2026-11-16T00:00:00Z' }),
    changed({ kind: 'drop', dropCommit: null, dropAfter: null }),
  ] as Arrived[])
    expect(await storeAtOnce(maguey.runtime, one)).toBe(false);
  const state = (to: 'paused' | 'trusted') =>
    db().updateTable('peers').set({ state: to }).where('peer', '=', ceiba.own.id).execute();
  await state('paused');
  expect(await storeAtOnce(maguey.runtime, plain)).toBe(false);
  await state('trusted');
  expect(await counts()).toEqual(before);
  expect(await storeAtOnce(maguey.runtime, plain)).toBe(true);
  expect(await storeAtOnce(maguey.runtime, plain)).toBe(false);
});
