import { afterAll, beforeAll, expect, test } from 'vitest';
import { rewriteErased } from '../../../src/database/rewrite.ts';
import { myCode, whereDelivery } from '../../../src/notices/ours/where.ts';
import { withdrawConsent } from '../../../src/notices/ours/withdraw.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { sweep } from '../../../src/notices/sweep.ts';
import { b64u, randomId } from '../../../src/protocol/encoding.ts';
import { newSecret } from '../../../src/protocol/secrets.ts';
import { type Given, handInBy, locatorIn, proofFor, sealedFor, withdrawBy } from '../granted.ts';
import { drain, type House, later, recorded, settleMail } from '../houses.ts';
import { givenToBoth, heldAt, idOf, leftAt, threeHouses } from '../three-houses.ts';

let ceiba: House;
let maguey: House;
let hawthorn: House;

beforeAll(async () => {
  ({ ceiba, maguey, hawthorn } = await threeHouses());
});
afterAll(async () => {
  for (const house of [ceiba, maguey, hawthorn]) await house[Symbol.asyncDispose]();
});

const all = () => [ceiba, maguey, hawthorn];

const forBoth = () => givenToBoth({ ceiba, maguey, hawthorn });
const left = (given: Given) => leftAt(ceiba, given);
const nothing = { consents: [], outgoing: [], drafts: [] };

