import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Receipt } from '../../../schemas/receipt.ts';
import { whereDelivery } from '../../../src/notices/ours/where.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { publicKeyOf, sign } from '../../../src/protocol/ed25519.ts';
import { randomId } from '../../../src/protocol/encoding.ts';
import { composeReceipt } from '../../../src/protocol/receipt.ts';
import { type Collective, collective } from '../../protocol/cast.ts';
import { handInBy, sealedFor } from '../granted.ts';
import { drain, type House, know, openHouse } from '../houses.ts';

let ceiba: House;
let maguey: House;
let hawthorn: Collective;

beforeAll(async () => {
  const opened = ['ceiba', 'maguey'].map(async (name) => openHouse(await collective(name)));
  [ceiba, maguey] = (await Promise.all(opened)) as [House, House];
  hawthorn = await collective('hawthorn');
  await know(ceiba, maguey.own);
  await know(ceiba, hawthorn);
  await know(maguey, ceiba.own);
});
afterAll(async () => {
  await ceiba[Symbol.asyncDispose]();
  await maguey[Symbol.asyncDispose]();
});

/** A receipt of some collective's node, brought with that collective's valid HTTP signature. */
async function bring(from: Collective, fields: Omit<Receipt, 'type'>, signedBy: Collective = from) {
  const { secret } = signedBy.receiptKey;
  const body = await composeReceipt(fields, { publicKey: publicKeyOf(secret), sign: (bytes) => sign(bytes, secret) });
  const header = {
    v: 1,
    kind: 'receipt' as const,
    delivery: randomId(),
    edition: 1,
    from: from.id,
    to: ceiba.own.id,
    dropCommit: null,
    dropAfter: null,
  };
  const origin = `https://${from.name}.test`;
  const activity = `${origin}/activities/${header.delivery}`;
  return receiveDelivery(ceiba.runtime, {
    peer: from.id,
    actor: `${origin}/actor`,
    activity,
    delivery: { header, body },
  });
}

async function delivered() {
  const given = await sealedFor(ceiba, maguey.own);
  await handInBy(ceiba, given);
  await drain(ceiba, [maguey]);
  const { delivery } = given.shared.header;
  const { cipher } = await ceiba.runtime.db
    .selectFrom('outgoing')
    .select('cipher')
    .where('delivery', '=', delivery)
    .executeTakeFirstOrThrow();
  const said = async () => (await whereDelivery(ceiba.runtime, delivery)).steps[0]?.acknowledged;
  return { delivery, cipher, said, date: '2026-11-22' };
}

test('a holder’s word is noted, and a late "stored" does not hide "opened"', async () => {
  const { said, ...fields } = await delivered();
  expect(await bring(maguey.own, { ...fields, event: 'opened' })).toEqual({ status: 202, code: null });
  expect(await said()).toBe('opened');
  await bring(maguey.own, { ...fields, event: 'stored' });
  expect(await said()).toBe('opened');
});

test('only the recipient of that very row is believed, about the bytes that went to it', async () => {
  const { said, ...fields } = await delivered();
  expect(await bring(hawthorn, { ...fields, event: 'opened' })).toEqual({ status: 202, code: null });
  expect(await said()).toBeNull();
  await bring(maguey.own, { ...fields, cipher: hawthorn.id, event: 'opened' });
  expect(await said()).toBeNull();
  expect(await bring(maguey.own, { ...fields, event: 'opened' }, hawthorn)).toEqual({ status: 401, code: 'signature' });
  expect(await said()).toBeNull();
});

test('a holder that deleted of its own accord is shown as such', async () => {
  const { said, ...fields } = await delivered();
  await bring(maguey.own, { ...fields, event: 'deleted' });
  expect(await said()).toBe('deleted');
});

test('a receipt that waits is not put beside itself, and the same bytes go out at each attempt', async () => {
  const { delivery } = await delivered();
  await drain(maguey, []);
  const first = maguey.posted.at(-1)!.body;
  const db = maguey.runtime.db;
  const rows = () => db.selectFrom('deliveries').select('id').where('object', '=', `receipt:${delivery}`).execute();
  expect(await rows()).toHaveLength(1);
  await db.updateTable('deliveries').set({ next_at: maguey.clock.time }).execute();
  await db.updateTable('lanes').set({ next_at: maguey.clock.time, fails: 0 }).execute();
  await drain(maguey, []);
  expect(maguey.posted.filter(({ body }) => body === first).length).toBeGreaterThanOrEqual(2);
});
