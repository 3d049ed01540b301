import { expect, it } from 'vitest';
import { collectiveContract } from '../../schemas/routes/collective.ts';
import { ApiRefusal, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { atWork } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { movedIn } from '../support/moved-in.ts';
import { found } from '../support/world.ts';

it('whoever looks after contacts reads once who changed them, on each desk, until they looked', async () => {
  await using ceiba = await found('Ceiba');
  const [rosa, marisol] = [await movedIn(ceiba, 0), await movedIn(ceiba, 1)];
  const opened = async (words: string) => {
    const desk = deskTasks(ceiba.origin, i18nFor('en'));
    await desk.unlock(words);
    return desk;
  };
  const one = await opened(rosa);
  const other = await opened(marisol);
  expect(await one.news()).toEqual({ contacts: null, leaving: null, unkept: null });
  const { opening } = await one.contacts();
  const typed = { purpose: 'If something happened', phone: '555 0100' };
  await one.keepContact({ opening, id: null, typed });
  expect((await one.news()).contacts).toBeNull();

  const by = calledBy(ceiba.keyrings[0]!.member, 'en');
  const day = new Date().toISOString().slice(0, 10);
  const said = `${by} changed whom people can turn to on ${day}.`;
  expect((await other.news()).contacts).toBe(said);
  expect((await (await opened(marisol)).news()).contacts).toBe(said);
  await other.contacts();
  // Kept in the keyring: another desk of hers knows.
  expect((await other.news()).contacts).toBeNull();
  expect((await (await opened(marisol)).news()).contacts).toBeNull();
});

it('who did is for members; a number that was there before that was kept is news all the same', async () => {
  await using ceiba = await found('Ceiba');
  const changed = collectiveContract.contactsChanged;
  await expect(call(connect(ceiba.origin), changed)).rejects.toBeInstanceOf(ApiRefusal);
  const { api } = await atWork(ceiba, 0);
  expect(await call(api, changed)).toEqual({ changed: null });
  const contact = { id: 'A'.repeat(22), purpose: { en: 'Anything' }, role: {}, place: {}, hours: {}, address: null };
  const before = [{ ...contact, phone: '555 0100', email: null, languages: [], ifAboutThem: {} }];
  await ceiba
    .node!.app.runtime.db.updateTable('node')
    .set({ contacts: JSON.stringify(before) })
    .execute();
  const desk = deskTasks(ceiba.origin, i18nFor('en'));
  await desk.unlock(await movedIn(ceiba, 1));
  expect((await desk.news()).contacts).toMatch(/^Whom people can turn to was changed/);
});
