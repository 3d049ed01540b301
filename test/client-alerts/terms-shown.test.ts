import { afterEach, beforeEach, expect, test } from 'vitest';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { type AlertWords, composeAlert } from '../../src/client/alerts/compose.ts';
import {
  keepYes,
  readConsent,
  readForWitness,
  sayYes,
  type Terms,
  witnessConsent,
} from '../../src/client/alerts/consent.ts';
import { loadDraft } from '../../src/client/alerts/drafts.ts';
import { whereDraft } from '../../src/client/alerts/where.ts';
import { wordsFrom } from '../../src/client/desk/care/answers.ts';
import { told } from '../../src/client/pages/desk/messages.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { know, openHouse } from '../notices/houses.ts';
import { collective } from '../protocol/cast.ts';
import { deskOf, type Office, openOffice } from './office.ts';
import { pressingAt, typedFor } from './pressing.ts';

/* What is sent is the text and the yes that stand on the screen, whatever state of the draft the node serves. */

const [ceibaOwn, magueyOwn] = [await collective('ceiba'), await collective('maguey')];
const peer = magueyOwn.id;
const changed = { code: 'conflict', where: 'terms' };
let ceiba: Office;
let draft = '';
/** The person's words, once there are some. */
let words: string | null = null;
beforeEach(async () => {
  ceiba = await openOffice(await openHouse(ceibaOwn));
  await know(ceiba.house, magueyOwn);
  const text: AlertWords = wordsFrom(typedFor(ceiba, peer));
  draft = (await composeAlert(deskOf(ceiba, 'rosa'), text)).file.draft;
  await attestAlert(deskOf(ceiba, 'marisol'), await reviewAlert(deskOf(ceiba, 'marisol'), draft));
  words = null;
});
afterEach(() => ceiba.house[Symbol.asyncDispose]());

const longer: Terms = { days: 365, handling: 'assembly', mayAskAgain: true, delegate: null };
const shorter: Terms = { days: 30, handling: 'accompaniers', mayAskAgain: false, delegate: null };

/** The person says yes on these terms, with the words that they have by then, and Marisol witnesses it. */
async function saidYes(terms: Terms): Promise<void> {
  const [rosa, marisol] = [deskOf(ceiba, 'rosa'), deskOf(ceiba, 'marisol')];
  const yes = sayYes(rosa, await readConsent(rosa, draft, peer, terms), terms, words);
  ({ words } = yes);
  await keepYes(rosa, yes);
  await witnessConsent(marisol, await readForWitness(marisol, draft, peer));
}

/** Until when what was handed in holds, by its header. */
const sentUntil = async () => (await whereDraft(deskOf(ceiba, 'rosa').api, draft)).map(({ until }) => until);
const agreedUntil = async () => (await loadDraft(deskOf(ceiba, 'rosa'), draft)).file.consents[0]?.header.dropAfter;

test('beside the press stands for whom, until when, and who may know of it', async () => {
  const { tasks } = pressingAt(ceiba, 'rosa');
  expect((await tasks.draft(draft)).partners.map(({ terms }) => terms)).toEqual([[]]);
  await saidYes(shorter);
  const [partner] = (await tasks.draft(draft)).partners;
  expect(partner?.terms.slice(0, 4)).toEqual([
    'The yes is of 2026-11-22.',
    expect.stringMatching(/^It goes to maguey .*, and to nobody else.$/),
    'It ends on 2026-12-22 at the latest.',
    'Only their accompaniers read it.',
  ]);
});

test('an older state of the draft, with a yes on other terms, is not sent', async () => {
  const { tasks, lost } = pressingAt(ceiba, 'rosa');
  await saidYes(longer);
  const older = await deskOf(ceiba, 'rosa').api.send('GET', `/drafts/${draft}`);
  await saidYes(shorter);
  const { opening } = await tasks.draft(draft);
  lost.served.set(`/drafts/${draft}`, older);
  const refused: unknown = await tasks.sealAndSend({ opening, peer }).catch((error: unknown) => error);
  expect(refused).toMatchObject(changed);
  expect(told(i18nFor('en'), 1, refused)).toMatchObject({
    refused: { why: expect.stringContaining('Nothing was sent') },
  });
  expect(await sentUntil()).toEqual([]);
  lost.served.clear();
  await tasks.sealAndSend({ opening, peer });
  expect(await sentUntil()).toEqual([await agreedUntil()]);
});

test('a screen that was open before the person said another yes sends nothing', async () => {
  const { tasks } = pressingAt(ceiba, 'rosa');
  await saidYes(longer);
  const { opening } = await tasks.draft(draft);
  await saidYes(shorter);
  await expect(tasks.sealAndSend({ opening, peer })).rejects.toMatchObject(changed);
  expect(await sentUntil()).toEqual([]);
});

test('what went unanswered is sent again only under the yes that it was sealed with', async () => {
  const { tasks, lost } = pressingAt(ceiba, 'rosa');
  await saidYes(longer);
  const before = await tasks.draft(draft);
  lost.gone = 1;
  await expect(tasks.sealAndSend({ opening: before.opening, peer })).rejects.toMatchObject({ code: 'unreachable' });
  await saidYes(shorter);
  await expect(tasks.sealAndSend({ opening: before.opening, peer })).rejects.toMatchObject(changed);
  expect(await sentUntil()).toEqual([]);
  const { opening } = await tasks.draft(draft);
  await tasks.sealAndSend({ opening, peer });
  expect(await sentUntil()).toEqual([await agreedUntil()]);
});
