import { expect, test } from 'vitest';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { found } from '../support/world.ts';
import { openBrowser, withPage } from './browser.ts';
import { button, deskOf, heading, unlock } from './desk.ts';
import { next, press } from './story.ts';

test.runIf(chromium)(
  'a screen that was left takes no answer any more: no code of one invitation is shown for another',
  { timeout: 120_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    const rosa = await movedIn(ceiba, 0);
    await using browser = await openBrowser();
    await withPage(browser, { locale: 'en' }, async (page) => {
      await page.goto(`${deskOf(ceiba)}/en`);
      await unlock(page, rosa);
      await press(page, 'People and keys');
      const [came, goes] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      await page.route(
        (url) => url.pathname === '/invitations',
        async (route) => {
          if (route.request().method() !== 'POST') return route.continue();
          came.resolve();
          await goes.promise;
          return route.continue();
        },
      );
      await press(page, 'Invite somebody');
      await page.getByLabel('Accompanier', { exact: false }).first().check();
      await next(page);
      await came.promise;
      await press(page, 'Back');
      await heading(page, 'People and keys');
      const answered = page.waitForResponse(
        (one) => one.request().method() === 'POST' && one.url().endsWith('/invitations'),
      );
      goes.resolve();
      expect((await answered).ok()).toBe(true);
      await page.waitForTimeout(500);
      await heading(page, 'People and keys');
      // It was made all the same, and stands in the list to be ended.
      await press(page, 'Look again');
      await button(page, 'End this invitation').waitFor();
    });
  },
);
