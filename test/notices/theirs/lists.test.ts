import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeliveryKind, Header } from '../../../schemas/delivery.ts';
import { receiptObject } from '../../../src/deliveries/objects.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { sweep } from '../../../src/notices/sweep.ts';
import { noteOpened } from '../../../src/notices/theirs/findings.ts';
import { incomingList, incomingOf } from '../../../src/notices/theirs/listed.ts';
import { setPeerState } from '../../../src/peers/store.ts';
import { daysAfter } from '../../../src/protocol/calendar.ts';
import { randomId, timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope } from '../../../src/protocol/envelope.ts';
import {
  type Collective,
  collective,
  refOf,
  type Shared,
  sealUnchecked,
  shareAlert,
  signedBy,
} from '../../protocol/cast.ts';
import { type House, know, later, openHouse } from '../houses.ts';
import { editionsHere } from '../standing.ts';

const ceiba = await collective('ceiba');
const own = await collective('maguey');
const origin = 'https://ceiba.test';
let maguey: House;

beforeEach(async () => {
  maguey = await openHouse(own);
  await know(maguey, ceiba);
});
afterEach(() => maguey[Symbol.asyncDispose]());

const bring = (header: Header, body: string | Envelope) => {
  const activity = `${origin}/activities/${randomId()}`;
  return receiveDelivery(maguey.runtime, {
    peer: ceiba.id,
    actor: `${origin}/actor`,
    activity,
    delivery: { header, body },
  });
};

async function arrived(edition = 1, shared = shareAlert(ceiba, own, terms())): Promise<Shared> {
  const { header, body } = await sealUnchecked(
    { ...shared.header, edition },
    [shared.alert, shared.consent],
    own.box.recipient,
  );
  expect((await bring(header, body)).status).toBe(202);
  return shared;
}

const recorded = async (shared: Shared) => {
  const rows = maguey.runtime.db.selectFrom('record').select('action').where('subject', '=', idOf(shared));
  return (await rows.orderBy('seq').execute()).map(({ action }) => action);
};
const today = () => maguey.clock.time;
const terms = () => ({ terms: { notBefore: timeOf(today()), notAfter: timeOf(daysAfter(today(), 365)) } });

const clear = (kind: DeliveryKind, statement: Envelope) => {
  const ids = { delivery: randomId(), edition: 1, from: ceiba.id, to: own.id };
  return bring({ v: 1, kind, ...ids, dropCommit: null, dropAfter: null }, statement);
};

function list(deliveries: string[], { days = 0, by = ceiba, to = own.id } = {}) {
  const issued = daysAfter(today(), days);
  const dates = { issuedAt: timeOf(issued), nextBy: timeOf(daysAfter(issued, 30)) };
  const draft = draftEnvelope('live', {
    type: 'live',
    issuer: by.id,
    audience: to,
    ...dates,
    manifest: refOf(by.chain),
    deliveries,
  });
  return clear('live', signedBy(draft, by.people.rosa!));
}

function recall(deliveries: string[], ...people: string[]) {
  const fields = { issuer: ceiba.id, audience: own.id, deliveries, at: timeOf(today()) };
  const signers = people.map((name) => ceiba.people[name]!);
  return clear('recall', signedBy(draftEnvelope('recall', { type: 'recall', ...fields }), ...signers));
}

const idOf = ({ header }: Shared) => header.delivery;
const row = (shared: Shared) =>
  maguey.runtime.db.selectFrom('incoming').selectAll().where('delivery', '=', idOf(shared)).executeTakeFirst();
const seen = async (shared: Shared) =>
  (await incomingList(maguey.runtime.db, today())).listed.some(({ delivery }) => delivery === idOf(shared));
const ending = async (shared: Shared) => {
  const found = maguey.runtime.db.selectFrom('tombstones').select('ending').where('delivery', '=', idOf(shared));
  return (await found.executeTakeFirst())?.ending;
};
const told = async (delivery: string) => {
  const rows = maguey.runtime.db
    .selectFrom('deliveries')
    .select('receipt_event')
    .where('object', '=', receiptObject(delivery));
  return (await rows.orderBy('id').execute()).map(({ receipt_event }) => receipt_event);
};
const after = (days: number) => later([maguey], days);
const soon = 0.01;

// rows 36, 54 and 63
test('a list hides at once what it leaves out; a later one shows it again; what came since is untouched', async () => {
  const [kept, out] = [await arrived(), await arrived()];
  after(soon);
  expect(await list([idOf(kept)])).toEqual({ status: 202, code: null });
  const since = await arrived();
  expect([await seen(kept), await seen(out), await seen(since)]).toEqual([true, false, true]);
  expect(await row(out)).toBeDefined();
  const { peer } = (await row(out))!;
  expect(await incomingOf(maguey.runtime.db, { peer, delivery: idOf(out), edition: 1 }, today())).toBeUndefined();
  after(1);
  await list([idOf(kept), idOf(out)]);
  expect([await seen(kept), await seen(out), await seen(since)]).toEqual([true, true, false]);
  expect(await recorded(out)).toEqual(['notice.stored', 'notice.suspended', 'notice.restored']);
});

test('what lists leave out for 14 days is erased, and cannot come back', async () => {
  const out = await arrived();
  after(soon);
  await list([]);
  after(13.9);
  await list([]);
  await sweep(maguey.runtime);
  expect(await row(out)).toBeDefined();
  after(0.2);
  await sweep(maguey.runtime);
  expect(await row(out)).toBeUndefined();
  expect(await ending(out)).toBe('expired');
  expect(await told(idOf(out))).toEqual(['stored', 'deleted']);
  await list([idOf(out)]);
  const { body } = await sealUnchecked(out.header, [out.alert, out.consent], own.box.recipient);
  expect(await bring(out.header, body)).toMatchObject({ status: 409, code: 'tombstone' });
});

