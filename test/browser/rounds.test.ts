import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserOf } from '../support/browser-session.ts';
import { type AtPages, atPages, type Fields, hiddenIn } from '../support/member-pages.ts';
import { chromium } from '../support/needs.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, found } from '../support/world.ts';
import { doubleText, expectAccessible, expectFits, openBrowser, seen } from './browser.ts';

describe.skipIf(chromium === undefined)('deciding together in a browser', () => {
  let ceiba: Collective & AsyncDisposable;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let people: AtPages[];
  let text = '';
  let round = '';
  const send = async (who: number, fields: Fields) =>
    expect(await people[who]!.post(round, fields)).toMatchObject({
      status: 303,
      to: expect.stringContaining(`${round}#`),
    });
  const say = (who: number, kind: string, fields: Fields = {}) =>
    send(who, { do: 'say', kind, proposal: '1', ...fields });
  const open = async (who: number, place: string) => {
    const decide = (await people[who]!.get(`${place}/decide`)).text;
    const wording = hiddenIn(decide, 'open', 'wording');
    return (await people[who]!.post(`${place}/decide`, { do: 'open', wording, body: 'La asamblea' })).to!;
  };
  const begin = async (fields: Fields) => (await people[0]!.post('/agreements/writing', fields)).to!;
  const whole = { from: 'markdown', markdown: agreementText('ceiba-v1.es.md') };

  beforeAll(async () => {
    ceiba = await found('Ceiba');
    people = await Promise.all([0, 1, 2].map((who) => atPages(ceiba, who)));
    browser = await openBrowser();
    text = await begin(whole);
    round = await open(1, text);
  });
  afterAll(async () => {
    await browser?.close();
    await ceiba?.[Symbol.asyncDispose]();
  });

  const inBrowser = async (
    options: BrowserContextOptions,
    use: (page: Page, context: BrowserContext) => Promise<void>,
  ) => {
    const context = await browserOf(browser, ceiba.origin, ceiba.keyrings[0]!, options);
    const errors: string[] = [];
    try {
      const page = await context.newPage();
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await use(page, context);
    } finally {
      await context.close();
    }
    expect(errors.filter((error) => !error.startsWith('Failed to load resource'))).toEqual([]);
  };
  /** Every page as it looks now, small and wide, light and dark, with large text and forced colours. */
  const look = async (paths: readonly string[]) => {
    await inBrowser({}, async (page) => {
      for (const path of paths)
        for (const width of [320, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce', forcedColors: 'none' });
          const answer = await page.goto(`${ceiba.origin}${path}`);
          expect(answer?.headers()['cache-control']).toBe('no-store');
          expect(answer?.headers()['x-robots-tag']).toBe('noindex');
          expect(await page.title()).toBe('Ceiba');
          // What the words and their order are does not depend on the width.
          await expectAccessible(page, width === 320 ? undefined : seen);
          await expectFits(page);
          await page.emulateMedia({ colorScheme: 'dark' });
          await expectAccessible(page, seen);
          await page.emulateMedia({ forcedColors: 'active' });
          await expectAccessible(page, seen);
          await doubleText(page);
          await expectFits(page);
        }
    });
  };

  test('each page is accessible and fits, before a round and while people ask', { timeout: 180_000 }, async () => {
    const next = await begin(whole);
    const template = await begin({ from: 'template', language: 'es' });
    await say(2, 'question', { words: '¿Quién avisa de noche?' });
    await say(1, 'answer', { about: '1', words: 'Todavía nadie.' });
    const pages = [
      `${next}/decide?lang=es`,
      `${template}/decide?lang=en`,
      `${round}?lang=es`,
      '/agreements/rounds?lang=en',
    ];
    await look([...pages, `${round}/proposals/1?lang=es`]);
  });

  test('is done with the keyboard and without scripts, on a small screen', { timeout: 180_000 }, async () => {
    const small = { viewport: { width: 320, height: 700 }, javaScriptEnabled: false, locale: 'es' };
    await inBrowser(small, async (page) => {
      await page.goto(`${ceiba.origin}${round}?lang=es`);
      await page.getByRole('link', { name: 'Lo que puedes hacer ahora' }).focus();
      await page.keyboard.press('Enter');
      for (let presses = 0; presses < 10; presses++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(() => document.activeElement?.id === 'question-words')) break;
      }
      await page.keyboard.type('¿Y las visitas?');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**${round}?lang=es#entry-*`);
      // What was just said is in sight, and Tab goes on from there.
      await page.locator('li:target', { hasText: '¿Y las visitas?' }).waitFor();
      expect(await page.locator('#said ~ ul').first().textContent()).toContain('¿Y las visitas?');
      await page.getByRole('button', { name: 'Preguntar a cada persona cómo la siente' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('.stages [aria-current=step]', { hasText: 'Cómo la sentimos' }).waitFor();
    });
  });

  test('each page is accessible and fits, while words change and people consent', { timeout: 240_000 }, async () => {
    await send(0, { do: 'move', to: 'amend' });
    await say(1, 'amendment', { words: 'Siempre vela alguien.' });
    await look([`${round}?lang=es`, `${round}/bring?lang=es`]);
    await send(0, { do: 'move', to: 'consent' });
    await say(2, 'objection', { words: 'Así no.', harm: 'Quien vive de noche en la casa.' });
    await say(0, 'consent');
    await say(1, 'consent', { words: 'Con ganas.' });
    await look([`${round}?lang=en`]);
    await say(2, 'stand_aside');
    await look([`${round}?lang=es`]);
    await inBrowser({ viewport: { width: 320, height: 700 }, locale: 'en' }, async (page) => {
      await page.goto(`${ceiba.origin}${round}?lang=en`);
      // What the browser itself would hold back reaches the node all the same.
      await page.locator('#objection').evaluate((form: HTMLFormElement) => {
        form.noValidate = true;
      });
      await page.locator('#objection-words').fill('No me gusta.');
      await page.getByRole('button', { name: 'I object' }).click();
      expect(await page.getByRole('alert').textContent()).toContain('An objection names a possible harm.');
      expect(await page.locator('#objection-words').inputValue()).toBe('No me gusta.');
      expect(await page.locator('#objection-harm').getAttribute('aria-invalid')).toBe('true');
      await expectAccessible(page);
      await expectFits(page);
      await page.getByRole('link', { name: 'español', exact: true }).click();
      expect(await page.locator('html').getAttribute('lang')).toBe('es');
    });
    await send(0, { do: 'adopt', proposal: '1', minutes: 'Quedamos en mirarlo en mayo.' });
    await look([`${round}?lang=es`, '/agreements/rounds?lang=es']);
  });
});
