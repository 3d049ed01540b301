import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { plainAt } from '../support/plain-member.ts';
import { found } from '../support/world.ts';
import { openBrowser, typeWords, withPage } from './browser.ts';
import { button, deskOf, heading, screen, unlock } from './desk.ts';

const press = (page: Page, name: string) => button(page, name).click();

test.runIf(chromium)(
  'somebody without a role comes in on a small phone by the link of one steward, and another one removes them',
  { timeout: 180_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using browser = await openBrowser();
    const small = { viewport: { width: 320, height: 700 }, locale: 'en' };
    const people = (words: string, use: (page: Page) => Promise<void>) =>
      withPage(browser, small, async (page) => {
        await page.goto(`${deskOf(ceiba)}/en`);
        await unlock(page, words);
        await press(page, 'People and keys');
        await page.getByText('Looking…').waitFor({ state: 'detached' });
        await use(page);
      });
    let link = '';
    await people(await movedIn(ceiba, 1), async (page) => {
      await press(page, 'Invite somebody as a member only');
      await page.getByText('Whoever has it can come in as a member, once.').waitFor();
      link = await page.locator('p.handle').first().innerText();
      await screen(page, 'people-plain-code');
      await press(page, 'All people');
      await page.getByText('As a member only: invited by').waitFor();
    });
    await withPage(browser, small, async (page) => {
      await page.goto(link);
      await heading(page, 'You were invited');
      await press(page, 'Go on');
      await page.getByText('You are invited to read, write and decide.').waitFor();
      await screen(page, 'people-plain-come-in');
      await press(page, 'Make my keyring');
      await page.locator('ol.words li').nth(11).waitFor();
      const words = await page.locator('ol.words li').allInnerTexts();
      await press(page, 'They are on paper');
      for (const number of [3, 7, 11])
        await page.getByLabel(`Word ${number}`, { exact: true }).fill(words[number - 1] ?? '');
      await press(page, 'Make my keyring');
      await heading(page, 'Your desk');
      // Doors of every member, and none of partners or of anything sealed.
      expect(await page.locator('ul.doors button').allInnerTexts()).toEqual([
        'Waits for your signature',
        'People and keys',
        'Your passkeys',
        'Come in to the members’ pages',
      ]);
      await screen(page, 'people-plain-desk');
      await press(page, 'Waits for your signature');
      await page.getByText('Nothing waits here: no agreement', { exact: false }).waitFor();
      await press(page, 'Back to the desk');
      await press(page, 'People and keys');
      await press(page, 'Keys and roles');
      await page.getByText('before you get a role').waitFor();
      await screen(page, 'people-plain-me');
      await press(page, 'All people');
      await press(page, 'Back to the desk');
      await press(page, 'Come in to the members’ pages');
      const enter = await page.getByRole('link', { name: /^Open them now/ }).getAttribute('href');
      await page.goto(enter ?? '');
      await Promise.all([page.waitForURL(/\/agreements\/writing/), page.locator('main form button').click()]);
    });
    // Two presses, and the desk closes behind whoever left.
    const leaving = await plainAt(ceiba.origin, ceiba.keyrings[1]!);
    await people(leaving.words, async (page) => {
      const row = page.locator('ul.cards li').filter({ hasText: '(you)' });
      await row.getByRole('button', { name: 'Keys and roles' }).click();
      await press(page, 'Leave the collective');
      await page.getByText('You leave at once; nobody has to sign.').waitFor();
      await screen(page, 'people-plain-leave');
      await press(page, 'Leave now');
      await heading(page, 'You are no member here any more');
      await screen(page, 'people-plain-left');
      await press(page, 'Close the desk');
      await typeWords(page, leaving.words);
      await press(page, 'Open my keyring');
      await page.getByText('The phrase does not open this keyring').waitFor();
    });
    await people(await movedIn(ceiba, 2), async (page) => {
      const own = page.locator('ul.cards li').filter({ hasText: '(you)' });
      await own.getByRole('button', { name: 'Keys and roles' }).click();
      await press(page, 'Leave the collective');
      await press(page, 'Tell the stewards that I leave');
      await page.getByText('Without you there would be too few').waitFor();
      await screen(page, 'people-leave');
      await press(page, 'All people');
      const row = page.locator('ul.cards li').filter({ hasText: 'member: reads, writes and decides' });
      await row.getByRole('button', { name: 'Keys and roles' }).click();
      await screen(page, 'people-plain-person');
      await press(page, 'Remove at once: their keyring here is erased too');
      await heading(page, 'People and keys');
      await row.waitFor({ state: 'detached' });
    });
  },
);
