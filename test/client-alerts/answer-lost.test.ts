import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { listDrafts, loadDraft } from '../../src/client/alerts/drafts.ts';
import { whereDraft } from '../../src/client/alerts/where.ts';
import type { Desk } from '../../src/client/api/desk.ts';
import type { AtDesk } from '../../src/client/desk/at-desk.ts';
import type { Answers } from '../../src/client/desk/care/answers.ts';
import { draftsTasks } from '../../src/client/desk/care/drafts-tasks.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { know, openHouse } from '../notices/houses.ts';
import { collective } from '../protocol/cast.ts';
import { deskOf, type Office, openOffice } from './office.ts';

/* A change arrives, and its answer does not come back: whoever asks again has one of it. */

const [ceibaOwn, magueyOwn] = [await collective('ceiba'), await collective('maguey')];
let ceiba: Office;
beforeEach(async () => {
  ceiba = await openOffice(await openHouse(ceibaOwn));
  await know(ceiba.house, magueyOwn);
});
afterEach(() => ceiba.house[Symbol.asyncDispose]());

const typed = (more: Answers = {}): Answers => ({
  purpose: ['preventive'],
  kind: ['handle'],
  value: ['@ejemplo@social.test'],
  violence: ['digital'],
  severity: ['serious'],
  immediacy: ['recent'],
  period: ['2026-Q3'],
  region: ['Valle Central'],
  conduct: ['Mandó mensajes sin parar.'],
  clauses: [ceiba.clause],
  asks: ['inform_host_team'],
  basis: ['account_of_person_affected'],
  languages: ['es'],
  to: [magueyOwn.id],
  days: ['30'],
  ...more,
});

/** A desk whose line loses the answer to each change as often as it is told to. */
function losing(name: string) {
  const desk = deskOf(ceiba, name);
  const lost = { next: 0 };
  const api: Desk['api'] = {
    origin: desk.api.origin,
    async send(method, ...rest) {
      const text = await desk.api.send(method, ...rest);
      if (method === 'GET' || lost.next === 0) return text;
      lost.next -= 1;
      throw new Refusal('unreachable', 'connect');
    },
  };
  return { desk: { ...desk, api }, lost };
}

/** What somebody presses at a desk with such a line. */
function pressing(name: string) {
  const { desk, lost } = losing(name);
  const at = { ...desk, root: { chain: desk.own, recipients: [] }, refresh: async () => {}, save: async () => {} };
  const tasks = draftsTasks(() => ({
    desk: at as unknown as AtDesk,
    i18n: i18nFor('en'),
    now: desk.now,
    here: async () => null,
  }));
  /** Loses the answers of as many changes, one a press, and presses until it is done. */
  const through = async <T>(losses: number, task: () => Promise<T>): Promise<T> => {
    for (let loss = 0; loss < losses; loss++) {
      lost.next = 1;
      await task().catch((error: unknown) => expect(error).toMatchObject({ code: 'unreachable' }));
    }
    lost.next = 0;
    return task();
  };
  return { tasks, through, lost };
}

const drafts = () => listDrafts(deskOf(ceiba, 'rosa'));

test('what is typed is one draft, and the newest words are in it', async () => {
  const { tasks, through } = pressing('rosa');
  await tasks.form(null);
  await through(2, () => tasks.keepTyped(typed({ conduct: ['Uno'] })));
  await through(2, () => tasks.keepTyped(typed({ conduct: ['Dos'] })));
  let save = 0;
  await through(1, () => tasks.keepTyped(typed({ conduct: [`Tres ${save++}`] })));
  const [only, ...others] = await drafts();
  expect(others).toEqual([]);
  expect(await pressing('marisol').tasks.form(only?.draft ?? '')).toMatchObject({ answers: { conduct: ['Tres 1'] } });
});

