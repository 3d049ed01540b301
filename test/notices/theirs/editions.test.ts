import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Header } from '../../../schemas/delivery.ts';
import { openNotice } from '../../../src/client/alerts/open-notice.ts';
import { receiptObject } from '../../../src/deliveries/objects.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { sweep } from '../../../src/notices/sweep.ts';
import { dropByToken } from '../../../src/notices/theirs/drop.ts';
import { type Looked, noteFailed, noteOpened } from '../../../src/notices/theirs/findings.ts';
import { putList } from '../../../src/notices/theirs/list-store.ts';
import { editionOf } from '../../../src/notices/theirs/store.ts';
import { b64u, random, randomId, timeOf } from '../../../src/protocol/encoding.ts';
import { dropTokenOf } from '../../../src/protocol/secrets.ts';
import { deskOf, type Office, openOffice } from '../../client-alerts/office.ts';
import { collective, type Shared, sealUnchecked, shareAlert } from '../../protocol/cast.ts';
import { handInBy, proofFor, sealedFor, withdrawBy } from '../granted.ts';
import { type House, know, later, openHouse, settleMail } from '../houses.ts';
import { editionsHere } from '../standing.ts';

let ceiba: House;
let maguey: House;
let desk: Office;

beforeAll(async () => {
  const opened = ['ceiba', 'maguey'].map(async (name) => openHouse(await collective(name)));
  [ceiba, maguey] = (await Promise.all(opened)) as [House, House];
  await know(ceiba, maguey.own);
  await know(maguey, ceiba.own);
  desk = await openOffice(maguey);
});
afterAll(async () => {
  await ceiba[Symbol.asyncDispose]();
  await maguey[Symbol.asyncDispose]();
});

/** Brings these bytes with a valid signature of Ceiba's server. */
const bring = (header: Header, body: string) =>
  receiveDelivery(maguey.runtime, {
    peer: ceiba.own.id,
    actor: ceiba.actor,
    activity: `${ceiba.runtime.origin}/activities/${randomId()}`,
    delivery: { header, body },
  });
/** One alert as another edition, sealed by Ceiba's people. */
const edition = async ({ header, alert, consent }: Shared, number: number) =>
  sealUnchecked({ ...header, edition: number }, [alert, consent], maguey.own.box.recipient);
/** What Ceiba's server alone can make: bytes that no client opens, under a header it likes. */
const rubbish = (header: Header, changes: Partial<Header>) => bring({ ...header, ...changes }, b64u(random(4096)));

const held = (delivery: string) => editionsHere(maguey, delivery);
const states = async (delivery: string) => (await held(delivery)).map((row) => `${row.edition} ${row.state}`);
const looked = async (delivery: string, number: number): Promise<Looked> => {
  const { cipher } = (await held(delivery)).find((row) => row.edition === number)!;
  return { peer: ceiba.own.id, delivery, edition: number, cipher };
};
const told = async (delivery: string) => {
  const rows = maguey.runtime.db
    .selectFrom('deliveries')
    .select('receipt_event')
    .where('object', '=', receiptObject(delivery));
  return (await rows.orderBy('id').execute()).map(({ receipt_event }) => receipt_event);
};
const tombstones = async (delivery: string) => {
  const rows = maguey.runtime.db.selectFrom('tombstones').select('ending').where('delivery', '=', delivery);
  return (await rows.execute()).map(({ ending }) => ending);
};
const member = (name: string) => maguey.own.people[name]!.member;
const opened = async (delivery: string, number: number, name = 'rosa') =>
  noteOpened(maguey.runtime, member(name), { ...(await looked(delivery, number)), version: 1 });
const failed = async (delivery: string, number: number, name: string, code: 'bundle' | 'unseal' | 'no-consent') =>
  noteFailed(maguey.runtime, member(name), { ...(await looked(delivery, number)), code, early: false });

/** An alert of Ceiba that a client of Maguey accepted. */
async function accepted(): Promise<Shared> {
  const shared = shareAlert(ceiba.own, maguey.own);
  const { header, body } = await edition(shared, 1);
  expect(await bring(header, body)).toEqual({ status: 202, code: null });
  await opened(header.delivery, 1);
  return shared;
}