test('a list that is older, dated ahead, for somebody else, or signed by nobody who may, changes nothing', async () => {
  const kept = await arrived();
  after(1);
  await list([idOf(kept)]);
  expect(await list([], { days: -0.5 })).toEqual({ status: 202, code: null });
  expect(await list([], { days: 0.1 })).toEqual({ status: 400, code: 'live-future' });
  expect(await list([], { to: ceiba.id })).toEqual({ status: 400, code: 'live-audience' });
  const others: Collective = { ...ceiba, people: { rosa: own.people.rosa! } };
  expect(await list([], { by: others })).toEqual({ status: 401, code: 'signature' });
  expect(await seen(kept)).toBe(true);
});

test('another edition neither lifts a suspension nor makes an item younger', async () => {
  const out = await arrived();
  const { peer, cipher, received } = (await row(out))!;
  const looked = { peer, delivery: idOf(out), edition: 1, cipher, version: 1 };
  await noteOpened(maguey.runtime, own.people.rosa!.member, looked);
  after(soon);
  await list([]);
  after(1);
  await arrived(2, out);
  const second = (await editionsHere(maguey, idOf(out)))[1]!;
  expect(second).toMatchObject({ edition: 2, first_received: received });
  expect(second.suspended).not.toBeNull();
  await arrived(3, out);
  expect((await editionsHere(maguey, idOf(out)))[1]).toMatchObject({ edition: 3, first_received: received });
  expect(await seen(out)).toBe(false);
  after(13.5);
  await sweep(maguey.runtime);
  expect(await row(out)).toBeUndefined();
});

// row 37
test('what no list has renewed for 90 days is erased; one list gives it 90 more', async () => {
  const alone = await arrived();
  after(89);
  const held = await arrived();
  after(soon);
  await list([idOf(alone), idOf(held)]);
  after(2);
  await sweep(maguey.runtime);
  expect([await seen(alone), await seen(held)]).toEqual([true, true]);
  after(88.1);
  await sweep(maguey.runtime);
  expect([await ending(alone), await ending(held)]).toEqual(['expired', 'expired']);
});

test('a recall erases what is here, closes what has not come, and answers again for what is gone', async () => {
  const [here, gone] = [await arrived(), await arrived()];
  expect(await recall([idOf(gone)], 'rosa', 'marisol')).toEqual({ status: 202, code: null });
  const unseen = shareAlert(ceiba, own, terms());
  const all = [idOf(here), idOf(gone), idOf(unseen)];
  expect(await recall(all, 'rosa', 'marisol')).toEqual({ status: 202, code: null });
  expect([await ending(here), await ending(gone), await ending(unseen)]).toEqual(['withdrawn', 'withdrawn', 'pending']);
  expect(await told(idOf(here))).toEqual(['stored', 'deleted']);
  expect(await told(idOf(unseen))).toEqual(['deleted']);
  const { body } = await sealUnchecked(unseen.header, [unseen.alert, unseen.consent], own.box.recipient);
  expect(await bring(unseen.header, body)).toEqual({ status: 409, code: 'tombstone' });
  expect([await ending(unseen), await row(unseen)]).toEqual(['withdrawn', undefined]);
  expect(await recorded(here)).toEqual(['notice.stored', 'notice.recalled']);
  expect(await told(idOf(gone))).toEqual(['stored', 'deleted']);
  await maguey.runtime.db.deleteFrom('deliveries').execute();
  await recall(all, 'rosa', 'marisol');
  expect(await told(idOf(gone))).toEqual(['deleted']);
});

// row 38
test('a recall by one accompanier erases nothing', async () => {
  const here = await arrived();
  expect(await recall([idOf(here)], 'rosa')).toEqual({ status: 403, code: 'attest-threshold' });
  expect(await recall([idOf(here)], 'rosa', 'lu')).toEqual({ status: 403, code: 'attest-threshold' });
  expect(await seen(here)).toBe(true);
});

test('of what has not come, a recall closes a thousand per peer, and still erases what is here', async () => {
  const here = await arrived();
  const many = Array.from({ length: 999 }, randomId);
  await recall(many, 'rosa', 'marisol');
  const [one, ...rest] = [randomId(), randomId(), randomId()];
  await recall([one!, ...rest, idOf(here)], 'rosa', 'marisol');
  const pending = maguey.runtime.db.selectFrom('tombstones').select('delivery').where('ending', '=', 'pending');
  expect(await pending.execute()).toHaveLength(1000);
  expect(await ending(here)).toBe('withdrawn');
  expect([await told(one!), await told(rest[0]!)]).toEqual([['deleted'], []]);
});

test('when trust ends, everything of that peer is hidden at once and erased within 72 hours', async () => {
  const [early, here] = [await arrived(), await arrived()];
  await maguey.runtime.db.transaction().execute((tx) => setPeerState(tx, ceiba.id, 'ended', today()));
  expect([await seen(early), await seen(here)]).toEqual([false, false]);
  expect(await recall([idOf(early)], 'rosa', 'marisol')).toEqual({ status: 202, code: null });
  expect(await ending(early)).toBe('withdrawn');
  after(1.9);
  await sweep(maguey.runtime);
  expect(await row(here)).toBeDefined();
  after(0.1);
  await sweep(maguey.runtime);
  expect(await ending(here)).toBe('expired');
});
