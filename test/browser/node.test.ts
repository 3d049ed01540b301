import { expect, test } from 'vitest';
import { adopt } from '../../src/commands/scripted-steps.ts';
import { chromium } from '../support/needs.ts';
import { agreementText } from '../support/trust.ts';
import { found } from '../support/world.ts';
import { expectAccessible, expectFits, openBrowser, withPage } from './browser.ts';

test.runIf(chromium)(
  "a visitor of a collective's own node reads its agreement with the keyboard, on a small screen, without JavaScript",
  { timeout: 180_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    const agreement = await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    await using browser = await openBrowser();
    const small = { viewport: { width: 320, height: 700 }, locale: 'es' };
    await withPage(browser, { ...small, javaScriptEnabled: true }, async (page) => {
      const found = '/agreements/search?q=cuidado';
      for (const path of ['/', '/agreements', found, new URL(agreement.url).pathname, '/exit/about']) {
        const answer = await page.goto(`${ceiba.origin}${path}`);
        expect(answer?.status()).toBe(200);
        expect(answer?.headers()['set-cookie']).toBeUndefined();
        await expectAccessible(page);
        await expectFits(page);
      }
    });
    await withPage(browser, { ...small, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${ceiba.origin}/`);
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press('Tab');
        const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
        if (href === new URL(agreement.url).pathname) break;
      }
      await page.keyboard.press('Enter');
      await page.waitForURL(agreement.url);
      expect(await page.locator('h1').textContent()).toBe('Acuerdo de convivencia de Ceiba');
      expect(await page.locator('#belonging').count()).toBe(1);
      expect(await page.locator('article.clause').count()).toBeGreaterThan(8);
      await page.getByRole('link', { name: 'English' }).click();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    });
  },
);
