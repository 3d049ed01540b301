import { AxeBuilder } from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
  chromium as playwright,
} from 'playwright-core';
import { expect } from 'vitest';
import { chromium } from '../support/needs.ts';

/** Opens the machine's chromium, headless, and closes it whatever happens. Fails where there is none. */
export async function openBrowser(...more: string[]): Promise<Browser & AsyncDisposable> {
  if (chromium === undefined) throw new Error('no chromium on this machine');
  const browser = await playwright.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-gpu', ...more],
  });
  return Object.assign(browser, { [Symbol.asyncDispose]: () => browser.close() });
}

/**
 * A page with its own cookies and settings. A console error that does not begin as one of `expected` fails the test at
 * the end.
 */
export async function withPage(
  browser: Browser,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
  expected: readonly string[] = [],
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  try {
    await use(page);
  } finally {
    await context.close();
  }
  expect(errors.filter((error) => !expected.some((start) => error.startsWith(start)))).toEqual([]);
}

type RunOptions = Parameters<AxeBuilder['options']>[0];

/** What of axe depends on colours and sizes, and is looked at again in the dark. */
export const seen: RunOptions = {
  runOnly: ['color-contrast', 'color-contrast-enhanced', 'target-size', 'link-in-text-block'],
};

/**
 * axe without a finding: WCAG 2.2 AA and best practice, AAA contrast, target size, or only the rules named. In the page
 * itself: what another way costs, a second page for each look, is for frames of other origins, and no page of ours has
 * any.
 */
export async function expectAccessible(page: Page, rules: RunOptions = whole): Promise<void> {
  expect(page.frames().length).toBe(1);
  if (new URL(page.url()).hostname.startsWith('desk.')) await expectUnread(page);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(rules).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' · ')}`)).toEqual([]);
}

/** No browser keeps, checks or translates what is typed on the page. */
async function expectUnread(page: Page): Promise<void> {
  const read = await page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
    const typed = fields.filter((one) => one.tagName === 'TEXTAREA' || one.type === 'text');
    return typed
      .filter((one) => one.spellcheck || one.translate || (one.autocomplete || one.form?.autocomplete) !== 'off')
      .map((one) => one.outerHTML);
  });
  expect(read).toEqual([]);
}

const whole: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
};

/** One h1, and nothing wider than the window. */
export async function expectFits(page: Page): Promise<void> {
  expect(await page.locator('h1').count()).toBe(1);
  const [wide, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(wide).toBeLessThanOrEqual(inner ?? 0);
}

/** What the page answered lies inside the window, and nobody's focus moved to it. */
export async function expectInSight(answer: Locator): Promise<void> {
  await answer.waitFor();
  const inside = await answer.evaluate((one) => {
    const { top, bottom, height } = one.getBoundingClientRect();
    return { top: top >= 0, bottom: bottom <= window.innerHeight, shown: height > 0 };
  });
  expect(inside).toEqual({ top: true, bottom: true, shown: true });
}

/** Types twelve words as somebody pastes them: all into the first field. */
export async function typeWords(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox').first().fill(words);
}

/** Text twice as large, as a reader sets it in the browser. */
export async function doubleText(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '212.5%';
  });
}