test('a colleague who typed in the meantime is not overwritten', async () => {
  const { tasks, lost } = pressing('rosa');
  await tasks.form(null);
  lost.next = 1;
  await expect(tasks.keepTyped({ conduct: ['Uno'] })).rejects.toMatchObject({ code: 'unreachable' });
  const other = pressing('marisol');
  await other.tasks.form((await drafts())[0]?.draft ?? '');
  await other.tasks.keepTyped({ conduct: ['Dos'] });
  await expect(tasks.keepTyped({ conduct: ['Tres'] })).rejects.toMatchObject({ code: 'conflict' });
});

test('however long somebody types on a bad line, it stays one draft', async () => {
  const { tasks, through } = pressing('rosa');
  await tasks.form(null);
  for (let save = 1; save <= 60; save++) await through(save % 2, () => tasks.keepTyped({ conduct: [`${save}`] }));
  expect(await drafts()).toHaveLength(1);
});

test.each([1, 2, 3])('signed with %i answers lost, it is one alert, and nothing of what was typed', async (losses) => {
  const { tasks, through } = pressing('rosa');
  await tasks.form(null);
  await tasks.keepTyped(typed());
  const draft = await through(losses, tasks.signTyped);
  expect((await drafts()).map((one) => one.draft)).toEqual([draft]);
});

test('a tab that is closed before the answer to its signature leaves one line in the list', async () => {
  const { tasks, lost } = pressing('rosa');
  await tasks.form(null);
  await tasks.keepTyped(typed());
  lost.next = 1;
  await expect(tasks.signTyped()).rejects.toMatchObject({ code: 'unreachable' });
  expect(await drafts()).toHaveLength(2);
  expect((await pressing('rosa').tasks.prepared()).map(({ stage }) => stage)).toEqual(['colleague']);
  expect(await drafts()).toHaveLength(1);
});

test('attested, consented to, witnessed and handed in with each answer lost twice, everything is there once', async () => {
  const [rosa, marisol] = [pressing('rosa'), pressing('marisol')];
  await rosa.tasks.form(null);
  await rosa.tasks.keepTyped(typed());
  const draft = await rosa.tasks.signTyped();
  const of = { draft, peer: magueyOwn.id };
  await marisol.tasks.draft(draft);
  await marisol.through(2, marisol.tasks.attest);
  await rosa.tasks.readAloud(of);
  await rosa.tasks.sayYes(null);
  await rosa.through(2, rosa.tasks.keepYes);
  await marisol.tasks.readAsWitness(of);
  await marisol.through(2, marisol.tasks.signAsWitness);
  await rosa.through(1, rosa.tasks.keepYes);
  const { file } = await loadDraft(deskOf(ceiba, 'rosa'), draft);
  expect(file.alert.signatures).toHaveLength(2);
  expect(file.consents.map(({ consent, header }) => [consent.signatures.length, header.edition])).toEqual([[2, 1]]);
  await rosa.tasks.draft(draft);
  await rosa.through(2, () => rosa.tasks.sealAndSend(of));
  const sent = await whereDraft(deskOf(ceiba, 'rosa').api, draft);
  expect(sent.map(({ steps }) => steps.length)).toEqual([1]);
});

test.each(['sayNo', 'throwAway'] as const)('%s: what is gone is gone, also where nobody heard it', async (task) => {
  const { tasks, through } = pressing('rosa');
  await tasks.form(null);
  await tasks.keepTyped(typed());
  const draft = await tasks.signTyped();
  if (task === 'sayNo') {
    const { tasks: other } = pressing('marisol');
    await other.draft(draft);
    await other.attest();
    await tasks.readAloud({ draft, peer: magueyOwn.id });
  }
  const [{ revision } = { revision: 0 }] = await drafts();
  expect(await through(1, () => (task === 'sayNo' ? tasks.sayNo() : tasks.throwAway({ draft, revision })))).not.toBe(
    '',
  );
  expect(await drafts()).toEqual([]);
});
