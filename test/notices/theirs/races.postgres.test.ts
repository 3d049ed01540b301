import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Header } from '../../../schemas/delivery.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { dropByToken } from '../../../src/notices/theirs/drop.ts';
import { type Looked, noteFailed, noteOpened } from '../../../src/notices/theirs/findings.ts';
import { b64u, randomId, timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope } from '../../../src/protocol/envelope.ts';
import { dropTokenOf } from '../../../src/protocol/secrets.ts';
import { collective, type Shared, sealUnchecked, shareAlert, signedBy } from '../../protocol/cast.ts';
import { type House, know, openHouse } from '../houses.ts';
import { editionsHere } from '../standing.ts';

/*
 * Two things that happen to one item at once, on a server that lets them; and a connection that dies between two
 * writes.
 */

let maguey: House;
const ceiba = await collective('ceiba');

beforeAll(async () => {
  maguey = await openHouse(await collective('maguey'));
  await know(maguey, ceiba);
});
afterAll(() => maguey[Symbol.asyncDispose]());

const bring = (header: Header, body: string | Envelope) =>
  receiveDelivery(maguey.runtime, {
    peer: ceiba.id,
    actor: 'https://ceiba.test/actor',
    activity: `https://ceiba.test/activities/${randomId()}`,
    delivery: { header, body },
  });

const sealed = async (shared: Shared) =>
  (await sealUnchecked(shared.header, [shared.alert, shared.consent], maguey.own.box.recipient)).body;

async function arrived(): Promise<{ shared: Shared; looked: Looked }> {
  const shared = shareAlert(ceiba, maguey.own);
  expect((await bring(shared.header, await sealed(shared))).status).toBe(202);
  const { delivery } = shared.header;
  const { cipher } = (await editionsHere(maguey, delivery))[0]!;
  return { shared, looked: { peer: ceiba.id, delivery, edition: 1, cipher } };
}

const member = (name: string) => maguey.own.people[name]!.member;
const failed = (looked: Looked, name: string) =>
  noteFailed(maguey.runtime, member(name), { ...looked, code: 'signature', early: false });
const endings = async (delivery: string) => {
  const found = maguey.runtime.db.selectFrom('tombstones').select('ending').where('delivery', '=', delivery);
  return (await found.execute()).map(({ ending }) => ending);
};
const leftOf = async (delivery: string) => {
  const counts: number[] = [];
  for (const table of ['incoming', 'incoming_facts', 'incoming_reports'] as const)
    counts.push(
      (await maguey.runtime.db.selectFrom(table).where('delivery', '=', delivery).select('peer').execute()).length,
    );
  return counts;
};

test('of two members who find the same at once, the second erases it', async () => {
  for (let round = 0; round < 5; round++) {
    const { looked } = await arrived();
    const states = await Promise.all(['rosa', 'tono'].map((name) => failed(looked, name)));
    expect(states.map(({ state }) => state).sort()).toEqual(['failed', 'purged']);
    expect([await leftOf(looked.delivery), await endings(looked.delivery)]).toEqual([[0, 0, 0], ['failed']]);
  }
});

test('a pass and a drop at once leave nothing', async () => {
  for (let round = 0; round < 5; round++) {
    const { shared, looked } = await arrived();
    const { delivery } = looked;
    const token = b64u(dropTokenOf(shared.secret, delivery));
    const both = [
      () => noteOpened(maguey.runtime, member('rosa'), { ...looked, version: 1 }),
      () => failed(looked, 'tono'),
      () => dropByToken(maguey.runtime, { delivery, token }),
    ];
    await Promise.allSettled((round % 2 ? both : both.toReversed()).map((one) => one()));
    expect([await leftOf(delivery), await endings(delivery)]).toEqual([[0, 0, 0], ['withdrawn']]);
  }
});

test('a recall and what it recalls, at once, leave nothing, and nothing comes after', async () => {
  for (let round = 0; round < 5; round++) {
    const shared = shareAlert(ceiba, maguey.own);
    const [{ header }, body] = [shared, await sealed(shared)];
    const fields = { issuer: ceiba.id, audience: maguey.own.id, deliveries: [header.delivery] };
    const draft = draftEnvelope('recall', { type: 'recall', ...fields, at: timeOf(maguey.clock.time) });
    const recall = signedBy(draft, ceiba.people.rosa!, ceiba.people.marisol!);
    const bare: Header = { ...header, kind: 'recall', delivery: randomId(), dropCommit: null, dropAfter: null };
    const both = [() => bring(header, body), () => bring(bare, recall)];
    await Promise.all((round % 2 ? both : both.toReversed()).map((one) => one()));
    expect([await leftOf(header.delivery), await endings(header.delivery)]).toEqual([[0, 0, 0], ['withdrawn']]);
    expect(await bring(header, body)).toEqual({ status: 409, code: 'tombstone' });
  }
});

test('a connection that dies before the end of it leaves the item as it was', async () => {
  const { looked } = await arrived();
  await failed(looked, 'rosa');
  const before = await editionsHere(maguey, looked.delivery);
  const { db } = maguey.runtime;
  const broken = await db.transaction().execute(async (tx) => {
    // The record's head is locked last: whoever waits for it has written everything else.
    await tx.selectFrom('record_head').selectAll().forUpdate().execute();
    const second = failed(looked, 'tono').then(
      () => 'done',
      () => 'broken',
    );
    for (let killed = 0; killed === 0; ) {
      const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(tx);
      killed = rows.length;
    }
    return second;
  });
  expect(broken).toBe('broken');
  expect(await editionsHere(maguey, looked.delivery)).toEqual(before);
  expect(await endings(looked.delivery)).toEqual([]);
  expect(await failed(looked, 'tono')).toEqual({ state: 'purged' });
});