test('a later edition waits beside the accepted one, which goes when a client accepts the later', async () => {
  const shared = await accepted();
  const { delivery } = shared.header;
  const second = await edition(shared, 2);
  expect(await bring(second.header, second.body)).toEqual({ status: 202, code: null });
  expect(await states(delivery)).toEqual(['1 verified', '2 quarantined']);
  expect(await bring(second.header, second.body)).toEqual({ status: 202, code: 'replay' });
  await opened(delivery, 2);
  expect(await states(delivery)).toEqual(['2 verified']);
  expect(await told(delivery)).toEqual(['stored', 'opened', 'stored', 'opened']);
  expect(await bring({ ...second.header, edition: 1 }, second.body)).toEqual({ status: 409, code: 'edition-rollback' });
});

test('of what waits beside the accepted one only the latest is kept, and nothing later takes another commitment', async () => {
  const shared = await accepted();
  const { header } = shared;
  for (const number of [2, 3])
    expect((await bring((await edition(shared, number)).header, b64u(random(64)))).status).toBe(202);
  expect(await states(header.delivery)).toEqual(['1 verified', '3 quarantined']);
  expect(await rubbish(header, { edition: 2 })).toEqual({ status: 409, code: 'edition-rollback' });
  expect(await rubbish(header, { edition: 1 })).toEqual({ status: 409, code: 'delivery-reuse' });
  const otherCommit = shareAlert(ceiba.own, maguey.own).header.dropCommit;
  expect(await rubbish(header, { edition: 4, dropCommit: otherCommit })).toEqual({
    status: 409,
    code: 'delivery-reuse',
  });
  expect(await states(header.delivery)).toEqual(['1 verified', '3 quarantined']);
});

test('rubbish under the highest number stays beside: the accepted one is read on, and the next honest edition takes its place', async () => {
  const shared = await accepted();
  const { header } = shared;
  const { delivery } = header;
  expect(await rubbish(header, { edition: 1_000_000 })).toEqual({ status: 202, code: null });
  const next = await edition(shared, 2);
  // Nobody has looked yet: the sender is told, and seals again once somebody has.
  expect(await bring(next.header, next.body)).toEqual({ status: 409, code: 'edition-rollback' });

  const shown = await openNotice(deskOf(desk, 'marisol'), ceiba.own.id, delivery);
  expect(shown).toMatchObject({ kind: 'alert', later: 'unseal', opened: { alert: { type: 'alert' } } });
  expect(await states(delivery)).toEqual(['1 verified', '1000000 unopenable']);
  expect(await told(delivery)).toEqual(['stored', 'opened', 'stored', 'unopenable']);

  expect(await bring(next.header, next.body)).toEqual({ status: 202, code: null });
  expect(await states(delivery)).toEqual(['1 verified', '2 quarantined']);
  expect(await openNotice(deskOf(desk, 'rosa'), ceiba.own.id, delivery)).toMatchObject({ later: null });
  expect(await states(delivery)).toEqual(['2 verified']);
});

test('an edition that fails its check is purged alone: no tombstone, and the issuer never reads "deleted"', async () => {
  const shared = await accepted();
  const { delivery } = shared.header;
  // The very bytes of the accepted one under another number: a report must not land on that.
  const first = await editionOf(maguey.runtime.db, { peer: ceiba.own.id, delivery, edition: 1 });
  expect((await bring({ ...shared.header, edition: 2 }, first!.body)).status).toBe(202);
  await failed(delivery, 2, 'rosa', 'bundle');
  expect(await states(delivery)).toEqual(['1 verified', '2 failed']);
  expect(await failed(delivery, 2, 'tono', 'bundle')).toEqual({ state: 'purged' });
  expect(await states(delivery)).toEqual(['1 verified']);
  expect(await tombstones(delivery)).toEqual([]);
  // Of the same bytes "stored" waits to be said already.
  expect(await told(delivery)).toEqual(['stored', 'opened', 'unopenable']);
});

test('an accepted edition that one client reports is not given up for what comes after', async () => {
  const { header } = await accepted();
  const { delivery } = header;
  await failed(delivery, 1, 'tono', 'bundle');
  expect((await rubbish(header, { edition: 2 })).status).toBe(202);
  expect(await states(delivery)).toEqual(['1 failed', '2 quarantined']);
  await opened(delivery, 1, 'marisol');
  expect(await states(delivery)).toEqual(['1 verified', '2 quarantined']);
});

