import { afterEach, beforeEach, expect, test } from 'vitest';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { composeAlert } from '../../src/client/alerts/compose.ts';
import {
  keepYes,
  readConsent,
  readForWitness,
  sayYes,
  type Terms,
  witnessConsent,
} from '../../src/client/alerts/consent.ts';
import { renewLists } from '../../src/client/alerts/lists.ts';
import { listNotices } from '../../src/client/alerts/open-notice.ts';
import { sealForPeer, sendSealed } from '../../src/client/alerts/seal.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { call } from '../../src/client/api/call.ts';
import { keepBegun } from '../../src/client/desk/care/composing.ts';
import { newBoxIdentity } from '../../src/protocol/age-seal.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, readUnverified } from '../../src/protocol/envelope.ts';
import { draftLive } from '../../src/protocol/list-statement.ts';
import { endPauses, know, later, openHouse, settleMail } from '../notices/houses.ts';
import { collective, refOf, signedBy } from '../protocol/cast.ts';
import { apiOf, deskOf, type Office, openOffice } from './office.ts';

const [ceibaOwn, magueyOwn] = [await collective('ceiba'), await collective('maguey')];
const terms: Terms = { days: 90, handling: 'accompaniers', mayAskAgain: true, delegate: null };
let ceiba: Office;
let maguey: Office;

beforeEach(async () => {
  ceiba = await openOffice(await openHouse(ceibaOwn));
  maguey = await openOffice(await openHouse(magueyOwn));
  await know(ceiba.house, magueyOwn);
  await know(maguey.house, ceibaOwn);
});
afterEach(async () => {
  for (const { house } of [ceiba, maguey]) await house[Symbol.asyncDispose]();
});

/** Composed, attested, consented to and handed in for Maguey. */
async function shared(): Promise<{ delivery: string; words: string }> {
  const rosa = deskOf(ceiba, 'rosa');
  const { file } = await composeAlert(rosa, {
    purpose: 'preventive',
    identifiers: [{ kind: 'handle', value: '@ejemplo@social.test' }],
    violence: ['digital'],
    axes: ['gender'],
    severity: 'serious',
    immediacy: 'recent',
    period: '2026-Q3',
    region: 'Valle Central',
    conduct: 'Mandó mensajes sin parar.',
    asks: ['inform_host_team'],
    basis: 'account_of_person_affected',
    languages: ['es'],
    clauses: ['digital'],
  });
  const marisol = deskOf(ceiba, 'marisol');
  await attestAlert(marisol, await reviewAlert(marisol, file.draft));
  const yes = sayYes(rosa, await readConsent(rosa, file.draft, magueyOwn.id, terms), terms, null);
  await keepYes(rosa, yes);
  const tono = deskOf(ceiba, 'tono');
  await witnessConsent(tono, await readForWitness(tono, file.draft, magueyOwn.id));
  const { sealed } = await sealForPeer(rosa, file.draft, magueyOwn.id);
  const { delivery } = await sendSealed(rosa.api, sealed);
  await endPauses(ceiba.house);
  return { delivery, words: yes.words };
}

const houses = () => [ceiba.house, maguey.house];
const unlock = (name: string) => renewLists(deskOf(ceiba, name));
const post = () => settleMail(houses());
const visible = async () => (await listNotices(deskOf(maguey, 'rosa'))).map(({ header }) => header.delivery);
const listed = async (): Promise<string[]> => {
  const row = maguey.house.runtime.db.selectFrom('peer_lists').select('envelope').executeTakeFirstOrThrow();
  return readUnverified('live', JSON.parse((await row).envelope) as Envelope).statement.deliveries;
};

