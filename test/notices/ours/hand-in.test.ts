import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RefusalCode } from '../../../schemas/codes.ts';
import { newBoxIdentity } from '../../../src/protocol/age-seal.ts';
import { sealAlert } from '../../../src/protocol/compose-sealed.ts';
import { composeConsent } from '../../../src/protocol/consent.ts';
import { randomId } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, idOf, signEnvelope } from '../../../src/protocol/envelope.ts';
import { alertOf, type Collective, collective, inDays, shareAlert, signedBy, trust } from '../../protocol/cast.ts';
import { handInBy, newDraft, sealedFor, shareAgain } from '../granted.ts';
import { drain, type House, know, openHouse, recorded } from '../houses.ts';

let ceiba: House;
let maguey: Collective;
let hawthorn: Collective;

beforeAll(async () => {
  const [own, first, second] = await Promise.all(['ceiba', 'maguey', 'hawthorn'].map((name) => collective(name)));
  ceiba = await openHouse(own!);
  maguey = first!;
  hawthorn = second!;
  await know(ceiba, maguey);
  await know(ceiba, hawthorn);
});
afterAll(() => ceiba[Symbol.asyncDispose]());

const refuses = async (work: () => Promise<unknown>, code: RefusalCode) => {
  const count = () => ceiba.runtime.db.selectFrom('deliveries').select('id').execute();
  const before = (await count()).length;
  await expect(work()).rejects.toMatchObject({ code });
  expect(await count()).toHaveLength(before);
  expect((await recorded(ceiba)).at(-1)).toMatch(new RegExp(`alert\\.refused\\.${code}$`));
};

test('a consented alert waits in the ledger, and the server keeps header, hash and state alone', async () => {
  const given = await sealedFor(ceiba, maguey);
  await handInBy(ceiba, given);
  const { delivery } = given.shared.header;
  const consent = await ceiba.runtime.db.selectFrom('consents').selectAll().where('delivery', '=', delivery).execute();
  expect(consent).toHaveLength(1);
  expect(Object.keys(consent[0]!).sort()).toEqual(
    [
      'asks_nothing_more',
      'delivery',
      'drop_after',
      'drop_commit',
      'granted',
      'header',
      'hurry',
      'locator_hash',
      'peer',
      'send_after',
      'state',
    ].sort(),
  );
  const rows = await ceiba.runtime.db.selectFrom('deliveries').selectAll().where('item', '=', delivery).execute();
  expect(rows.map(({ kind, state }) => ({ kind, state }))).toEqual([{ kind: 'alert', state: 'due' }]);
  await handInBy(ceiba, given);
  expect(
    await ceiba.runtime.db.selectFrom('deliveries').select('id').where('item', '=', delivery).execute(),
  ).toHaveLength(1);
});

test('one changed character, one more peer: the client refuses before anything is sealed', async () => {
  const shared = shareAlert(ceiba.own, maguey);
  const now = ceiba.clock.time;
  const { rosa, marisol } = ceiba.own.people;
  const alert = signedBy(draftEnvelope('alert', alertOf(ceiba.own, { region: 'Valle Central.' })), rosa!, marisol!);
  await expect(sealAlert({ ...shared, alert, root: trust(ceiba.own, maguey), now })).rejects.toMatchObject({
    code: 'consent-content',
  });
  const header = { ...shared.header, to: hawthorn.id };
  await expect(sealAlert({ ...shared, header, root: trust(ceiba.own, hawthorn), now })).rejects.toMatchObject({
    code: 'consent-audience',
  });
});

test('a delivery or a drop commitment is used once', async () => {
  const given = await sealedFor(ceiba, maguey);
  await handInBy(ceiba, given);
  const other = await sealedFor(ceiba, hawthorn);
  const { handedIn } = other;
  const { delivery, dropCommit } = given.shared.header;
  const reused = { ...other, handedIn: { ...handedIn, header: { ...handedIn.header, delivery } } };
  await refuses(() => handInBy(ceiba, reused), 'delivery-reuse');
  const committed = { ...other, handedIn: { ...handedIn, header: { ...handedIn.header, dropCommit } } };
  await refuses(() => handInBy(ceiba, committed), 'duplicate-drop-commit');
});

test('who is unknown, ended or not granted alerts gets nothing', async () => {
  const [stranger, ended, agreementsOnly] = await Promise.all(
    ['umbral', 'espora', 'nopal'].map((name) => collective(name)),
  );
  await know(ceiba, ended!);
  await ceiba.runtime.db.updateTable('peers').set({ state: 'ended' }).where('peer', '=', ended!.id).execute();
  await know(ceiba, agreementsOnly!, ['agreements']);
  await refuses(async () => handInBy(ceiba, await sealedFor(ceiba, stranger!)), 'unknown-issuer');
  await refuses(async () => handInBy(ceiba, await sealedFor(ceiba, ended!)), 'not-accepted');
  await refuses(async () => handInBy(ceiba, await sealedFor(ceiba, agreementsOnly!)), 'not-accepted');
});

