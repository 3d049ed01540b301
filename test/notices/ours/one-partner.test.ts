import { afterAll, beforeAll, expect, test } from 'vitest';
import { askNothingMore } from '../../../src/notices/ours/ask-nothing-more.ts';
import { noteWordsSeen } from '../../../src/notices/ours/consent-store.ts';
import { myCode, whereDelivery } from '../../../src/notices/ours/where.ts';
import { b64u } from '../../../src/protocol/encoding.ts';
import { newSecret } from '../../../src/protocol/secrets.ts';
import { type Given, handInBy, locatorIn, sealedFor, shareAgain, withdrawBy, withdrawFrom } from '../granted.ts';
import { type House, settleMail } from '../houses.ts';
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

test('one partner alone is asked to erase; the other keeps it until it is taken back there too', async () => {
  const [first, second] = await forBoth();
  await settleMail(all());
  const once = await withdrawFrom(ceiba, maguey.own.id, first, second);
  expect(once.withdrawn).toEqual([{ delivery: idOf(first), peer: maguey.own.id }]);
  expect(await withdrawFrom(ceiba, maguey.own.id, first, second)).toEqual(once);
  await settleMail(all());
  expect([await heldAt(maguey, first), (await left(first)).consents]).toEqual([undefined, []]);
  expect(await heldAt(hawthorn, second)).toBeDefined();
  expect([(await left(second)).consents, (await left(second)).drafts].map((rows) => rows.length)).toEqual([1, 1]);
  const foreign = withdrawFrom(ceiba, ceiba.own.id, first, second);
  await expect(foreign).rejects.toMatchObject({ code: 'no-such-consent' });
  await withdrawFrom(ceiba, hawthorn.own.id, second);
  await settleMail(all());
  expect([await heldAt(hawthorn, second), await left(second)]).toEqual([undefined, nothing]);
});

test('"ask me nothing more" is seen by accompaniers and by her, and is erased with the consent', async () => {
  const [first, second] = await forBoth();
  const locator = locatorIn(first.shared.secret, ceiba.own);
  const asked = async () => (await myCode(ceiba.runtime, locator)).map(({ asksNothingMore }) => asksNothingMore);
  expect(await asked()).toEqual([false, false]);
  for (let n = 0; n < 2; n++) await askNothingMore(ceiba.runtime, locator);
  expect(await asked()).toEqual([true, true]);
  expect(await whereDelivery(ceiba.runtime, idOf(first))).toMatchObject({ asksNothingMore: true });
  const other = await sealedFor(ceiba, maguey.own);
  await handInBy(ceiba, other);
  expect(await whereDelivery(ceiba.runtime, idOf(other))).toMatchObject({ asksNothingMore: false });
  await withdrawBy(ceiba, first, second);
  expect(await asked()).toEqual([false, false]);
  await expect(askNothingMore(ceiba.runtime, locator)).rejects.toMatchObject({ code: 'no-such-consent' });
  await expect(askNothingMore(ceiba.runtime, b64u(newSecret()))).rejects.toMatchObject({ code: 'no-such-consent' });
});

test('under words that reached the server nothing new is taken; what was granted is sealed again, and withdrawing goes on', async () => {
  const [first, second] = await forBoth();
  await noteWordsSeen(ceiba.runtime.db, first.handedIn.locatorHash, ceiba.clock.time);
  expect(await handInBy(ceiba, first)).toMatchObject({ edition: 1 });
  const later = await sealedFor(ceiba, maguey.own, {
    draft: first.handedIn.draft,
    shared: { ...first.shared, header: { ...first.shared.header, edition: 2 } },
  });
  expect(await handInBy(ceiba, later)).toMatchObject({ delivery: idOf(first), edition: 2 });
  await settleMail(all());
  expect(await heldAt(maguey, first)).toBeDefined();
  const more = await sealedFor(ceiba, maguey.own, {
    draft: first.handedIn.draft,
    shared: shareAgain(first.shared, ceiba.own, maguey.own),
  });
  await expect(handInBy(ceiba, more)).rejects.toMatchObject({ code: 'words-seen' });
  await handInBy(ceiba, await sealedFor(ceiba, maguey.own));
  expect((await withdrawBy(ceiba, first, second)).withdrawn).toHaveLength(2);
});
