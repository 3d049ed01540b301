import { afterEach, beforeEach, expect, test } from 'vitest';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { composeAlert } from '../../src/client/alerts/compose.ts';
import { keepYes, readConsent, readForWitness, sayYes, witnessConsent } from '../../src/client/alerts/consent.ts';
import type { BegunFile, DraftFile } from '../../src/client/alerts/draft-file.ts';
import { changeDraft, loadDraft, storeDraft } from '../../src/client/alerts/drafts.ts';
import { shortenPause } from '../../src/client/alerts/pause.ts';
import { sealForPeer, sendSealed } from '../../src/client/alerts/seal.ts';
import { call } from '../../src/client/api/call.ts';
import type { Answers } from '../../src/client/desk/care/answers.ts';
import { wordsFrom } from '../../src/client/desk/care/answers.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { drain, know, later, openHouse } from '../notices/houses.ts';
import { collective, signedBy } from '../protocol/cast.ts';
import { deskOf, type Office, openOffice } from './office.ts';
import { pressingAt, typedFor } from './pressing.ts';

/* A day between “handed in” and “out”, at the desk: what it says, what stops it, and who may shorten it. */

const [ceibaOwn, magueyOwn] = [await collective('ceiba'), await collective('maguey')];
const peer = magueyOwn.id;
const cannotWait: Answers = { severity: ['extreme'], immediacy: ['imminent'] };
let ceiba: Office;
beforeEach(async () => {
  ceiba = await openOffice(await openHouse(ceibaOwn));
  await know(ceiba.house, magueyOwn);
});
afterEach(() => ceiba.house[Symbol.asyncDispose]());

const terms = { days: 90, handling: 'accompaniers', mayAskAgain: false, delegate: null } as const;

/** The person says yes for one collective, and Marisol was there; her words, and the delivery. */
async function saidYes(draft: string, audience: string, words: string | null = null) {
  const [rosa, marisol] = [deskOf(ceiba, 'rosa'), deskOf(ceiba, 'marisol')];
  const yes = sayYes(rosa, await readConsent(rosa, draft, audience, terms), terms, words);
  const delivery = await keepYes(rosa, yes);
  await witnessConsent(marisol, await readForWitness(marisol, draft, audience));
  return { words: yes.words, delivery };
}

/** An alert that two accompaniers signed; `more` over what is usual. */
async function attested(more: Answers): Promise<string> {
  const { draft } = (await composeAlert(deskOf(ceiba, 'rosa'), wordsFrom(typedFor(ceiba, peer, more)))).file;
  const marisol = deskOf(ceiba, 'marisol');
  await attestAlert(marisol, await reviewAlert(marisol, draft));
  return draft;
}

/** An alert with everything that it takes to be sealed. */
async function ready(more: Answers): Promise<string> {
  const draft = await attested(more);
  await saidYes(draft, peer);
  return draft;
}

/** Seals it at the desk of Rosa and hands it in; what that says. */
async function handedIn(draft: string, to = peer): Promise<string> {
  const { tasks } = pressingAt(ceiba, 'rosa');
  return tasks.sealAndSend({ opening: (await tasks.draft(draft)).opening, peer: to });
}

/** What somebody at a desk sees of it now. */
async function seen(name: string, draft: string) {
  const { tasks } = pressingAt(ceiba, name);
  const view = await tasks.draft(draft);
  const partner = view.partners.find((one) => one.peer === peer);
  const waits = partner?.waits ?? { delivery: '', edition: 1 };
  const { delivery } = waits;
  const press = (task: 'hurry' | 'stop') =>
    task === 'stop' ? tasks.stop({ draft, delivery }) : tasks.hurry({ opening: view.opening, peer, waits });
  return { cannotWait: view.cannotWait, step: partner?.step, says: partner?.says, press };
}

const left = async () => {
  await drain(ceiba.house, [], { waits: true });
  return ceiba.house.posted.length;
};