test('withdrawing erases at both holders and here, leaves tombstones, and both holders answer deleted', async () => {
  const [first, second] = await forBoth();
  await settleMail(all());
  expect(await heldAt(maguey, first)).toBeDefined();
  expect(await heldAt(hawthorn, second)).toBeDefined();
  const where = await whereDelivery(ceiba.runtime, idOf(first));
  expect(where).toMatchObject({ state: 'granted', name: 'maguey', steps: [{ kind: 'alert', acknowledged: 'stored' }] });

  const answer = await withdrawBy(ceiba, first, second);
  expect(answer.withdrawn).toHaveLength(2);
  expect(await left(first)).toEqual(nothing);
  expect(await left(second)).toEqual(nothing);
  await settleMail(all());
  expect(await heldAt(maguey, first)).toBeUndefined();
  expect(await heldAt(hawthorn, second)).toBeUndefined();
  for (const given of [first, second]) {
    const { state, steps } = await whereDelivery(ceiba.runtime, idOf(given));
    expect(state).toBe('withdrawn');
    expect(steps.map(({ kind, acknowledged }) => `${kind} ${acknowledged}`)).toEqual(['alert stored', 'drop deleted']);
  }
  const tokens = await ceiba.runtime.db
    .selectFrom('deliveries')
    .select('token')
    .where('token', 'is not', null)
    .execute();
  expect(tokens).toEqual([]);
  expect(await withdrawBy(ceiba, first, second)).toEqual(answer);
  const seen = await myCode(ceiba.runtime, locatorIn(first.shared.secret, ceiba.own));
  expect(seen.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
});

test('the sealed withdrawal arrives beside the drop, and its copy here goes when it has arrived', async () => {
  const [first, second] = await forBoth();
  await settleMail(all());
  await withdrawBy(ceiba, first, second);
  const waiting = ceiba.runtime.db.selectFrom('outgoing').select('kind').where('kind', '=', 'withdrawal');
  expect(await waiting.execute()).toHaveLength(2);
  await settleMail(all());
  expect(await waiting.execute()).toEqual([]);
  const kinds = await maguey.runtime.db.selectFrom('incoming').select('kind').execute();
  expect(kinds).toContainEqual({ kind: 'withdrawal' });
});

test('says by when what was taken back is gone from our files, until it is', async () => {
  const [first, second] = await forBoth();
  const { goneBy } = await withdrawBy(ceiba, first, second);
  const by = new Date(goneBy ?? '').getTime() - ceiba.clock.time.getTime();
  expect(by).toBeGreaterThanOrEqual(60_000);
  expect(by).toBeLessThanOrEqual(120_000);
  const where = async () => (await whereDelivery(ceiba.runtime, idOf(first))).goneBy;
  expect(await where()).toBe(goneBy);
  await rewriteErased(ceiba.runtime.db);
  expect(await where()).toBeNull();
  expect((await withdrawBy(ceiba, first, second)).goneBy).toBeNull();
});

test('what was never sent is cancelled, and nobody hears of it', async () => {
  const [first, second] = await forBoth();
  await withdrawBy(ceiba, first, second);
  const before = ceiba.posted.length;
  await drain(ceiba, [maguey, hawthorn]);
  expect(ceiba.posted).toHaveLength(before);
  for (const given of [first, second]) {
    const { steps } = await whereDelivery(ceiba.runtime, idOf(given));
    expect(steps.map(({ kind, state }) => ({ kind, state }))).toEqual([{ kind: 'alert', state: 'cancelled' }]);
    expect(await left(given)).toEqual(nothing);
  }
});

test('an attempt whose answer was lost counts as sent: the drop follows it, and closes what comes late', async () => {
  const given = await sealedFor(ceiba, maguey.own);
  await handInBy(ceiba, given);
  await drain(ceiba, []);
  await withdrawBy(ceiba, given);
  const steps = async () => (await whereDelivery(ceiba.runtime, idOf(given))).steps;
  expect((await steps()).map(({ kind, state }) => `${kind} ${state}`)).toEqual(['alert cancelled', 'drop due']);
  later(all(), 1);
  await settleMail(all());
  expect((await steps()).at(-1)).toMatchObject({ kind: 'drop', acknowledged: 'deleted' });
  const { header, body } = given.handedIn;
  const late = { peer: ceiba.own.id, actor: ceiba.actor, activity: `${ceiba.runtime.origin}/activities/late` };
  expect(await receiveDelivery(maguey.runtime, { ...late, delivery: { header, body } })).toEqual({
    status: 409,
    code: 'tombstone',
  });
});

test('what is just being sent is followed by its drop', async () => {
  const given = await sealedFor(ceiba, maguey.own);
  await handInBy(ceiba, given);
  const db = ceiba.runtime.db;
  const lease = new Date(ceiba.clock.time.getTime() + 20_000);
  await db
    .updateTable('deliveries')
    .set({ state: 'sending', lease, attempts: 1 })
    .where('item', '=', idOf(given))
    .execute();
  await withdrawBy(ceiba, given);
  const { steps } = await whereDelivery(ceiba.runtime, idOf(given));
  expect(steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['alert sending', 'drop due']);
  later(all(), 1);
  await settleMail(all());
  const after = await whereDelivery(ceiba.runtime, idOf(given));
  expect(after.steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['alert cancelled', 'drop sent']);
});

test('a peer whose trust has ended still receives the withdrawal', async () => {
  const given = await sealedFor(ceiba, maguey.own);
  await handInBy(ceiba, given);
  await settleMail(all());
  const end = (house: House, peer: House, state: 'ended' | 'trusted') =>
    house.runtime.db.updateTable('peers').set({ state }).where('peer', '=', peer.own.id).execute();
  await end(ceiba, maguey, 'ended');
  await end(maguey, ceiba, 'ended');
  await withdrawBy(ceiba, given);
  await settleMail(all());
  expect(await heldAt(maguey, given)).toBeUndefined();
  expect((await whereDelivery(ceiba.runtime, idOf(given))).steps.at(-1)).toMatchObject({ acknowledged: 'deleted' });
  await end(ceiba, maguey, 'trusted');
  await end(maguey, ceiba, 'trusted');
});

test('wrong words, a wrong token and a missing proof change nothing', async () => {
  const [first, second] = await forBoth();
  await settleMail(all());
  const { runtime } = ceiba;
  const locator = locatorIn(first.shared.secret, ceiba.own);
  const proofs = await Promise.all([proofFor(ceiba, first), proofFor(ceiba, second)]);
  const stranger = locatorIn(newSecret(), ceiba.own);
  await expect(withdrawConsent(runtime, stranger, proofs)).rejects.toMatchObject({ code: 'no-such-consent' });
  await expect(myCode(runtime, stranger)).rejects.toMatchObject({ code: 'no-such-consent' });
  const wrong = proofs.map((proof) => ({ ...proof, token: b64u(newSecret()) }));
  await expect(withdrawConsent(runtime, locator, wrong)).rejects.toMatchObject({ code: 'drop-token' });
  await expect(withdrawConsent(runtime, locator, proofs.slice(0, 1))).rejects.toMatchObject({ code: 'conflict' });
  const misaddressed = { ...proofs[0]!, notice: proofs[1]!.notice };
  await expect(withdrawConsent(runtime, locator, [misaddressed, proofs[1]!])).rejects.toMatchObject({
    code: 'not-for-me',
  });
  for (const given of [first, second]) expect((await left(given)).consents).toHaveLength(1);
  await settleMail(all());
  expect(await heldAt(maguey, first)).toBeDefined();
  const unsealed = proofs.map((proof) => ({ ...proof, notice: null }));
  await withdrawConsent(runtime, locator, unsealed);
  await settleMail(all());
  expect(await heldAt(maguey, first)).toBeUndefined();
  expect(await heldAt(hawthorn, second)).toBeUndefined();
  expect((await recorded(ceiba)).slice(-2)).toEqual(['person consent.withdrawn', 'person consent.withdrawn']);
});

test('what an accompanier put under her locator with another commitment holds nothing up', async () => {
  const [first, second] = await forBoth();
  await settleMail(all());
  // The hash stands in the draft, so every accompanier knows it; her words they do not.
  const { locatorHash, draft } = first.handedIn;
  const forged = await sealedFor(ceiba, maguey.own, { draft });
  await handInBy(ceiba, { ...forged, handedIn: { ...forged.handedIn, locatorHash } });
  const posted = ceiba.posted.length;
  const named = { ...forged, shared: { ...forged.shared, secret: first.shared.secret } };
  expect((await withdrawBy(ceiba, first, second, named)).withdrawn).toHaveLength(3);
  await settleMail(all());
  expect(await heldAt(maguey, first)).toBeUndefined();
  expect(await heldAt(hawthorn, second)).toBeUndefined();
  for (const given of [first, second, forged]) expect(await left(given)).toEqual(nothing);
  expect(ceiba.posted.slice(posted).some(({ body }) => body.includes(idOf(forged)))).toBe(false);
});

test('two withdrawals at once are one', async () => {
  const [first, second] = await forBoth();
  await settleMail(all());
  const [one, two] = await Promise.all([withdrawBy(ceiba, first, second), withdrawBy(ceiba, first, second)]);
  expect(one).toEqual(two);
  const drops = ceiba.runtime.db
    .selectFrom('deliveries')
    .select('id')
    .where('kind', '=', 'drop')
    .where('item', 'in', [idOf(first), idOf(second)]);
  expect(await drops.execute()).toHaveLength(2);
  await settleMail(all());
});

test('once every holder answered, the sweep leaves id, ending and date', async () => {
  const [first, second] = await forBoth();
  await settleMail(all());
  const locator = locatorIn(first.shared.secret, ceiba.own);
  await withdrawBy(ceiba, first, second);
  await drain(ceiba, [maguey]);
  await drain(maguey, [ceiba]);
  await sweep(ceiba.runtime);
  expect(await myCode(ceiba.runtime, locator)).toHaveLength(2);
  later(all(), 1);
  await settleMail(all());
  await sweep(ceiba.runtime);
  await expect(myCode(ceiba.runtime, locator)).rejects.toMatchObject({ code: 'no-such-consent' });
  const stones = ceiba.runtime.db.selectFrom('tombstones').selectAll().where('direction', '=', 'out');
  const ours = (await stones.execute()).filter(({ delivery }) => [idOf(first), idOf(second)].includes(delivery));
  for (const { peer, locator_hash, drop_after, ending } of ours)
    expect({ peer, locator_hash, drop_after, ending }).toEqual({
      peer: '',
      locator_hash: null,
      drop_after: null,
      ending: 'withdrawn',
    });
  expect(ours).toHaveLength(2);
  const rows = ceiba.runtime.db
    .selectFrom('deliveries')
    .select('id')
    .where(
      'item',
      'in',
      ours.map(({ delivery }) => delivery),
    );
  expect(await rows.execute()).toEqual([]);
});

test('what nobody withdrew ends with its date, here and there', async () => {
  const [first, second] = await forBoth();
  await settleMail(all());
  later(all(), 90);
  const [here, there] = [await sweep(ceiba.runtime), await sweep(maguey.runtime)];
  expect(here.consents).toBeGreaterThanOrEqual(2);
  expect(there.incoming).toBeGreaterThanOrEqual(1);
  await sweep(hawthorn.runtime);
  for (const given of [first, second]) expect(await left(given)).toEqual(nothing);
  expect(await heldAt(maguey, first)).toBeUndefined();
  expect(await heldAt(hawthorn, second)).toBeUndefined();
  expect(await sweep(ceiba.runtime)).toEqual({ incoming: 0, consents: 0, settled: 0 });
  expect((await whereDelivery(ceiba.runtime, idOf(first))).state).toBe('expired');
  await expect(whereDelivery(ceiba.runtime, randomId())).rejects.toMatchObject({ code: 'not-found' });
});

test('what guards against late copies is itself forgotten once no copy could come', async () => {
  const stones = async ({ runtime }: House) =>
    (await runtime.db.selectFrom('tombstones').select('delivery').execute()).length;
  for (const house of all()) await sweep(house.runtime);
  for (const house of all()) expect(await stones(house)).toBeGreaterThan(0);
  later(all(), 2 * 366 + 1);
  for (const house of all()) await sweep(house.runtime);
  for (const house of all()) expect(await stones(house)).toBe(0);
});
