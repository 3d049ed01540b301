import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { chromium } from '../support/needs.ts';
import { found } from '../support/world.ts';
import { expectInSight, openBrowser, typeWords, withPage } from './browser.ts';

const phone = { viewport: { width: 320, height: 640 }, locale: 'en' };
const refusals = ['Failed to load resource'];
const plain = (word: string) => word.normalize('NFKD').replace(/\p{Mn}/gu, '');

describe.skipIf(chromium === undefined)('entering twelve words', { timeout: 60_000 }, () => {
  let ceiba: Awaited<ReturnType<typeof found>>;
  let browser: Browser & AsyncDisposable;
  beforeAll(async () => {
    ceiba = await found('Ceiba');
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await ceiba?.[Symbol.asyncDispose]();
  });

  const open = async (page: Page) => {
    await page.goto(`${ceiba.origin}/my-code`);
    await page.getByText('The words stay in this browser.').waitFor();
  };
  const field = (page: Page, number: number) => page.getByLabel(`Word ${number}`, { exact: true });
  const letter = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const values = (page: Page) =>
    page.locator('[data-word]').evaluateAll((some) => some.map((one) => (one as HTMLInputElement).value));
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);
  const possible = (page: Page) =>
    page
      .locator('[data-letter]:not([aria-disabled="true"])')
      .evaluateAll((some) => some.map(({ textContent }) => textContent).join(''));

  test('with letters on the page: only those that can come next, on to the next word by itself, back by erasing', async () => {
    await withPage(browser, phone, async (page) => {
      await open(page);
      await field(page, 1).focus();
      expect(await possible(page)).toBe('abcdefghijklmnopqrstuvwyz');
      for (const one of 'zo') await letter(page, one).click();
      expect(await possible(page)).toBe('nor');
      await letter(page, 'x').click({ force: true });
      expect((await values(page))[0]).toBe('zo');
      for (const one of 'rr') await letter(page, one).click();
      expect([await focused(page), (await values(page))[0]]).toEqual(['w2', 'zorr']);
      // "zorro" is Spanish: English words are out from here on.
      for (const one of 'zo') await letter(page, one).click();
      expect(await possible(page)).toBe('nr');
      for (let presses = 0; presses < 3; presses++) await letter(page, 'Erase a letter').click();
      expect([await focused(page), (await values(page)).slice(0, 2)]).toEqual(['w1', ['zorr', '']]);
      await letter(page, 'Next word').click();
      expect(await focused(page)).toBe('w2');
    });
  });

  test('what was typed before the page was ready is taken in, and its letters are there', async () => {
    await withPage(browser, phone, async (page) => {
      const goes = Promise.withResolvers<void>();
      await page.route('**/my-code.*.js', async (route) => {
        await goes.promise;
        await route.continue();
      });
      await page.goto(`${ceiba.origin}/my-code`, { waitUntil: 'commit' });
      await field(page, 1).fill('zorro oso');
      await field(page, 1).focus();
      goes.resolve();
      await page.getByText('The words stay in this browser.').waitFor();
      expect((await values(page)).slice(0, 3)).toEqual(['zorro', 'oso', '']);
      expect(await focused(page)).toBe('w3');
      await letter(page, 'z').click();
      expect((await values(page))[2]).toBe('z');
    });
  });

  test('is answered where somebody looks: what was wrong comes into view, and the focus stays', async () => {
    const use = async (page: Page) => {
      await open(page);
      await typeWords(page, wordsOf(newSecret(), 'en'));
      await page.getByRole('button', { name: 'Show me where it is' }).click();
      await expectInSight(page.getByText('Nothing is kept here under these words.'));
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
    };
    await withPage(browser, { ...phone, viewport: { width: 320, height: 700 } }, use, refusals);
  });

  test('a whole phrase by letters alone names somebody’s words', async () => {
    const words = wordsOf(newSecret(), 'es');
    await withPage(
      browser,
      phone,
      async (page) => {
        await open(page);
        await field(page, 1).focus();
        for (const word of words.split(' ')) {
          const place = await focused(page);
          for (const one of plain(word).slice(0, 4)) await letter(page, one).click();
          if ((await focused(page)) === place) await letter(page, 'Next word').click();
        }
        await page.getByRole('button', { name: 'Show me where it is' }).click();
        await page.getByText('Nothing is kept here under these words.').waitFor();
      },
      refusals,
    );
  });

  test('a phone’s own keyboard stays away until it is asked for; typing and pasting work', async () => {
    const words = wordsOf(newSecret(), 'es').split(' ');
    await withPage(browser, { ...phone, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await open(page);
      await field(page, 1).focus();
      expect(await field(page, 1).evaluate((one) => (one as HTMLInputElement).inputMode)).toBe('none');
      await letter(page, 'Use my own keyboard').click();
      expect(await field(page, 1).evaluate((one) => (one as HTMLInputElement).inputMode)).toBe('text');
      expect([await focused(page), await letter(page, 'a').isVisible()]).toEqual(['w1', false]);
      // A space leads on, as between words on paper.
      await page.keyboard.type(`${words.slice(0, 3).join(' ')} `);
      expect([await focused(page), (await values(page)).slice(0, 4)]).toEqual(['w4', [...words.slice(0, 3), '']]);
      await page.evaluate((text) => navigator.clipboard.writeText(text), words.join(' \n'));
      await field(page, 1).fill('');
      await page.keyboard.press('Control+v');
      expect(await values(page)).toEqual(words);
    });
  });

  test('what is no word is pointed at when it is left, and is not changed', async () => {
    await withPage(browser, phone, async (page) => {
      await open(page);
      await field(page, 1).fill('ábaco');
      await field(page, 2).fill('zzzz');
      await field(page, 3).focus();
      await page.getByText('Look again at number 2.').waitFor();
      expect(await field(page, 2).getAttribute('aria-invalid')).toBe('true');
      expect((await values(page)).slice(0, 3)).toEqual(['ábaco', 'zzzz', '']);
      await field(page, 2).fill('zona');
      await field(page, 3).focus();
      expect(await page.locator('#words-doubt').innerText()).toBe('');
    });
  });

  test.each([true, false])('no field is kept, mended or translated, with JavaScript: %s', async (javaScriptEnabled) => {
    await withPage(browser, { ...phone, javaScriptEnabled }, async (page) => {
      await page.goto(`${ceiba.origin}/my-code`);
      if (javaScriptEnabled) await page.getByText('The words stay in this browser.').waitFor();
      const kept = await page
        .locator('[data-word]')
        .evaluateAll((some) =>
          some.map((one) =>
            ['autocomplete', 'spellcheck', 'translate', 'autocapitalize'].map((name) => one.getAttribute(name)),
          ),
        );
      expect(kept).toEqual(Array.from({ length: 12 }, () => ['off', 'false', 'no', 'none']));
      // Without names nothing of them can be sent by a form.
      const named = await page.locator('[data-word][name]').count();
      expect(named).toBe(javaScriptEnabled ? 0 : 12);
      expect(await page.locator('form[autocomplete="off"]').count()).toBe(1);
    });
  });

  test.each([true, false])(
    'after quick exit and Back no field has a word, with JavaScript: %s',
    async (javaScriptEnabled) => {
      await withPage(browser, { ...phone, javaScriptEnabled }, async (page) => {
        await page.route('**/exit', (route) =>
          route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Weather</h1>' }),
        );
        for (const leave of ['exit', 'link'] as const) {
          await page.goto(`${ceiba.origin}/my-code`);
          if (javaScriptEnabled) await page.getByText('The words stay in this browser.').waitFor();
          await field(page, 1).fill('ábaco');
          await field(page, 2).fill('zona');
          await (leave === 'exit'
            ? page.locator('[data-exit]')
            : page.getByRole('link', { name: 'First page' })
          ).click();
          await page.waitForURL((url) => url.pathname !== '/my-code');
          await page.goBack();
          const after = page.url().endsWith('/my-code') ? await values(page) : [];
          expect([leave, after.filter((value) => value !== '')]).toEqual([leave, []]);
        }
      });
    },
  );

  test('the card has twelve empty lines, no word, and prints alone on one sheet', async () => {
    await withPage(browser, phone, async (page) => {
      await page.goto(`${ceiba.origin}/my-code/card`);
      expect(await page.locator('.card li').evaluateAll((some) => some.map(({ textContent }) => textContent))).toEqual(
        Array.from({ length: 12 }, () => ''),
      );
      expect(await page.locator('main :is(input, textarea, script)').count()).toBe(0);
      const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
      await page.emulateMedia({ media: 'print' });
      const shown = await page.locator('body').innerText();
      expect(shown.match(/\p{L}{2,}/gu) ?? []).toEqual([]);
    });
  });
});