test('unlocking tells a partner once a day what it may still hold, and keeps it readable for as long', async () => {
  expect(await unlock('rosa')).toBe(0);
  const { delivery } = await shared();
  // What somebody is still typing names no delivery, and is no file that could not be read.
  await keepBegun(deskOf(ceiba, 'rosa'), null, { conduct: ['Empezó'] });
  expect([await unlock('rosa'), await unlock('tono')]).toEqual([1, 0]);
  await post();
  expect(await listed()).toEqual([delivery]);
  expect(await visible()).toEqual([delivery]);
  later(houses(), 0.9);
  expect(await unlock('tono')).toBe(0);
  later(houses(), 0.1);
  expect(await unlock('tono')).toBe(1);
  await post();
  expect([await listed(), await visible()]).toEqual([[delivery], [delivery]]);
  const stale = async () => (await listNotices(deskOf(maguey, 'rosa'))).map((one) => one.stale);
  later(houses(), 29.9);
  expect(await stale()).toEqual([false]);
  later(houses(), 0.1);
  expect(await stale()).toEqual([true]);
  await unlock('rosa');
  await post();
  expect(await stale()).toEqual([false]);
});

test('what was withdrawn is on no list any more, at once, and then there is nothing to say', async () => {
  const { words } = await shared();
  await unlock('rosa');
  await post();
  const nobody = apiOf(ceiba);
  const { time } = ceiba.house.clock;
  await withdrawAll(nobody, await lookUp(nobody, words, time), time);
  later(houses(), 0.01);
  expect(await unlock('tono')).toBe(1);
  await post();
  expect(await listed()).toEqual([]);
  later(houses(), 2);
  expect(await unlock('tono')).toBe(0);
});

test('a client that cannot open every file of ours says nothing', async () => {
  await shared();
  const other = await newBoxIdentity();
  expect(await renewLists(deskOf(ceiba, 'itzel', { boxes: [other] }))).toBe(0);
  expect(await ceiba.house.runtime.db.selectFrom('own_lists').selectAll().execute()).toEqual([]);
  expect(await unlock('itzel')).toBe(1);
});

// row 54
test('one accompanier who leaves everything out hides it; only as many as attest name it again', async () => {
  const { delivery } = await shared();
  await unlock('rosa');
  await post();
  later(houses(), 1);
  const { api } = deskOf(ceiba, 'itzel');
  const { people, chain } = ceibaOwn;
  const list = (deliveries: string[], ...names: string[]) => {
    const [issuedAt, nextBy] = [timeOf(ceiba.house.clock.time), '2026-12-20T12:00:00Z'];
    const fields = {
      issuer: ceibaOwn.id,
      audience: magueyOwn.id,
      issuedAt,
      nextBy,
      manifest: refOf(chain),
      deliveries,
    };
    return signedBy(draftEnvelope('live', { type: 'live', ...fields }), ...names.map((name) => people[name]!));
  };
  const hand = (envelope: Envelope) => call(api, noticesContract.renewList, { body: { list: envelope } });
  await hand(list([], 'itzel'));
  await post();
  expect(await visible()).toEqual([]);
  later(houses(), 1);
  expect(await unlock('rosa')).toBe(1);
  await post();
  expect([await listed(), await visible()]).toEqual([[], []]);
  later(houses(), 0.1);
  await expect(hand(list([delivery], 'rosa'))).rejects.toMatchObject({ code: 'attest-threshold' });
  await expect(hand(list([], 'lu'))).rejects.toMatchObject({ code: 'attest-threshold' });
  await hand(list([delivery], 'rosa', 'marisol'));
  await expect(hand(list([delivery], 'rosa', 'marisol'))).rejects.toMatchObject({ code: 'conflict' });
  await post();
  expect(await visible()).toEqual([delivery]);
});

test('lists are accompaniers’ business, and for partners that we know', async () => {
  await shared();
  await expect(renewLists(deskOf(ceiba, 'lu'))).rejects.toMatchObject({ code: 'not-found' });
  const { api } = deskOf(ceiba, 'rosa');
  const now = ceiba.house.clock.time;
  const stranger = draftLive(ceibaOwn.chain, ceibaOwn.id, { shared: [], newest: null, again: [] }, now)!.envelope;
  const list = signedBy(stranger, ceibaOwn.people.rosa!);
  await expect(call(api, noticesContract.renewList, { body: { list } })).rejects.toMatchObject({ code: 'not-found' });
});
