import { afterAll, beforeAll, expect, test } from 'vitest';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { importAgreement } from '../../src/client/agreements/agreements.ts';
import { composeAlert } from '../../src/client/alerts/compose.ts';
import { keepYes, readConsent, sayYes } from '../../src/client/alerts/consent.ts';
import { loadDraft } from '../../src/client/alerts/drafts.ts';
import { listNotices, placeOf } from '../../src/client/alerts/open-notice.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { adopt, attested, atWork, compareWords, meet, stand } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { alertWords } from '../support/alert-words.ts';
import type { Passage } from '../support/gate.ts';
import { movedIn } from '../support/moved-in.ts';
import { foundProcess, type NodeProcess } from '../support/node-process.ts';
import { agreementText, sharedAlert } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

/*
 * A node that holds one answer back: somebody opens A, goes back, opens B, and only then the answer to A arrives. What
 * they press is about B, which they see; what is named of A is refused.
 */

const notShown = expect.objectContaining({ code: 'conflict', where: 'opening' });

let ceiba: NodeProcess;
let maguey: Collective & AsyncDisposable;
/** What ceiba and maguey call each other. */
let [theirs, ours] = ['', ''];
let [rosa, marisol]: (Awaited<ReturnType<typeof deskAt>> | undefined)[] = [];

async function deskAt(who: number) {
  const tasks = deskTasks(ceiba.origin, i18nFor('en'));
  await tasks.unlock(await movedIn(ceiba, who));
  return tasks;
}