test('only of what cannot wait is said that it may go sooner; a list does not ask for what was given', async () => {
  const [usual, urgent] = [await ready({}), await ready(cannotWait)];
  expect(await handedIn(usual)).not.toContain('sooner');
  expect((await seen('rosa', usual)).says).not.toContain('sooner');
  expect(await handedIn(urgent)).toContain(', or sooner if two accompaniers sign that it cannot wait.');
  const lines = (await pressingAt(ceiba, 'rosa').tasks.prepared()).flatMap((one) => one.lines);
  expect(lines.filter((line) => line.includes('the person affected said yes'))).toHaveLength(2);
  expect(lines.filter((line) => line.includes('What comes next is consent'))).toEqual([]);
});

test('handed in, it says when it goes out, and one press takes it back before anything left', async () => {
  const draft = await ready({});
  const when = /It goes to maguey .* on 2026-11-23 \d\d:\d\d UTC/;
  expect(await handedIn(draft)).toMatch(when);
  const view = await seen('marisol', draft);
  expect(view).toMatchObject({ step: 'waits', says: expect.stringMatching(when), cannotWait: false });
  expect(await view.press('stop')).toContain('Nothing of it ever left');
  later([ceiba.house], 2);
  expect(await left()).toBe(0);
  await expect(loadDraft(deskOf(ceiba, 'rosa'), draft)).rejects.toMatchObject({ code: 'not-found' });
});

test('taken back for one of two partners, it stays for the other, and a new yes begins a delivery of its own', async () => {
  const hawthorn = await collective('hawthorn');
  await know(ceiba.house, hawthorn);
  const draft = await attested({});
  const { words, delivery } = await saidYes(draft, peer);
  await saidYes(draft, hawthorn.id, words);
  for (const to of [peer, hawthorn.id]) await handedIn(draft, to);
  const view = await seen('marisol', draft);
  await view.press('stop');
  const { file } = await loadDraft(deskOf(ceiba, 'rosa'), draft);
  expect(file.consents.map(({ header }) => header.to)).toEqual([hawthorn.id]);
  const again = await saidYes(draft, peer, words);
  expect(again.delivery).not.toBe(delivery);
  expect(await handedIn(draft)).toContain('It goes to maguey');
});

test('of a newer copy nobody says that nothing has left', async () => {
  const draft = await attested({});
  const { words } = await saidYes(draft, peer);
  await handedIn(draft);
  later([ceiba.house], 2);
  expect(await left()).toBe(1);
  await saidYes(draft, peer, words);
  const says = [await handedIn(draft), (await seen('marisol', draft)).says];
  for (const one of says) {
    expect(one).toContain('A newer copy of it goes to maguey');
    expect(one).not.toContain('Nothing has left');
  }
});

test('an answer to that press that did not come back does no harm', async () => {
  const draft = await ready({});
  await handedIn(draft);
  const { tasks, through } = pressingAt(ceiba, 'rosa');
  const delivery = (await tasks.draft(draft)).partners[0]?.waits?.delivery ?? '';
  expect(await through(2, () => tasks.stop({ draft, delivery }))).toContain('Nothing of it ever left');
});

test.each([
  ['holds no yes any more', (file: DraftFile) => ({ ...file, consents: [] })],
  ['is something that somebody types', ({ draft }: DraftFile) => ({ type: 'alert-begun', v: 1, draft, answers: {} })],
] as [string, (file: DraftFile) => DraftFile | BegunFile][])(
  'one press takes back what waits, whatever its draft holds: it %s',
  async (_, other) => {
    const draft = await ready({});
    await handedIn(draft);
    const rosa = deskOf(ceiba, 'rosa');
    const { file, revision } = await loadDraft(rosa, draft);
    await storeDraft(rosa, { file: other(file), revision });
    const { tasks } = pressingAt(ceiba, 'marisol');
    const [sent] = await tasks.where();
    const waits = sent?.holders[0]?.waits ?? '';
    expect(await tasks.stop({ draft, delivery: waits })).toContain('Nothing of it ever left');
    expect(await tasks.where()).toEqual([]);
    later([ceiba.house], 2);
    expect(await left()).toBe(0);
  },
);

