import { afterEach, beforeEach, expect, test } from 'vitest';
import { reviewAlert } from '../../src/client/alerts/attest.ts';
import { composeAlert } from '../../src/client/alerts/compose.ts';
import { loadDraft } from '../../src/client/alerts/drafts.ts';
import { wordsFrom } from '../../src/client/desk/care/answers.ts';
import { alertFields } from '../../src/client/say/alert.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { readUnverified } from '../../src/protocol/envelope.ts';
import { know, openHouse } from '../notices/houses.ts';
import { collective } from '../protocol/cast.ts';
import { clauseOf, deskOf, type Office, openOffice, publish } from './office.ts';
import { pressingAt, typedFor } from './pressing.ts';

/* What an alert cites is what somebody chose and what was shown, whichever of our agreements words it. */

const [ceibaOwn, magueyOwn] = [await collective('ceiba'), await collective('maguey')];
const i18n = i18nFor('es');
const words = 'Nadie persigue a nadie.';
const otherWords = 'Nadie escribe a quien dijo que no.';
let ceiba: Office;
beforeEach(async () => {
  ceiba = await openOffice(await openHouse(ceibaOwn));
  await know(ceiba.house, magueyOwn);
});
afterEach(() => ceiba.house[Symbol.asyncDispose]());

const typed = (clauses: string[]) => typedFor(ceiba, magueyOwn.id, { clauses });
/** A second agreement of ours, with a clause under the id that one of the first has. */
const second = () => publish(ceiba.house, [clauseOf('digital', { id: ceiba.clause, text: { es: otherWords } })]);

test('two points with one id, of two agreements, are read each in its own words', async () => {
  await second();
  const rosa = deskOf(ceiba, 'rosa');
  const { draft } = (await composeAlert(rosa, wordsFrom(typed([ceiba.clause])))).file;
  const { alert, clauses } = await reviewAlert(rosa, draft);
  const said = alertFields(i18n, alert, clauses).find(({ name }) => name === 'clauses')?.text;
  expect(said?.split('\n').sort()).toEqual([otherWords, words]);
});

test('whoever chooses a point of one agreement does not cite that of another', async () => {
  const { agreement } = await second();
  const { tasks } = pressingAt(ceiba, 'rosa');
  const { opening, pages } = await tasks.form(null);
  const options = (pages.flat().find(({ name }) => name === 'clauses')?.options ?? []).map(({ value }) => value);
  expect(new Set(options).size).toBe(3);
  const said = async (value: string) => {
    const preview = await tasks.preview({ opening, answers: typed([value]) });
    return preview.fields.find(({ label }) => label === 'Points of our agreement')?.text;
  };
  for (const one of options) expect(await said(one)).toBe(one.startsWith(agreement.series) ? otherWords : words);
});

test('what is signed is the alert that the preview showed, whatever the node says of our agreements then', async () => {
  const { id, agreement } = await second();
  const { tasks, form } = pressingAt(ceiba, 'rosa');
  const { keep, read } = await form(null);
  const answers = typed([`${agreement.series} ${ceiba.clause}`]);
  await keep(answers);
  const opening = await read(answers);
  const next = { series: agreement.series, version: 2, prev: id };
  await publish(ceiba.house, [clauseOf('digital', { id: ceiba.clause, text: { es: 'Otra cosa.' } })], next);
  const { file } = await loadDraft(deskOf(ceiba, 'rosa'), await tasks.signTyped(opening));
  const { clauses } = readUnverified('alert', file.alert).statement;
  expect(clauses).toEqual([{ agreement: id, clause: ceiba.clause }]);
});

test('a preview of what somebody typed before is not signed', async () => {
  const { tasks, form } = pressingAt(ceiba, 'rosa');
  const { keep, read } = await form(null);
  const opening = await read(typed(['digital']));
  const notShown = { code: 'conflict', where: 'opening' };
  await expect(tasks.signTyped(opening)).rejects.toMatchObject(notShown);
  await keep(typed(['verbal']));
  await expect(tasks.signTyped(opening)).rejects.toMatchObject(notShown);
  await keep(typed(['digital']));
  const { opening: other } = await form(null);
  await expect(tasks.signTyped(opening)).rejects.toMatchObject(notShown);
  await expect(tasks.signTyped(other)).rejects.toMatchObject(notShown);
  expect((await tasks.prepared()).map(({ stage }) => stage)).toEqual(['begun']);
});