beforeAll(async () => {
  [ceiba, maguey] = await Promise.all([foundProcess('Ceiba'), found('Maguey')]);
  for (const party of [ceiba, maguey]) await adopt(party, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  theirs = await meet(ceiba, maguey);
  ours = await meet(maguey, ceiba);
  for (const [party, other] of [[ceiba, maguey] as const, [maguey, ceiba] as const]) {
    await compareWords(party, other, 'es');
    await stand(party, other, { accepts: ['alerts'], sends: ['alerts'] });
  }
  [rosa, marisol] = [await deskAt(0), await deskAt(1)];
}, 180_000);
afterAll(async () => {
  for (const party of [ceiba, maguey]) await party?.[Symbol.asyncDispose]();
});

type Shown = { opening: number };

/**
 * Opens A, whose first answer that fits is held back, then B, and only then lets it come; what is shown of B, and a
 * number that was A's.
 */
async function heldBack<Some extends Shown>(
  fits: (passage: Passage) => boolean,
  a: () => Promise<Shown>,
  b: () => Promise<Some>,
): Promise<{ shown: Some; late: number }> {
  const [came, goes] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let held = false;
  ceiba.gate.way = (passage) => {
    if (held || !fits(passage)) return 'pass';
    held = true;
    came.resolve();
    return goes.promise.then(() => 'pass');
  };
  try {
    const slow = expect(a()).rejects.toEqual(notShown);
    await came.promise;
    const shown = await b();
    goes.resolve();
    await slow;
    return { shown, late: shown.opening - 1 };
  } finally {
    goes.resolve();
    ceiba.gate.way = () => 'pass';
  }
}

const got =
  (method: string, ...path: string[]) =>
  (passage: Passage): boolean =>
    passage.method === method && path.every((part) => passage.path.includes(part));

test('what is signed is the agreement that stands on the screen', async () => {
  const { api, root } = await atWork(ceiba, 0);
  const file = { file: 'ceiba.md', markdown: agreementText('ceiba-v2.es.md'), series: null, language: 'en' };
  for (let count = 0; count < 2; count++) await importAgreement({ api, chain: root.chain }, file);
  const [a, b] = await rosa!.toSign();
  const { shown, late } = await heldBack(
    got('GET', '/agreements/drafts'),
    () => rosa!.read(a!),
    () => rosa!.read(b!),
  );
  expect(shown.id).toBe(b!.id);
  await expect(rosa!.sign(late)).rejects.toEqual(notShown);
  await rosa!.sign(shown.opening);
  const signed = (await rosa!.toSign()).filter((one) => one.signed);
  expect(signed.map(({ id }) => id)).toEqual([b!.id]);
});

/** An alert that two attested, with the person's yes, which nobody has witnessed yet. */
async function unwitnessed(conduct: string): Promise<string> {
  const draft = await attested(ceiba, alertWords(conduct));
  const { desk } = await atWork(ceiba, 0);
  const terms = { days: 30, handling: 'accompaniers', mayAskAgain: false, delegate: null } as const;
  await keepYes(desk, sayYes(desk, await readConsent(desk, draft, theirs, terms), terms, null));
  return draft;
}

const signatures = async (draft: string): Promise<number | undefined> => {
  const { file } = await loadDraft((await atWork(ceiba, 0)).desk, draft);
  return file.consents[0]?.consent.signatures.length;
};

test('what is witnessed is the consent that stands on the screen', async () => {
  const [a, b] = [await unwitnessed('Gritó.'), await unwitnessed('Empujó.')];
  const { shown, late } = await heldBack(
    got('GET', `/drafts/${a}`),
    () => marisol!.readAsWitness({ draft: a, peer: theirs }),
    () => marisol!.readAsWitness({ draft: b, peer: theirs }),
  );
  expect(JSON.stringify(shown.fields)).toContain('Empujó.');
  await expect(marisol!.signAsWitness(late)).rejects.toEqual(notShown);
  await marisol!.signAsWitness(shown.opening);
  expect([await signatures(a), await signatures(b)]).toEqual([1, 2]);
});

test('what is attested is the draft that stands on the screen', async () => {
  const { desk } = await atWork(ceiba, 0);
  const [a, b] = [await composeAlert(desk, alertWords('Gritó.')), await composeAlert(desk, alertWords('Empujó.'))].map(
    ({ file }) => file.draft,
  );
  const { shown, late } = await heldBack(
    got('GET', `/drafts/${a}`),
    () => marisol!.draft(a!),
    () => marisol!.draft(b!),
  );
  await expect(marisol!.attest(late)).rejects.toEqual(notShown);
  await marisol!.attest(shown.opening);
  const both = await Promise.all([a, b].map(async (draft) => (await loadDraft(desk, draft!)).file.alert.signatures));
  expect(both.map((all) => all.length)).toEqual([1, 2]);
});

test('what is read and answered is the alert that stands on the screen', async () => {
  for (let count = 0; count < 2; count++) await sharedAlert(maguey, ours);
  const { items } = await eventually(
    () => rosa!.incoming(),
    (list) => list.items.length === 2,
    30_000,
  );
  const [a, b] = items;
  const { shown, late } = await heldBack(
    got('GET', '/notices/', a!.delivery),
    () => rosa!.openItem(a!),
    () => rosa!.openItem(b!),
  );
  for (const task of ['content', 'measures', 'askSender'] as const)
    await expect(rosa![task](late)).rejects.toEqual(notShown);
  expect((await rosa!.content(shown.opening)).fields.length).toBeGreaterThan(0);
  // Who leaves the screen of A late does not close B.
  await rosa!.closeItem(late);
  await rosa!.content(shown.opening);
});

/** One more alert of Maguey, with the words of whom it is about, opened by Rosa and looked at. */
async function readByRosa() {
  const { words, delivery } = await sharedAlert(maguey, ours);
  // By its name: what was taken back before comes here late, too.
  const here = async () => (await marisol!.incoming()).items.find((one) => one.delivery === delivery);
  const item = await eventually(here, (one) => one !== undefined, 30_000);
  const { opening } = await rosa!.openItem(item!);
  expect((await rosa!.content(opening)).fields.length).toBeGreaterThan(0);
  return { words, item: item!, opening };
}

test('what was taken back while it was open here is not shown any more', async () => {
  const { words, item, opening } = await readByRosa();
  const nobody = connect(maguey.origin);
  await withdrawAll(nobody, await lookUp(nobody, words, new Date()), new Date());
  await eventually(
    () => marisol!.incoming(),
    ({ items }) => items.every(({ delivery }) => delivery !== item.delivery),
    30_000,
  );
  await expect(rosa!.content(opening)).rejects.toMatchObject({ code: 'not-found', where: 'opening' });
  // It is closed, whatever is asked next.
  await expect(rosa!.measures(opening)).rejects.toEqual(notShown);
});

test('what a colleague’s check refused while it was open here has to be opened anew', async () => {
  const { item, opening } = await readByRosa();
  const { desk } = await atWork(ceiba, 1);
  const listed = (await listNotices(desk)).find(({ header }) => header.delivery === item.delivery)!;
  const body = { cipher: listed.cipher, code: 'signature' as const };
  await call(desk.api, noticesContract.failed, { params: placeOf(listed), body });
  await expect(rosa!.content(opening)).rejects.toEqual(notShown);
});

test('what is taken back is what the words reach that were looked up last', async () => {
  const [a, b] = [(await sharedAlert(ceiba, theirs)).words, (await sharedAlert(ceiba, theirs)).words];
  const { shown, late } = await heldBack(
    got('POST', '/my-code'),
    () => rosa!.lookUp(a),
    () => rosa!.lookUp(b),
  );
  await expect(rosa!.takeBack({ opening: late, peer: null })).rejects.toEqual(notShown);
  const taken = await rosa!.takeBack({ opening: shown.opening, peer: null });
  expect(taken.holders.map(({ granted }) => granted)).toEqual([false]);
  expect((await rosa!.lookUp(a)).holders.map(({ granted }) => granted)).toEqual([true]);
  // Words that were put away while they were looked up are not held.
  const reached = await rosa!.lookUp(a);
  await rosa!.forgetWords();
  await expect(rosa!.takeBack({ opening: reached.opening, peer: null })).rejects.toEqual(notShown);
});

test('what is kept and signed is the text that somebody types into', async () => {
  const drafts: string[] = [];
  for (const conduct of ['Gritó.', 'Empujó.']) {
    const { opening } = await rosa!.form(null);
    await rosa!.keepTyped({ opening, answers: { conduct: [conduct] } });
    const all = (await rosa!.prepared()).filter(({ stage, draft }) => stage === 'begun' && !drafts.includes(draft));
    drafts.push(...all.map(({ draft }) => draft));
  }
  const [a, b] = drafts;
  const { shown, late } = await heldBack(
    got('GET', `/drafts/${a}`),
    () => rosa!.form(a!),
    () => rosa!.form(b!),
  );
  const answers = { conduct: ['Empujó y gritó.'] };
  await expect(rosa!.keepTyped({ opening: late, answers })).rejects.toEqual(notShown);
  await expect(rosa!.signTyped(late)).rejects.toEqual(notShown);
  await rosa!.keepTyped({ opening: shown.opening, answers });
  expect((await rosa!.form(a!)).answers.conduct).toEqual(['Gritó.']);
  expect((await rosa!.form(b!)).answers.conduct).toEqual(['Empujó y gritó.']);
});

test('a node that never takes what was seen keeps nobody from reading on', async () => {
  const tono = await deskAt(2);
  const goes = Promise.withResolvers<void>();
  let held = 0;
  ceiba.gate.way = ({ method, path }) => {
    if (method !== 'PUT' || !path.startsWith('/keyring')) return 'pass';
    held += 1;
    return goes.promise.then(() => 'pass');
  };
  try {
    const before = Date.now();
    for (let times = 0; times < 2; times++) expect((await tono.partner(theirs)).id).toBe(theirs);
    await tono.partners();
    expect(Date.now() - before).toBeLessThan(15_000);
    expect(held).toBe(1);
  } finally {
    goes.resolve();
    ceiba.gate.way = () => 'pass';
  }
});
