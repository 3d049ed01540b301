import { expect, it } from 'vitest';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { checkPeer } from '../../src/client/peers/peers.ts';
import { atWork, compareWords, meet } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { readUnverified } from '../../src/protocol/envelope.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { movedIn } from '../support/moved-in.ts';
import { found } from '../support/world.ts';

it('signs the name that was shown, whatever the node says meanwhile', { timeout: 60_000 }, async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  const id = await meet(ceiba, maguey);
  const [desk, other] = [deskTasks(ceiba.origin, i18nFor('en')), deskTasks(ceiba.origin, i18nFor('en'))];
  await desk.unlock(await movedIn(ceiba, 0));
  await other.unlock(await movedIn(ceiba, 1));
  const { opening, name, words } = await desk.partner(id);
  expect(name).toBe('Maguey');
  await ceiba.node!.app.runtime.db.updateTable('peers').set({ name: 'Hawthorn' }).where('peer', '=', id).execute();
  expect((await other.partner(id)).name).toBe('Hawthorn');
  await desk.compareWith({ opening, heard: words });
  const { detail } = await checkPeer(await atWork(ceiba, 1), id);
  const signed = detail.statements.filter(({ kind }) => kind === 'comparison');
  expect(signed.map(({ envelope }) => readUnverified('comparison', envelope).statement.shown?.name)).toEqual([
    'Maguey',
  ]);
});

it('keeps the name that was signed, whatever another one calls itself since', { timeout: 60_000 }, async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  await using hawthorn = await found('Hawthorn');
  const id = await meet(ceiba, maguey);
  await meet(maguey, ceiba);
  await compareWords(ceiba, maguey, 'en');
  const other = await meet(ceiba, hawthorn);
  const { db } = ceiba.node!.app.runtime;
  await db.updateTable('peers').set({ name: 'Maguey' }).where('peer', '=', other).execute();
  const desk = deskTasks(ceiba.origin, i18nFor('en'));
  await desk.unlock(await movedIn(ceiba, 0));
  const { opening, name, words } = await desk.partner(id);
  expect(name).toBe('Maguey');
  await desk.compareWith({ opening, heard: words });
  const copy = await desk.partner(other);
  await expect(desk.compareWith({ opening: copy.opening, heard: copy.words })).rejects.toMatchObject({
    code: 'name-alike',
  });
});

it('shows to the second one what the first one began, until both have signed', { timeout: 60_000 }, async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  const id = await meet(ceiba, maguey);
  const [rosa, marisol] = [deskTasks(ceiba.origin, i18nFor('en')), deskTasks(ceiba.origin, i18nFor('en'))];
  await rosa.unlock(await movedIn(ceiba, 0));
  await marisol.unlock(await movedIn(ceiba, 1));
  const compare = async (desk: typeof rosa) => {
    const { opening, words } = await desk.partner(id);
    await desk.compareWith({ opening, heard: words });
  };
  const begun = async () => (await marisol.partner(id)).begun;
  const called = calledBy(ceiba.keyrings[0]!.member, 'en');

  expect(await begun()).toEqual([]);
  await compare(rosa);
  expect(await begun()).toEqual([expect.stringContaining(`${called} compared the words`)]);
  await compare(marisol);
  expect(await begun()).toEqual([]);

  const { opening } = await rosa.partner(id);
  await rosa.decide({ opening, deciding: { accepts: ['alerts'], sends: [], days: 90 } });
  expect(await begun()).toEqual([expect.stringContaining(`${called} decided`)]);
});
