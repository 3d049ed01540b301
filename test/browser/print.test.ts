import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../support/needs.ts';
import { openBrowser, withPage } from './browser.ts';
import { openFace } from './face.tsx';

describe.skipIf(chromium === undefined)('an agreement on paper', () => {
  let browser: Browser & AsyncDisposable;
  let face: Awaited<ReturnType<typeof openFace>>;
  beforeAll(async () => {
    face = await openFace();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await face?.[Symbol.asyncDispose]();
  });

  test('has every word of the page, dark on white whatever the screen, and no buttons', async () => {
    // A4 without its margins, at 96 pixels an inch.
    await withPage(browser, { viewport: { width: 718, height: 1047 }, colorScheme: 'dark' }, async (page) => {
      await page.goto(`${face.origin}/agreements/ceiba?lang=es`);
      const words = await page.locator('main').innerText();
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.locator('main').innerText()).toBe(words);
      for (const gone of ['.bar', '.nav', '.skip', '.foot nav'])
        for (const one of await page.locator(gone).all()) expect(await one.isVisible(), gone).toBe(false);
      const shown = await page.evaluate(() => {
        const { color } = getComputedStyle(document.querySelector('main p')!);
        const ground = document.createElement('canvas').getContext('2d')!;
        ground.fillStyle = color;
        const hidden = [...document.querySelectorAll('article.clause, article.clause *')].filter(
          (one) => one.textContent?.trim() && one.getClientRects().length === 0,
        );
        return { ink: ground.fillStyle, hidden: hidden.length, over: document.documentElement.scrollWidth };
      });
      expect(shown).toEqual({ ink: expect.stringMatching(/^#[0-5]/), hidden: 0, over: 718 });
      const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(1);
    });
  });

  test('a sheet from right to left keeps our own sentences in their order', async () => {
    await withPage(browser, { viewport: { width: 1123, height: 794 } }, async (page) => {
      await page.goto(`${face.origin}/agreements/ceiba/zine?lang=es`);
      const ours = await page.evaluate(() => {
        document.querySelector('.zine')?.setAttribute('dir', 'rtl');
        return [...document.querySelectorAll('.leaf :is(.chosen, .low p, h4)')].map((one) => {
          const { unicodeBidi, textAlign } = getComputedStyle(one);
          return `${unicodeBidi} ${textAlign}`;
        });
      });
      expect(ours.length).toBeGreaterThan(3);
      expect([...new Set(ours)]).toEqual(['plaintext right']);
    });
  });
});
