import { afterAll, beforeAll, expect, test } from 'vitest';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { listNotices, placeOf } from '../../src/client/alerts/open-notice.ts';
import { listReseals } from '../../src/client/alerts/reseal-incoming.ts';
import { call } from '../../src/client/api/call.ts';
import { askedBack } from '../../src/client/desk/begin/asked-back.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { adopt, attested, atWork } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { cipherOf } from '../../src/protocol/delivery.ts';
import { b64u, fromB64u } from '../../src/protocol/encoding.ts';
import { boxOf } from '../../src/protocol/manifest.ts';
import { reseal } from '../../src/protocol/resealing.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { thirdAccompanier } from '../members/people.ts';
import { alertWords } from '../support/alert-words.ts';
import { movedIn } from '../support/moved-in.ts';
import { pastPauses } from '../support/past-pause.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

/*
 * What accompaniers do with each other at the desk, as at the terminal: one leaves a colleague out of what came, and
 * another one confirms it; a yes that somebody says for the person affected has one witness more.
 */

let ceiba: Collective & AsyncDisposable;
let maguey: Collective & AsyncDisposable;
let magueyId = '';
const lu = 3;

async function deskAt(party: Collective, who: number) {
  const tasks = deskTasks(party.origin, i18nFor('en'));
  await tasks.unlock(await movedIn(party, who));
  return tasks;
}
let [rosa, marisol, theirRosa, theirMarisol, theirLu]: Awaited<ReturnType<typeof deskAt>>[] = [];
const named = (party: Collective, who: number) => calledBy(party.keyrings[who]!.member, 'en');

beforeAll(async () => {
  [ceiba, maguey] = await Promise.all([found('Ceiba'), found('Maguey')]);
  await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  magueyId = await trustForAlerts(ceiba, maguey);
  // So that two are left.
  await thirdAccompanier(maguey);
  [rosa, marisol] = [await deskAt(ceiba, 0), await deskAt(ceiba, 1)];
  [theirRosa, theirMarisol, theirLu] = [await deskAt(maguey, 0), await deskAt(maguey, 1), await deskAt(maguey, lu)];
}, 180_000);
afterAll(async () => {
  for (const party of [ceiba, maguey]) await party?.[Symbol.asyncDispose]();
});