test('a withdrawal of two editions leaves nothing of either, at both houses', async () => {
  const given = await sealedFor(ceiba, maguey.own);
  await handInBy(ceiba, given);
  await settleMail([ceiba, maguey]);
  const { delivery } = given.shared.header;
  await opened(delivery, 1);
  const header = { ...given.shared.header, edition: 2 };
  const renewed = await sealedFor(ceiba, maguey.own, {
    shared: { ...given.shared, header },
    draft: given.handedIn.draft,
  });
  await handInBy(ceiba, renewed);
  await settleMail([ceiba, maguey]);
  expect(await states(delivery)).toEqual(['1 verified', '2 quarantined']);
  await withdrawBy(ceiba, given);
  await settleMail([ceiba, maguey]);
  expect(await held(delivery)).toEqual([]);
  expect(await tombstones(delivery)).toEqual(['withdrawn']);
  const copies = ceiba.runtime.db.selectFrom('outgoing').select('delivery').where('delivery', '=', delivery);
  expect(await copies.execute()).toEqual([]);
  const { state, acknowledged } = await ceiba.runtime.db
    .selectFrom('deliveries')
    .select(['state', 'acknowledged'])
    .where('item', '=', delivery)
    .where('kind', '=', 'drop')
    .executeTakeFirstOrThrow();
  expect({ state, acknowledged }).toEqual({ state: 'sent', acknowledged: 'deleted' });
  for (const number of [1, 2, 3]) {
    const late = await edition(given.shared, number);
    expect(await bring(late.header, late.body)).toEqual({ status: 409, code: 'tombstone' });
  }
});

test('a drop by the slip and the person’s sealed withdrawal each erase both editions', async () => {
  const [slip, word] = [await accepted(), await accepted()];
  for (const { header } of [slip, word]) await rubbish(header, { edition: 2 });
  const token = b64u(dropTokenOf(slip.secret, slip.header.delivery));
  await dropByToken(maguey.runtime, { delivery: slip.header.delivery, token });
  expect(await held(slip.header.delivery)).toEqual([]);
  expect((await told(slip.header.delivery)).filter((event) => event === 'deleted')).toHaveLength(1);

  const { notice } = await proofFor(ceiba, { shared: word, to: maguey.own });
  await bring(notice!.header, notice!.body);
  for (const [name, left] of [
    ['rosa', ['1 failed', '2 failed']],
    ['tono', []],
  ] as const) {
    await openNotice(deskOf(desk, name), ceiba.own.id, notice!.header.delivery);
    expect(await states(word.header.delivery)).toEqual(left);
  }
  expect(await tombstones(word.header.delivery)).toEqual(['withdrawn']);
});

/** Ceiba’s care team is still there. */
const heard = () => {
  const now = maguey.runtime.clock.now();
  const list = { peer: ceiba.own.id, id: 'a list', envelope: '{}', issued: now, next_by: now, received: now };
  return maguey.runtime.db.transaction().execute((tx) => putList(tx, list));
};

test('an erasure and a later edition at the same moment leave nothing', async () => {
  for (let round = 0; round < 5; round++) {
    const shared = await accepted();
    const { delivery } = shared.header;
    const second = await edition(shared, 2);
    const token = b64u(dropTokenOf(shared.secret, delivery));
    const both = [dropByToken(maguey.runtime, { delivery, token }), bring(second.header, second.body)];
    await Promise.all(round % 2 ? both : both.reverse());
    expect(await held(delivery)).toEqual([]);
    expect(await tombstones(delivery)).toEqual(['withdrawn']);
  }
});

test('each edition ends with its own day, and the item with the last', async () => {
  const [shortened, renewed] = [await accepted(), await accepted()];
  const week = timeOf(new Date('2026-11-30T00:00:00Z'));
  await rubbish(shortened.header, { edition: 2, dropAfter: week });
  const extended = await edition({ ...renewed, header: { ...renewed.header, dropAfter: '2027-06-07T00:00:00Z' } }, 2);
  await bring(extended.header, extended.body);
  later([ceiba, maguey], 10);
  await heard();
  await sweep(maguey.runtime);
  expect(await states(shortened.header.delivery)).toEqual(['1 verified']);
  expect(await tombstones(shortened.header.delivery)).toEqual([]);
  later([ceiba, maguey], 80);
  await sweep(maguey.runtime);
  expect(await held(shortened.header.delivery)).toEqual([]);
  expect(await tombstones(shortened.header.delivery)).toEqual(['expired']);
  expect(await states(renewed.header.delivery)).toEqual(['2 quarantined']);
  later([ceiba, maguey], 120);
  await sweep(maguey.runtime);
  expect(await held(renewed.header.delivery)).toEqual([]);
  expect(await tombstones(renewed.header.delivery)).toEqual(['expired']);
  expect((await told(renewed.header.delivery)).filter((event) => event === 'deleted')).toHaveLength(1);
});
