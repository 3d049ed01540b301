import { expect, test } from 'vitest';
import { kitPage } from '../screens/kit.tsx';
import { chromium } from '../support/needs.ts';
import { expectAccessible, expectFits, openBrowser, withPage } from './browser.ts';

test.runIf(chromium)(
  'every part of the kit, in every state, fits and can be used by everybody',
  { timeout: 120_000 },
  async () => {
    await using browser = await openBrowser();
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [320, 1280])
        await withPage(browser, { viewport: { width, height: 900 }, colorScheme }, async (page) => {
          await page.setContent(kitPage('es'));
          expect(await page.locator('input, textarea, select').count()).toBeGreaterThan(25);
          await expectFits(page);
          await expectAccessible(page);
        });
  },
);