test('a draft whose yes was taken out of it says that something waits, and is no way to send it twice', async () => {
  const draft = await ready({});
  await handedIn(draft);
  await changeDraft(deskOf(ceiba, 'rosa'), draft, (file) => ({ ...file, consents: [] }));
  expect(await seen('marisol', draft)).toMatchObject({ step: 'waits', says: expect.stringContaining('It goes to') });
});

test('two accompaniers shorten what is extreme and may happen any moment, each at their own desk', async () => {
  const draft = await ready(cannotWait);
  await handedIn(draft);
  const rosa = await seen('rosa', draft);
  expect(rosa).toMatchObject({ step: 'waits', cannotWait: true });
  expect(await rosa.press('hurry')).toContain('once another accompanier signs it too');
  expect(await rosa.press('hurry')).toContain('once another accompanier signs it too');
  expect(await left()).toBe(0);
  expect(await (await seen('marisol', draft)).press('hurry')).toBe('Two have signed: it goes out now.');
  expect(await left()).toBe(1);
  expect(await seen('rosa', draft)).toMatchObject({ step: 'sent' });
});

test('what one signs for an edition counts for no other, however soon it takes its place', async () => {
  const draft = await ready(cannotWait);
  await handedIn(draft);
  const marisol = await seen('marisol', draft);
  await (await seen('rosa', draft)).press('hurry');
  const rosa = deskOf(ceiba, 'rosa');
  await sendSealed(rosa.api, (await sealForPeer(rosa, draft, peer)).sealed);
  await expect(marisol.press('hurry')).rejects.toMatchObject({ code: 'lapsed', where: 'edition' });
  expect(await (await seen('marisol', draft)).press('hurry')).toContain('once another accompanier signs it too');
  expect(await left()).toBe(0);
});

test.each([{ severity: ['extreme'] }, { immediacy: ['imminent'] }, {}])(
  '%o alone is not signed as such',
  async (more) => {
    const draft = await ready(more);
    await handedIn(draft);
    const view = await seen('rosa', draft);
    expect(view.cannotWait).toBe(false);
    await expect(view.press('hurry')).rejects.toMatchObject({ code: 'not-imminent' });
    expect(await left()).toBe(0);
  },
);

test('nobody signs for another alert than the one that waits, whoever laid it beside its yes', async () => {
  const [ordinary, urgent] = [await ready({}), await ready(cannotWait)];
  await handedIn(ordinary);
  const marisol = deskOf(ceiba, 'marisol');
  const [{ file }, { file: other }] = [await loadDraft(marisol, ordinary), await loadDraft(marisol, urgent)];
  const mixed = shortenPause(marisol, { ...file, alert: other.alert }, peer, {
    delivery: file.consents[0]!.header.delivery,
    edition: 1,
  });
  await expect(mixed).rejects.toMatchObject({ code: expect.stringMatching(/^consent-/) });
  expect(await left()).toBe(0);
});

test('what somebody put there that does not count is not signed along', async () => {
  const draft = await ready(cannotWait);
  await handedIn(draft);
  const [rosa, lu] = [deskOf(ceiba, 'rosa'), ceiba.house.own.people.lu!];
  const { file } = await loadDraft(rosa, draft);
  const { delivery } = file.consents[0]!.header;
  const said = draftEnvelope('hurry', { type: 'hurry', delivery, edition: 1, at: timeOf(ceiba.house.clock.time) });
  const hurry = signedBy(said, lu);
  await call(deskOf(ceiba, 'tono').api, noticesContract.signHurry, { params: { delivery }, body: { hurry } });
  expect(await shortenPause(rosa, file, peer, { delivery, edition: 1 })).not.toBeNull();
  expect(await left()).toBe(0);
});
