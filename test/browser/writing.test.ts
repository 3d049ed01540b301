import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserOf } from '../support/browser-session.ts';
import { chromium } from '../support/needs.ts';
import { type Collective, found } from '../support/world.ts';
import { doubleText, expectAccessible, expectFits, openBrowser, seen } from './browser.ts';
import { clauseOf } from './clause.ts';

const small = { viewport: { width: 320, height: 700 }, locale: 'en' };

/**
 * Goes on with Tab until the element with the focus has that name or label; fails where the keyboard does not reach it.
 */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLLabelElement>; value?: string };
      return [at.ariaLabel, at.innerText, at.labels?.[0]?.innerText].map((one) => one?.trim());
    });
    if (reached.includes(name)) return;
  }
  throw new Error(`the keyboard does not reach "${name}"`);
}

/** Presses what has the focus and waits for the page that it leads to. */
async function enter(page: Page, url: RegExp): Promise<void> {
  await Promise.all([page.waitForURL(url), page.keyboard.press('Enter')]);
}

describe.skipIf(chromium === undefined)('writing in a browser', () => {
  let browser: Browser & AsyncDisposable;
  let ceiba: Collective & AsyncDisposable;
  const open = (who: number, options = {}) =>
    browserOf(browser, ceiba.origin, ceiba.keyrings[who]!, { ...small, ...options });
  beforeAll(async () => {
    ceiba = await found('Ceiba');
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await ceiba?.[Symbol.asyncDispose]();
  });

  test('a clause is written with the keyboard alone, at 320 pixels, without JavaScript', {
    timeout: 120_000,
  }, async () => {
    const context = await open(0, { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${ceiba.origin}/agreements/writing`);
    await tabTo(page, 'Begin with nothing');
    await enter(page, /writing\/[\w-]{22}/);
    await tabTo(page, 'Add: Verbal violence');
    await enter(page, /\/parts\//);
    expect(await page.locator('main').innerText()).toContain('Nothing is kept before you press “Save”.');
    await tabTo(page, 'Not decided yet');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await tabTo(page, 'What we live by');
    await page.keyboard.type('We do not shout.');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('We **stop** when somebody asks.');
    await tabTo(page, 'What we do');
    await page.keyboard.type('stop the meeting');
    await page.keyboard.press('Enter');
    await page.keyboard.type('listen');
    await tabTo(page, 'See how it reads');
    await enter(page, /\/parts\//);
    await page.locator('#preview').waitFor();
    expect(page.url()).toContain('#preview');
    expect(await page.locator('section:has(#preview) strong').innerText()).toBe('stop');
    expect(await page.locator('section:has(#preview) li').allInnerTexts()).toEqual(['stop the meeting', 'listen']);
    await tabTo(page, 'Save');
    await enter(page, /#part-/);
    expect(await page.locator('.tag').allInnerTexts()).toEqual(['Not tolerated']);
    await context.close();
  });

  test('two editors in conflict both read both texts, and keep both', { timeout: 120_000 }, async () => {
    const [one, other] = [await open(0), await open(1, { javaScriptEnabled: false })];
    const [page, second] = [await one.newPage(), await other.newPage()];
    const address = await clauseOf(ceiba, page);
    await second.goto(address);
    await page.getByLabel('What we live by').fill('We do not shout.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/#part-/);
    await second.getByLabel('What we live by').fill('We speak one after the other.');
    const [answer] = await Promise.all([
      second.waitForResponse((got) => got.request().method() === 'POST'),
      second.getByRole('button', { name: 'Save' }).click(),
    ]);
    expect(answer.status()).toBe(409);
    await second.locator('#conflict').waitFor();
    const sides = second.locator('.both > section');
    expect(await sides.nth(0).innerText()).toContain('We do not shout.');
    expect(await sides.nth(1).innerText()).toContain('We speak one after the other.');
    // One under the other on a small screen, beside each other on a large one.
    const tops = async () =>
      sides.evaluateAll((all) => all.map((side) => Math.round(side.getBoundingClientRect().top)));
    const [first = 0, below = 0] = await tops();
    expect(below).toBeGreaterThan(first);
    await second.setViewportSize({ width: 1280, height: 800 });
    const [left, right] = await tops();
    expect(right).toBe(left);
    const looked = await open(1);
    const both = await looked.newPage();
    await both.goto(address);
    await both.locator('#conflict').waitFor();
    await expectAccessible(both);
    await expectFits(both);
    await looked.close();
    await second.getByLabel('What we live by').fill('We do not shout. We speak one after the other.');
    await second.getByRole('button', { name: 'Save mine in its place' }).click();
    await second.waitForURL(/#part-/);
    await page.goto(address);
    expect(await page.getByLabel('What we live by').inputValue()).toBe(
      'We do not shout. We speak one after the other.',
    );
    await page.getByRole('link', { name: 'Wording 2' }).click();
    expect(await page.locator('main').innerText()).toContain('We do not shout.');
    await one.close();
    await other.close();
  });

  for (const [locale, width] of [
    ['en', 1280],
    ['es', 320],
  ] as const)
    test(`every page of it is accessible and fits, light and dark, also with large text, in ${locale} at ${width} pixels`, {
      timeout: 240_000,
    }, async () => {
      const context = await open(0, { locale, viewport: { width, height: 800 } });
      const page = await context.newPage();
      const part = new URL(await clauseOf(ceiba, page)).pathname;
      const text = part.replace(/\/parts.*/, '');
      for (const path of ['/agreements/writing', text, `${text}/parts/front`, part, `${part}/revisions/1`]) {
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
        await page.goto(ceiba.origin + path);
        expect(await page.locator('html').getAttribute('lang')).toBe(locale);
        await expectAccessible(page);
        await expectFits(page);
        await page.emulateMedia({ colorScheme: 'dark' });
        await expectAccessible(page, seen);
        await doubleText(page);
        await expectFits(page);
      }
      await page.goto(ceiba.origin + part);
      await page.locator('textarea').first().fill('a'.repeat(4001));
      await page.locator('button.main').click();
      await page.locator('#problems').waitFor();
      await expectAccessible(page);
      await expectFits(page);
      await context.close();
    });
});
