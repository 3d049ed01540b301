import { afterAll, beforeAll, expect, test } from 'vitest';
import { receiptObject } from '../../../src/deliveries/objects.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { sweep } from '../../../src/notices/sweep.ts';
import { type Looked, noteFailed, noteOpened } from '../../../src/notices/theirs/findings.ts';
import { randomId } from '../../../src/protocol/encoding.ts';
import { collective, sealUnchecked, shareAlert } from '../../protocol/cast.ts';
import { type House, know, later, openHouse } from '../houses.ts';
import { editionsHere } from '../standing.ts';

let ceiba: House;
let maguey: House;

beforeAll(async () => {
  const opened = ['ceiba', 'maguey'].map(async (name) => openHouse(await collective(name)));
  [ceiba, maguey] = (await Promise.all(opened)) as [House, House];
  await know(maguey, ceiba.own);
});
afterAll(async () => {
  await ceiba[Symbol.asyncDispose]();
  await maguey[Symbol.asyncDispose]();
});

async function arrived(): Promise<Looked> {
  const { header, alert, consent } = shareAlert(ceiba.own, maguey.own);
  const { body } = await sealUnchecked(header, [alert, consent], maguey.own.box.recipient);
  const activity = `${ceiba.runtime.origin}/activities/${randomId()}`;
  await receiveDelivery(maguey.runtime, {
    peer: ceiba.own.id,
    actor: ceiba.actor,
    activity,
    delivery: { header, body },
  });
  const row = await row_(header.delivery);
  return { peer: ceiba.own.id, delivery: header.delivery, edition: header.edition, cipher: row!.cipher };
}

const row_ = async (delivery: string) => (await editionsHere(maguey, delivery))[0];
const stateOf = async (delivery: string) => (await row_(delivery))?.state;
const ending = async (delivery: string) => {
  const found = maguey.runtime.db.selectFrom('tombstones').select('ending').where('delivery', '=', delivery);
  return (await found.executeTakeFirst())?.ending;
};
const told = async (delivery: string) => {
  const rows = maguey.runtime.db
    .selectFrom('deliveries')
    .select('receipt_event')
    .where('object', '=', receiptObject(delivery));
  return (await rows.orderBy('id').execute()).map(({ receipt_event }) => receipt_event);
};
const member = (name: string) => maguey.own.people[name]!.member;
const failed = (looked: Looked, name: string, code: 'signature' | 'unseal') =>
  noteFailed(maguey.runtime, member(name), { ...looked, code, early: false });

test('one client that claims a failure hides the alert, and a second that passes restores it', async () => {
  const looked = await arrived();
  expect(await failed(looked, 'rosa', 'signature')).toEqual({ state: 'failed' });
  expect(await failed(looked, 'rosa', 'signature')).toEqual({ state: 'failed' });
  expect(await noteOpened(maguey.runtime, member('tono'), { ...looked, version: 1 })).toEqual({ state: 'verified' });
  expect(await row_(looked.delivery)).toMatchObject({ state: 'verified', reports: [] });
  expect(await told(looked.delivery)).toEqual(['stored', 'opened']);
});

test('the same failure at a second accompanier’s client erases it, and the issuer learns so', async () => {
  const looked = await arrived();
  await failed(looked, 'rosa', 'signature');
  expect(await failed(looked, 'tono', 'signature')).toEqual({ state: 'purged' });
  expect(await row_(looked.delivery)).toBeUndefined();
  expect(await ending(looked.delivery)).toBe('failed');
  expect(await told(looked.delivery)).toEqual(['stored', 'deleted']);
  await expect(failed(looked, 'marisol', 'signature')).rejects.toMatchObject({ code: 'not-found' });
});

test('another failure at the second client does not erase it', async () => {
  const looked = await arrived();
  await failed(looked, 'rosa', 'signature');
  await noteFailed(maguey.runtime, member('tono'), { ...looked, code: 'bundle', early: false });
  expect(await stateOf(looked.delivery)).toBe('failed');
});

