import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { found } from '../support/world.ts';
import { expectAccessible, expectFits, openBrowser, typeWords, withPage } from './browser.ts';
import { button, deskOf, heading, unlock } from './desk.ts';

const press = (page: Page, name: string) => button(page, name).click();

test.runIf(chromium)(
  'two collectives get to know each other, compare words and decide, two of each at their own desks',
  { timeout: 240_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using maguey = await found('Maguey');
    await using browser = await openBrowser();
    const small = { viewport: { width: 320, height: 700 }, locale: 'en' };
    const ours = [await movedIn(ceiba, 0), await movedIn(ceiba, 1)];
    const theirs = [await movedIn(maguey, 0)];
    /** At the desk of one of their people, with the other collective's page open. */
    const at = async (own: typeof ceiba, words: string, other: typeof ceiba, use: Parameters<typeof withPage>[2]) => {
      await withPage(browser, { ...small, colorScheme: words === ours[1] ? 'dark' : 'light' }, async (page) => {
        await page.goto(`${deskOf(own)}/en`);
        await unlock(page, words);
        await press(page, 'Partner collectives');
        await heading(page, 'Partner collectives');
        const known = page.getByRole('listitem').filter({ hasText: new URL(other.origin).host });
        await page.getByText('Looking…').waitFor({ state: 'detached' });
        if ((await known.count()) > 0) await known.getByRole('button', { name: 'Look at it' }).click();
        else {
          await page.getByLabel('Their address').fill(other.origin);
          await press(page, 'Find them');
        }
        await page.getByRole('heading', { name: 'Are they who they say?' }).waitFor();
        await use(page);
      });
    };
    let heard = '';
    await at(maguey, theirs[0]!, ceiba, async (page) => {
      await expectFits(page);
      await expectAccessible(page);
      heard = (await page.locator('ol.words li').allInnerTexts()).join(' ');
    });
    expect(heard.split(' ').length).toBe(12);
    for (const who of [0, 1])
      await at(ceiba, ours[who]!, maguey, async (page) => {
        await press(page, 'Type what they read to me');
        await typeWords(page, who === 0 ? heard.split(' ').toReversed().join(' ') : heard);
        await press(page, 'Sign if they are the same');
        if (who === 0) {
          // Said, and nothing signed.
          await page.getByText('The words are not the same.').waitFor();
          await expectAccessible(page);
          await typeWords(page, heard);
          await press(page, 'Sign if they are the same');
        }
        await page.getByText(who === 0 ? 'Now a second member compares' : 'two of you signed it').waitFor();
      });
    for (const who of [0, 1])
      await at(ceiba, ours[who]!, maguey, async (page) => {
        await press(page, 'Decide what they may do');
        await expectFits(page);
        await page.getByLabel('We may send them alerts').check();
        await expectAccessible(page);
        await press(page, 'Sign this');
        await page.getByText(who === 0 ? 'It holds once a second member' : 'It holds from now on').waitFor();
        if (who === 1) await page.getByText('We send them: alerts.').waitFor();
      });
  },
);
