import { afterEach, beforeEach, expect, test } from 'vitest';
import { transaction } from '../../../src/database/database.ts';
import { handIn } from '../../../src/notices/ours/hand-in.ts';
import { hurryOf, signHurry } from '../../../src/notices/ours/hurry.ts';
import { listsToRenew } from '../../../src/notices/ours/lists.ts';
import { receiveReceipt } from '../../../src/notices/ours/receipts.ts';
import { outgoingOf } from '../../../src/notices/ours/store.ts';
import { myCode, whereDelivery } from '../../../src/notices/ours/where.ts';
import { stopAlert } from '../../../src/notices/ours/withdraw.ts';
import { sealAlert } from '../../../src/protocol/compose-sealed.ts';
import { randomId, timeOf } from '../../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../../src/protocol/envelope.ts';
import { type Collective, collective, type Person, signedBy, trust } from '../../protocol/cast.ts';
import { type Given, handInBy, locatorIn, sealedFor, withdrawBy } from '../granted.ts';
import { drain, type House, know, later, openHouse, recorded } from '../houses.ts';
import { idOf, leftAt } from '../three-houses.ts';

/* What was handed in waits a day at the own node: nothing of it leaves before, and it is taken back by one press. */

const [ceibaOwn, magueyOwn]: Collective[] = [await collective('ceiba'), await collective('maguey')];
const minute = 1 / 24 / 60;
let ceiba: House;
let maguey: House;
let given: Given;
beforeEach(async () => {
  [ceiba, maguey] = [await openHouse(ceibaOwn!), await openHouse(magueyOwn!)];
  await know(ceiba, magueyOwn!);
  await know(maguey, ceibaOwn!);
  given = await sealedFor(ceiba, magueyOwn!);
});
afterEach(async () => {
  for (const house of [ceiba, maguey]) await house[Symbol.asyncDispose]();
});

const houses = () => [ceiba, maguey];
const work = () => drain(ceiba, [maguey], { waits: true });
const left = () => ceiba.posted.length;
const member = (name: string): Person => ceiba.own.people[name]!;
const goesOut = async () => (await whereDelivery(ceiba.runtime, idOf(given))).goesOut;

/** What those people sign together: that this delivery cannot wait. */
const hurry = (people: string[], { delivery = idOf(given), edition = 1, at = ceiba.clock.time } = {}) =>
  signedBy(draftEnvelope('hurry', { type: 'hurry', delivery, edition, at: timeOf(at) }), ...people.map(member));
const sign = (people: string[], ...rest: [Parameters<typeof hurry>[1]?]) =>
  signHurry(ceiba.runtime, member(people[0]!).member, { delivery: idOf(given), hurry: hurry(people, ...rest) });

test('it goes out a day later, once, and until then everybody who asks reads when', async () => {
  const dayLater = timeOf(new Date(ceiba.clock.time.getTime() + 86_400_000));
  expect(await handInBy(ceiba, given)).toMatchObject({ goesOut: dayLater });
  // The same bytes again begin no day anew.
  later(houses(), minute);
  expect(await handInBy(ceiba, given)).toMatchObject({ goesOut: dayLater });
  expect(await goesOut()).toBe(dayLater);
  const [mine] = await myCode(ceiba.runtime, locatorIn(given.shared.secret, ceiba.own));
  expect(mine).toMatchObject({ goesOut: dayLater, steps: [{ state: 'due', attempts: 0 }] });
  await work();
  later(houses(), 1 - 2 * minute);
  await work();
  expect(left()).toBe(0);
  later(houses(), minute);
  await work();
  await work();
  expect(left()).toBe(1);
  expect(await goesOut()).toBeNull();
});

test('no list names it while it waits, and the next one may', async () => {
  const listed = async () =>
    (await listsToRenew(ceiba.runtime, { after: undefined, most: 9 })).lists.flatMap(({ shared }) => shared);
  await handInBy(ceiba, given);
  expect(await listed()).toEqual([]);
  later(houses(), 1);
  expect(await listed()).toEqual([{ delivery: idOf(given), handedIn: timeOf(ceiba.clock.time) }]);
});

test('what the person takes back while it waits has never left, and neither does a word of taking it back', async () => {
  await handInBy(ceiba, given);
  await withdrawBy(ceiba, given);
  later(houses(), 2);
  await work();
  expect(left()).toBe(0);
  expect((await leftAt(ceiba, given)).drafts).toEqual([]);
});