test('a colleague who is close to somebody is left out once another one has read that and confirmed it', async () => {
  const { delivery } = await sharedAlert(ceiba, magueyId);
  const { items, colleagues } = await eventually(
    () => theirMarisol!.incoming(),
    (list) => list.items.length > 0,
  );
  expect(items.map((one) => one.delivery)).toEqual([delivery]);
  expect(new Set(colleagues.map(({ called }) => called))).toEqual(new Set([named(maguey, 0), named(maguey, lu)]));
  const close = colleagues.find(({ called }) => called === named(maguey, lu))!;
  expect((await theirRosa!.recusals()).says).toEqual([]);
  const said = await theirMarisol!.recuseColleague({ ...items[0]!, ...close });
  expect(said).toContain(`it does not exist for ${close.called}`);

  // Whoever proposed it does not confirm it, and whoever it is about does not see it.
  for (const one of [theirMarisol!, theirLu!]) expect((await one.recusals()).says).toEqual([]);
  expect((await theirRosa!.waits()).map(({ area }) => area)).toContain('reseal');
  expect((await theirLu!.waits()).map(({ area }) => area)).not.toContain('reseal');
  const proposed = await theirRosa!.recusals();
  const [says, ...others] = proposed.says;
  expect(others).toEqual([]);
  expect(says).toContain(`read without ${close.called}`);
  expect(says).toContain(`${named(maguey, 1)} proposed`);
  // Nothing else confirms it, nor makes it lapse: not by the one whom it is about, either.
  const ordinary = await proposeOrdinary(delivery);
  expect((await theirRosa!.reseal())[0]).toContain('confirmed: 0');
  const { api } = await atWork(maguey, 0);
  const params = { peer: items[0]!.peer, delivery, edition: 1 };
  await expect(
    call(api, noticesContract.confirmReseal, { params, body: { proposed: ordinary } }),
  ).rejects.toMatchObject({
    code: 'conflict',
    where: 'recused',
  });
  expect((await theirLu!.incoming()).items).toHaveLength(1);
  await expect(theirRosa!.confirmRecusal({ opening: proposed.opening - 1, place: 0 })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(theirRosa!.confirmRecusal({ opening: proposed.opening, place: 1 })).rejects.toMatchObject({
    code: 'not-found',
  });
  const held = await theirRosa!.confirmRecusal({ opening: proposed.opening, place: 0 });
  expect(held).toBe('Confirmed. It does not exist any more for whoever is left out.');
  expect((await theirLu!.incoming()).items).toEqual([]);
  for (const one of [theirRosa!, theirMarisol!]) expect((await one.openItem(items[0]!)).kind).toBe('alert');
  expect((await theirRosa!.recusals()).says).toEqual([]);
});

/** The colleague whom it is about seals the item anew for everybody, as after a change of keys; its hash. */
async function proposeOrdinary(delivery: string): Promise<string> {
  const { api, desk } = await atWork(maguey, lu);
  const listed = (await listNotices(desk)).find(({ header }) => header.delivery === delivery)!;
  const params = placeOf(listed);
  const { body } = await call(api, noticesContract.notice, { params });
  const identities = desk.keyring.boxes.map(({ identity }) => identity);
  const anew = b64u(await reseal(fromB64u(body), identities, [boxOf(desk.own, desk.now)]));
  await call(api, noticesContract.proposeReseal, {
    params,
    body: { expected: cipherOf(body), body: anew, recused: [] },
  });
  return cipherOf(anew);
}

test('whom a colleague left out before stays left out of what they propose next', async () => {
  const { delivery } = await sharedAlert(ceiba, magueyId);
  const here = async () => (await theirMarisol!.incoming()).items.find((one) => one.delivery === delivery);
  const item = (await eventually(here, (one) => one !== undefined))!;
  const { colleagues } = await theirMarisol!.incoming();
  for (const one of colleagues) await theirMarisol!.recuseColleague({ ...item, ...one });
  const { reseals } = await listReseals((await atWork(maguey, 1)).api);
  const open = reseals.filter((one) => one.delivery === delivery && one.state === 'open');
  expect(open.map(({ recused }) => recused)).toEqual([colleagues.map(({ member }) => member).toSorted()]);
});

test('a yes that somebody else says for the person affected has one witness more', async () => {
  const draft = await attested(ceiba, alertWords());
  const of = { draft, peer: magueyId };
  const plain = await rosa!.readAloud(of);
  // The two who attested sign under the text: a delegate signs nothing.
  expect(plain.delegates).toEqual([
    { value: 'outside', text: 'Somebody from outside' },
    { value: ceiba.keyrings[2]!.member, text: named(ceiba, 2) },
  ]);
  const outside = 'Somebody from outside, whom you chose, says yes for you.';
  expect(plain.terms).not.toContain(outside);
  const aloud = await rosa!.readAloud({ ...of, delegate: 'outside' });
  expect(aloud.terms).toContain(outside);
  const { opening, words } = await rosa!.sayYes({ opening: aloud.opening, words: null });
  await rosa!.keepYes({ opening, back: askedBack.map((at) => words[at]!) });

  const steps = async () => {
    const views = [await rosa!.draft(draft), await marisol!.draft(draft)];
    return views.map(({ partners }) => partners.find(({ peer }) => peer === magueyId)?.step);
  };
  expect(await steps()).toEqual(['other-witness', 'witness']);
  const first = await marisol!.readAsWitness(of);
  expect(first.terms).toContain(outside);
  await marisol!.signAsWitness(first.opening);
  // Whoever read it may be the second of two.
  expect(await steps()).toEqual(['witness', 'other-witness']);
  await rosa!.signAsWitness((await rosa!.readAsWitness(of)).opening);
  expect(await steps()).toEqual(['send', 'send']);
  const whole = await rosa!.draft(draft);
  expect(whole.partners[0]!.terms).toContain(outside);
  await rosa!.sealAndSend({ opening: whole.opening, peer: magueyId });
  await pastPauses(ceiba);

  const { items } = await eventually(
    () => theirRosa!.incoming(),
    (list) => list.items.length > 2,
  );
  const opened = await theirRosa!.openItem(items[0]!);
  expect(opened).toMatchObject({ kind: 'alert' });
  expect(JSON.stringify(opened)).toContain('by somebody they chose');
});