test('two who find different things do not settle it; a third who finds what one of them found does', async () => {
  const looked = await arrived();
  await failed(looked, 'rosa', 'signature');
  later([ceiba, maguey], 0.01);
  expect(await noteFailed(maguey.runtime, member('tono'), { ...looked, code: 'bundle', early: false })).toEqual({
    state: 'failed',
  });
  expect((await row_(looked.delivery))?.reports).toMatchObject([
    { code: 'signature', by: member('rosa') },
    { code: 'bundle', by: member('tono') },
  ]);
  expect(await failed(looked, 'marisol', 'signature')).toEqual({ state: 'purged' });
  expect(await ending(looked.delivery)).toBe('failed');
});

test('one member who passes it does not bring back what another saw taken back; two do', async () => {
  const looked = await arrived();
  const passes = (name: string) => noteOpened(maguey.runtime, member(name), { ...looked, version: 1 });
  await passes('tono');
  await noteFailed(maguey.runtime, member('rosa'), { ...looked, code: 'no-consent', early: false });
  expect(await passes('rosa')).toEqual({ state: 'failed' });
  expect(await passes('tono')).toEqual({ state: 'failed' });
  const facts = maguey.runtime.db.selectFrom('incoming_facts').select(['taken_back_by', 'denied_by']);
  expect(await facts.where('delivery', '=', looked.delivery).execute()).toEqual([
    { taken_back_by: member('rosa'), denied_by: [member('tono')] },
  ]);
  expect(await passes('marisol')).toEqual({ state: 'verified' });
});

test('what does not open at all is never erased for it, and the issuer is asked to seal again', async () => {
  const looked = await arrived();
  for (const name of ['rosa', 'tono', 'marisol']) await failed(looked, name, 'unseal');
  expect(await stateOf(looked.delivery)).toBe('unopenable');
  expect(await told(looked.delivery)).toEqual(['stored', 'unopenable']);
  await noteOpened(maguey.runtime, member('itzel'), { ...looked, version: 1 });
  await failed(looked, 'rosa', 'unseal');
  expect(await stateOf(looked.delivery)).toBe('verified');
});

test('a report about other bytes than those that lie here is refused', async () => {
  const looked = await arrived();
  const elsewhere = { ...looked, cipher: (await arrived()).cipher };
  await expect(noteOpened(maguey.runtime, member('rosa'), { ...elsewhere, version: 1 })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(failed(elsewhere, 'rosa', 'signature')).rejects.toMatchObject({ code: 'conflict' });
  expect(await stateOf(looked.delivery)).toBe('quarantined');
});

test('failed items go after 14 days, what waits for a peer after 30, and what nobody opened stays', async () => {
  const [bad, alsoBad, early, untouched] = [await arrived(), await arrived(), await arrived(), await arrived()];
  for (const looked of [bad, alsoBad]) await failed(looked, 'rosa', 'signature');
  await noteFailed(maguey.runtime, member('rosa'), { ...early, code: 'consent-window', early: true });
  expect(await stateOf(early.delivery)).toBe('quarantined');
  later([ceiba, maguey], 13);
  await sweep(maguey.runtime);
  expect(await stateOf(bad.delivery)).toBe('failed');
  later([ceiba, maguey], 1);
  await sweep(maguey.runtime);
  for (const looked of [bad, alsoBad]) expect(await ending(looked.delivery)).toBe('failed');
  expect(await stateOf(early.delivery)).toBe('quarantined');
  // The thirty days count from when a client first said so: nobody shortens them by looking late.
  await noteFailed(maguey.runtime, member('rosa'), { ...untouched, code: 'need-manifest', early: false });
  later([ceiba, maguey], 16);
  await noteFailed(maguey.runtime, member('tono'), { ...untouched, code: 'need-manifest', early: false });
  await sweep(maguey.runtime);
  expect(await ending(early.delivery)).toBe('expired');
  expect(await stateOf(untouched.delivery)).toBe('quarantined');
  expect(await told(early.delivery)).toEqual(['stored', 'deleted']);
  await failed(untouched, 'tono', 'signature');
  later([ceiba, maguey], 13.9);
  await sweep(maguey.runtime);
  expect(await stateOf(untouched.delivery)).toBe('failed');
  later([ceiba, maguey], 0.1);
  await sweep(maguey.runtime);
  expect(await ending(untouched.delivery)).toBe('failed');
});