test('one press of an accompanier takes it back while it waits, and no more once it may have left', async () => {
  await handInBy(ceiba, given);
  await stopAlert(ceiba.runtime, member('marisol').member, idOf(given));
  later(houses(), 2);
  await work();
  expect(left()).toBe(0);
  expect(await leftAt(ceiba, given)).toEqual({ consents: [], outgoing: [], drafts: [] });
  expect(await whereDelivery(ceiba.runtime, idOf(given))).toMatchObject({ state: 'withdrawn', goesOut: null });
  expect((await recorded(ceiba)).at(-1)).toMatch(/ alert\.stopped$/);
  await expect(stopAlert(ceiba.runtime, member('rosa').member, idOf(given))).rejects.toMatchObject({
    code: 'not-found',
  });
  given = await sealedFor(ceiba, magueyOwn!);
  await handInBy(ceiba, given);
  later(houses(), 1);
  await expect(stopAlert(ceiba.runtime, member('rosa').member, idOf(given))).rejects.toMatchObject({
    code: 'pause-over',
  });
});

test('two accompaniers shorten it together, and nobody else', async () => {
  await handInBy(ceiba, given);
  const before = await goesOut();
  expect(await sign(['rosa'])).toEqual(new Date(before!));
  expect(await sign(['rosa'])).toEqual(new Date(before!));
  expect(await sign(['rosa', 'lu'])).toEqual(new Date(before!));
  await expect(sign(['rosa', 'marisol'], { delivery: randomId() })).rejects.toMatchObject({ code: 'consent-delivery' });
  await work();
  expect(left()).toBe(0);
  expect(await goesOut()).toBe(before);
  expect((await hurryOf(ceiba.runtime, idOf(given)))?.signatures).toHaveLength(2);
  expect(await sign(['marisol'])).toBeNull();
  await work();
  expect(left()).toBe(1);
  await expect(sign(['rosa', 'marisol'])).rejects.toMatchObject({ code: 'pause-over' });
});

test('what goes out in place of one that waits has a day of its own, and no earlier signature shortens it', async () => {
  await handInBy(ceiba, given);
  const signed = ceiba.clock.time;
  await sign(['rosa']);
  later(houses(), 0.5);
  const edition = async (number: number) => {
    const header = { ...given.shared.header, edition: number };
    const now = ceiba.clock.time;
    const { body, box } = await sealAlert({ ...given.shared, header, root: trust(ceiba.own, magueyOwn!), now });
    return handIn(ceiba.runtime, member('rosa').member, { ...given.handedIn, header, body, box });
  };
  const { goesOut: next } = await edition(2);
  expect(next).toBe(timeOf(new Date(ceiba.clock.time.getTime() + 86_400_000)));
  expect(await hurryOf(ceiba.runtime, idOf(given))).toBeNull();
  // Within the minutes that clocks may differ, too.
  await expect(sign(['rosa', 'marisol'])).rejects.toMatchObject({ code: 'lapsed', where: 'edition' });
  expect(await sign(['rosa'], { edition: 2 })).not.toBeNull();
  await expect(sign(['rosa', 'marisol'], { edition: 2, at: signed })).rejects.toMatchObject({ code: 'lapsed' });
  later(houses(), 1);
  await work();
  expect(left()).toBe(1);
  // What is out may have been anything, until the partner says that it was opened there.
  expect((await edition(3)).goesOut).not.toBeNull();
  await work();
  expect(left()).toBe(1);
  later(houses(), 1);
  await work();
  expect(left()).toBe(2);
  const [outgoing] = await outgoingOf(ceiba.runtime.db, { delivery: idOf(given) });
  const receipt = { type: 'receipt' as const, delivery: idOf(given), cipher: outgoing!.cipher };
  const date = timeOf(ceiba.clock.time).slice(0, 10);
  const { actor } = magueyOwn!.chain.newest.statement.node;
  const opened = { ...receipt, event: 'opened' as const, date };
  expect(await transaction(ceiba.runtime.db, (tx) => receiveReceipt(tx, { actor }, opened, ceiba.clock.time))).toBe(
    true,
  );
  expect((await edition(4)).goesOut).toBeNull();
  await work();
  expect(left()).toBe(3);
});

test('nobody has a delivery grow old from a draft of their own', async () => {
  await handInBy(ceiba, given);
  const { draft } = await sealedFor(ceiba, magueyOwn!).then(({ handedIn }) => handedIn);
  const header = { ...given.shared.header, edition: 2 };
  const now = ceiba.clock.time;
  const { body, box } = await sealAlert({ ...given.shared, header, root: trust(ceiba.own, magueyOwn!), now });
  const again = handIn(ceiba.runtime, member('rosa').member, { ...given.handedIn, header, body, box, draft });
  await expect(again).rejects.toMatchObject({ code: 'delivery-reuse' });
});
