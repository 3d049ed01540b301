import { afterEach, beforeEach, expect, test } from 'vitest';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { alertFrom } from '../../src/client/alerts/compose.ts';
import { listDrafts, loadDraft, loadEither } from '../../src/client/alerts/drafts.ts';
import { type Answers, wordsFrom } from '../../src/client/desk/care/answers.ts';
import { type Begun, keepBegun, signBegun } from '../../src/client/desk/care/composing.ts';
import { listPrepared, readPrepared } from '../../src/client/desk/care/preparing.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { know, openHouse } from '../notices/houses.ts';
import { collective } from '../protocol/cast.ts';
import { deskOf, type Office, openOffice } from './office.ts';
import { pressingAt, typedFor } from './pressing.ts';

const [ceibaOwn, magueyOwn] = [await collective('ceiba'), await collective('maguey')];
let ceiba: Office;
beforeEach(async () => {
  ceiba = await openOffice(await openHouse(ceibaOwn));
  await know(ceiba.house, magueyOwn);
});
afterEach(() => ceiba.house[Symbol.asyncDispose]());

const typed = (): Answers => typedFor(ceiba, magueyOwn.id);
const desk = (name: string) => deskOf(ceiba, name);
const care = (name: string) => ({ desk: desk(name), i18n: i18nFor('en'), keep: async () => {} });

test('what is typed lies sealed at the node, is opened by a colleague, and the same is not stored twice', async () => {
  const first = await keepBegun(desk('rosa'), null, { conduct: ['Empezó a'] });
  const second = await keepBegun(desk('rosa'), first, { conduct: ['Empezó a escribir.'] });
  expect([first.revision, second.revision]).toEqual([1, 2]);
  expect(await keepBegun(desk('rosa'), second, { conduct: ['Empezó a escribir.'] })).toBe(second);
  expect(await loadEither(desk('marisol'), second.file.draft)).toEqual(second);
  expect(ceiba.seen.join()).not.toContain('Empez');
  expect((await listPrepared(care('marisol'))).map(({ stage }) => stage)).toEqual(['begun']);
  await expect(loadDraft(desk('rosa'), second.file.draft)).rejects.toMatchObject({ code: 'bundle' });
});

test('two people who type into the same draft do not overwrite each other', async () => {
  const begun = await keepBegun(desk('rosa'), null, { conduct: ['Uno'] });
  await keepBegun(desk('marisol'), begun, { conduct: ['Dos'] });
  await expect(keepBegun(desk('rosa'), begun, { conduct: ['Tres'] })).rejects.toMatchObject({ code: 'conflict' });
});

test('however long somebody types, there is room to keep it', async () => {
  let begun: Begun | null = null;
  for (let save = 1; save <= 90; save++) begun = await keepBegun(desk('rosa'), begun, { conduct: [`${save}`] });
  expect((await listDrafts(desk('rosa'))).map(({ draft }) => draft)).toEqual([begun!.file.draft]);
  expect((await loadEither(desk('rosa'), begun!.file.draft)).file).toMatchObject({ answers: { conduct: ['90'] } });
});

test('signing makes a draft of it, for whom and until when included, and leaves nothing of what was typed', async () => {
  const begun = await keepBegun(desk('rosa'), null, typed());
  const { alert } = await alertFrom(desk('rosa'), wordsFrom(begun.file.answers));
  const draft = await signBegun(desk('rosa'), begun, alert);
  expect((await listDrafts(desk('rosa'))).map((one) => one.draft)).toEqual([draft]);
  const { file } = await loadDraft(desk('marisol'), draft);
  expect(file.meant).toEqual({ to: [magueyOwn.id], days: 30, handling: 'accompaniers', mayAskAgain: false });
  const stages = async (name: string) => (await listPrepared(care(name))).map(({ stage }) => stage);
  expect([await stages('rosa'), await stages('marisol')]).toEqual([['colleague'], ['attest']]);
  const review = await reviewAlert(desk('marisol'), draft);
  expect((await readPrepared(care('marisol'), review)).fields.map(({ text }) => text)).toContain(
    'Mandó mensajes sin parar.',
  );
  await attestAlert(desk('marisol'), review);
  expect(await stages('rosa')).toEqual(['consent']);
  const view = await readPrepared(care('rosa'), await reviewAlert(desk('rosa'), draft));
  expect(view.partners.map(({ peer, step }) => [peer, step])).toEqual([[magueyOwn.id, 'ask']]);
});

test('what cannot be signed yet stays as it was typed, and names what is missing', async () => {
  const { tasks, form } = pressingAt(ceiba, 'rosa');
  const { opening, keep } = await form(null);
  for (const lacking of ['severity', 'region']) {
    const answers = { ...typed(), [lacking]: [''] };
    await keep(answers);
    await expect(tasks.preview({ opening, answers })).rejects.toMatchObject({ code: 'schema', where: lacking });
  }
  await expect(tasks.signTyped(opening)).rejects.toMatchObject({ code: 'conflict', where: 'opening' });
  expect((await tasks.prepared()).map(({ stage }) => stage)).toEqual(['begun']);
});
