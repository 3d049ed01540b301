import { expect, test } from 'vitest';
import { collectiveContract } from '../../schemas/routes/collective.ts';
import { call } from '../../src/client/api/call.ts';
import { atWork } from '../../src/commands/scripted-steps.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { found } from '../support/world.ts';
import { openBrowser, withPage } from './browser.ts';
import { button, deskOf, heading, screen, unlock } from './desk.ts';

test.runIf(chromium)(
  'somebody who comes to their desk reads that whom to turn to changed, looks, and reads it no more',
  { timeout: 120_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using browser = await openBrowser();
    const words = await movedIn(ceiba, 1);
    const { api } = await atWork(ceiba, 0);
    const contact = { id: 'A'.repeat(22), purpose: { en: 'Anything' }, role: {}, place: {}, hours: {}, address: null };
    const contacts = [{ ...contact, phone: '555 0100', email: null, languages: [], ifAboutThem: {} }];
    await call(api, collectiveContract.keepContacts, { body: { contacts, before: [] } });
    const small = { viewport: { width: 320, height: 700 }, locale: 'en' };
    await withPage(browser, small, async (page) => {
      await page.goto(`${deskOf(ceiba)}/en`);
      await unlock(page, words);
      const said = page.getByText('changed whom people can turn to on');
      await said.waitFor();
      await screen(page, 'contacts-news');
      await button(page, 'Look at it').click();
      await heading(page, 'How people reach you');
      await page.getByText('555 0100').waitFor();
      await button(page, 'Back').click();
      await heading(page, 'Your desk');
      await page.waitForTimeout(2000);
      expect(await said.count()).toBe(0);
    });
  },
);