test('another box, another sender, a near or far end, no draft, another kind are refused', async () => {
  const given = await sealedFor(ceiba, maguey);
  const changed = (header: object, rest: object = {}) =>
    handInBy(ceiba, {
      ...given,
      handedIn: { ...given.handedIn, header: { ...given.handedIn.header, ...header }, ...rest },
    });
  await refuses(async () => changed({}, { box: (await newBoxIdentity()).recipient }), 'recipient');
  await refuses(() => changed({ from: maguey.id }), 'from-mismatch');
  await refuses(() => changed({ dropAfter: '2026-11-23T00:00:00Z' }), 'expired');
  await refuses(() => changed({ dropAfter: '2029-11-19T00:00:00Z' }), 'drop-after');
  await refuses(() => changed({ dropAfter: '2027-01-05T00:00:00Z' }), 'drop-after');
  await refuses(() => changed({}, { draft: randomId() }), 'not-found');
  await refuses(() => changed({ kind: 'withdrawal' }), 'malformed');
  await refuses(() => changed({ v: 2 }), 'version');
});

test('a second peer under one draft needs the same words', async () => {
  const draft = await newDraft(ceiba);
  const given = await sealedFor(ceiba, maguey, { draft });
  await handInBy(ceiba, given);
  await refuses(async () => handInBy(ceiba, await sealedFor(ceiba, hawthorn, { draft })), 'conflict');
  const shared = shareAgain(given.shared, ceiba.own, hawthorn);
  await handInBy(ceiba, await sealedFor(ceiba, hawthorn, { draft, shared }));
});

test('sealing again is a later edition of the same delivery, and an earlier one is refused', async () => {
  const given = await sealedFor(ceiba, maguey);
  await handInBy(ceiba, given);
  const header = { ...given.shared.header, edition: 2 };
  const again = await sealedFor(ceiba, maguey, { shared: { ...given.shared, header }, draft: given.handedIn.draft });
  await handInBy(ceiba, again);
  const rows = await ceiba.runtime.db
    .selectFrom('deliveries')
    .select(['state'])
    .where('item', '=', header.delivery)
    .orderBy('id')
    .execute();
  expect(rows.map(({ state }) => state)).toEqual(['cancelled', 'due']);
  const different = await sealedFor(ceiba, maguey, { shared: given.shared, draft: given.handedIn.draft });
  await refuses(() => handInBy(ceiba, different), 'edition-rollback');
  const other = await sealedFor(ceiba, maguey, { shared: { ...given.shared, header }, draft: given.handedIn.draft });
  await refuses(() => handInBy(ceiba, other), 'delivery-reuse');
});

test('under one locator stands no more than her client can take back at once', async () => {
  const given = await sealedFor(ceiba, maguey);
  const { locatorHash } = given.handedIn;
  const stone = { direction: 'out' as const, peer: maguey.id, ending: 'withdrawn' as const, drop_commit: null };
  const stones = Array.from({ length: 60 }, () => ({
    ...stone,
    delivery: randomId(),
    ended: now(),
    drop_after: now(),
  }));
  await ceiba.runtime.db
    .insertInto('tombstones')
    .values(stones.map((one) => ({ ...one, locator_hash: locatorHash })))
    .execute();
  await refuses(() => handInBy(ceiba, given), 'too-many');
});

const now = () => ceiba.clock.time;

test('at send time everything is asked again: paused and changed boxes wait, an ended peer and a past end cancel', async () => {
  const db = ceiba.runtime.db;
  await drain(ceiba, []);
  const given = await sealedFor(ceiba, maguey);
  await handInBy(ceiba, given);
  const { delivery } = given.shared.header;
  const row = () =>
    db.selectFrom('deliveries').select(['state', 'answer']).where('item', '=', delivery).executeTakeFirstOrThrow();
  const attempt = async () => {
    await db.updateTable('deliveries').set({ next_at: ceiba.clock.time }).where('item', '=', delivery).execute();
    await db.updateTable('lanes').set({ next_at: ceiba.clock.time, fails: 0 }).execute();
    await drain(ceiba, []);
    return row();
  };
  const state = (to: 'trusted' | 'paused' | 'ended') =>
    db.updateTable('peers').set({ state: to }).where('peer', '=', maguey.id).execute();
  await state('paused');
  expect(await attempt()).toEqual({ state: 'due', answer: 'peer-paused' });
  await state('trusted');
  await db
    .updateTable('outgoing')
    .set({ box: (await newBoxIdentity()).recipient })
    .where('delivery', '=', delivery)
    .execute();
  expect(await attempt()).toEqual({ state: 'due', answer: 'box-changed' });
  await db.updateTable('outgoing').set({ box: given.handedIn.box }).where('delivery', '=', delivery).execute();
  expect(await attempt()).toEqual({ state: 'due', answer: 'unreachable' });
  await state('ended');
  expect(await attempt()).toEqual({ state: 'cancelled', answer: 'peer-ended' });
  await state('trusted');
});

test('a consent that its own client would refuse cannot be sealed honestly', async () => {
  const shared = shareAlert(ceiba.own, maguey);
  const now = ceiba.clock.time;
  const root = trust(ceiba.own, maguey);
  const bare = composeConsent({ ...shared.terms, notice: idOf(shared.alert) }, shared.secret);
  await expect(sealAlert({ ...shared, consent: bare, root, now })).rejects.toMatchObject({ code: 'consent-witnesses' });
  const lone = signEnvelope({ ...shared.alert, signatures: [] }, ceiba.own.people.rosa!.secret);
  await expect(sealAlert({ ...shared, alert: lone, root, now })).rejects.toMatchObject({ code: 'attest-threshold' });
  const past = shareAlert(ceiba.own, maguey, { terms: { notBefore: inDays(20) } });
  await expect(sealAlert({ ...past, root, now })).rejects.toMatchObject({ code: 'consent-window' });
});
