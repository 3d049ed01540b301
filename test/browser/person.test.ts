import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atWork } from '../../src/commands/scripted-steps.ts';
import { locatorOf, secretFrom } from '../../src/protocol/secrets.ts';
import { chromium } from '../support/needs.ts';
import { secretTraces, tracesIn, tracesOf } from '../support/traces.ts';
import { type TwoHolders, twoHolders } from '../support/two-holders.ts';
import { doubleText, expectAccessible, expectFits, openBrowser, seen, withPage } from './browser.ts';

const phone = { viewport: { width: 320, height: 640 }, locale: 'en' };
const withoutScript = { ...phone, javaScriptEnabled: false };
const refusals = ['Failed to load resource'];
const fits = (words: string): boolean => {
  try {
    return secretFrom(words).length === 16;
  } catch {
    return false;
  }
};
const ways: [string, BrowserContextOptions][] = [
  ['without script', withoutScript],
  ['with script', phone],
];

describe.skipIf(chromium === undefined)('the person with twelve words', { timeout: 120_000 }, () => {
  let world: TwoHolders;
  let browser: Browser & AsyncDisposable;
  beforeAll(async () => {
    world = await twoHolders();
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  const open = async (page: Page, path = '/my-code') => {
    await page.goto(`${world.ceiba.origin}${path}`);
  };
  const title = (page: Page) => page.locator('h1').innerText();
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
  const type = async (page: Page, words: readonly string[]) => {
    for (const [at, word] of words.entries()) await page.getByLabel(`Word ${at + 1}`, { exact: true }).fill(word);
  };
  const states = async (words: string) => (await world.under(words)).map(({ state }) => state).toSorted();

  test.each(ways)('sees where it is and takes it back, in three pages and two presses, %s', async (_, options) => {
    const words = await world.share();
    await withPage(browser, options, async (page) => {
      const pages: string[] = [];
      await open(page);
      pages.push(await title(page));
      await type(
        page,
        words.split(' ').map((word) => word.slice(0, 4)),
      );
      await press(page, 'Show me where it is');
      await page.getByText('Take it back everywhere').waitFor();
      pages.push(await title(page));
      const shown = await page.locator('.holders').innerText();
      for (const name of ['Maguey', 'Hawthorn']) expect(shown).toMatch(new RegExp(`at ${name} .*not opened yet`));
      await expectFits(page);
      await press(page, 'Take it back everywhere');
      await page.getByText('2 alerts are taken back').waitFor();
      pages.push(await title(page));
      expect(pages).toEqual(['Your twelve words', 'Where it is', 'It is taken back']);
      expect(new URL(page.url()).pathname).toBe('/my-code');
      expect(await page.context().cookies()).toEqual([]);
    });
    expect(await states(words)).toEqual(['withdrawn', 'withdrawn']);
  });

  test.each(ways)(
    'asks for no more questions, and then takes it back from one partner alone, %s',
    async (_, options) => {
      const words = await world.share();
      await withPage(browser, options, async (page) => {
        await open(page);
        // All of them in the first field.
        await page.getByLabel('Word 1', { exact: true }).fill(words);
        await press(page, 'Show me where it is');
        await press(page, 'ask me nothing more');
        await page.getByText('The care team reads here: ask nothing more.').waitFor();
        expect((await world.under(words)).map(({ asksNothingMore }) => asksNothingMore)).toEqual([true, true]);
        expect(await page.getByRole('button', { name: 'ask me nothing more' }).count()).toBe(0);
        await press(page, /Take it back from Maguey .* alone/);
        await page.getByText('1 alert is taken back').waitFor();
        expect(await states(words)).toEqual(['granted', 'withdrawn']);
        await press(page, 'Take it back everywhere');
        await page.getByText(/alerts? (is|are) taken back/).waitFor();
      });
      expect(await states(words)).toEqual(['withdrawn', 'withdrawn']);
    },
  );

  test.each(ways)('is told where to look again and never a word, %s', async (_, options) => {
    const words = (await world.share()).split(' ');
    const wrong = async (page: Page, typed: readonly string[], said: string, at: number[]) => {
      await open(page);
      await type(page, typed);
      await press(page, 'Show me where it is');
      await page.locator('#words-doubt').getByText(said).waitFor();
      const invalid = await page.locator('[aria-invalid="true"]').evaluateAll((some) => some.map(({ id }) => id));
      expect(invalid).toEqual(at.map((number) => `w${number}`));
      expect(await title(page)).toBe('Your twelve words');
    };
    await withPage(
      browser,
      options,
      async (page) => {
        await wrong(page, words.with(2, 'zzzz').with(6, 'qqqq'), 'Look again at number 3 and 7.', [3, 7]);
        await wrong(page, words.with(11, ''), 'Still missing: 12.', [12]);
        // Of all that are swapped with the first, one in sixteen fits by chance.
        const swapped = (at: number) => words.with(0, words[at]!).with(at, words[0]!);
        const unfit = [1, 2, 3, 4, 5, 6, 7].map(swapped).find((some) => !fits(some.join(' ')));
        await wrong(page, unfit!, 'do not fit together', []);
        await open(page);
        await type(page, 'abandon '.repeat(11).concat('about').split(' '));
        await press(page, 'Show me where it is');
        await page.getByText('Nothing is kept here under these words.').waitFor();
        await expectFits(page);
      },
      refusals,
    );
  });

  test.each([
    ['without the script', true],
    ['with the script', false],
  ])('reads at most sixty words before the first field, and every page is accessible, %s', async (_, blocked) => {
    const words = await world.share();
    await withPage(
      browser,
      phone,
      async (page) => {
        if (blocked) await page.route('**/my-code.*.js', (route) => route.abort());
        const accessible = async () => {
          await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
          await expectAccessible(page);
          await page.emulateMedia({ colorScheme: 'dark' });
          await expectAccessible(page, seen);
          await expectFits(page);
        };
        for (const language of ['en', 'es']) {
          await open(page, `/my-code?lang=${language}`);
          const count = await page.evaluate(() => {
            const range = document.createRange();
            range.setStart(document.querySelector('main')!, 0);
            range.setEndBefore(document.querySelector('input')!);
            return range.toString().match(/\p{L}+/gu)?.length ?? 0;
          });
          expect(count).toBeGreaterThan(20);
          expect(count).toBeLessThanOrEqual(60);
        }
        await open(page);
        const first = page.getByLabel('Word 1', { exact: true });
        await first.focus();
        expect(await page.getByRole('group', { name: 'Letters' }).isVisible()).toBe(!blocked);
        await accessible();
        await first.fill(words);
        await press(page, 'Show me where it is');
        await page.getByText('Take it back everywhere').waitFor();
        await accessible();
        await open(page, '/my-code/card');
        await accessible();
        await doubleText(page);
        await expectFits(page);
      },
      refusals,
    );
  });

  test('without script, the page says that the words reach the server; with it, that they stay', async () => {
    const said = async (options: BrowserContextOptions) => {
      let text = '';
      await withPage(browser, options, async (page) => {
        await open(page);
        text = await page.locator('[data-reach]').innerText();
      });
      return text;
    };
    expect(await said(withoutScript)).toContain('The words reach this server once.');
    expect(await said(phone)).toContain('The words stay in this browser.');
  });

  test('loses nothing where the line is cut: not the words before, and what was taken back is said after', async () => {
    const words = await world.share();
    await withPage(
      browser,
      phone,
      async (page) => {
        await open(page);
        await page.getByText('The words stay in this browser.').waitFor();
        await type(page, words.split(' '));
        await page.context().setOffline(true);
        await press(page, 'Show me where it is');
        await page.getByText('The server does not answer').waitFor();
        expect(await page.getByLabel('Word 12', { exact: true }).inputValue()).toBe(words.split(' ')[11]);
        await page.context().setOffline(false);
        await press(page, 'Show me where it is');
        await page.getByText('Take it back everywhere').waitFor();
        // It arrives, and the answer does not.
        await page.route('**/my-code/withdrawals', async (route) => {
          await route.fetch();
          await route.abort();
        });
        await press(page, 'Take it back everywhere');
        await page.getByText('The server does not answer').waitFor();
        expect(await states(words)).toEqual(['withdrawn', 'withdrawn']);
        await page.unroute('**/my-code/withdrawals');
        await press(page, 'Take it back everywhere');
        await page.getByText('2 alerts are taken back').waitFor();
      },
      refusals,
    );
  });

  test('with script, what was shown is forgotten after a quarter of an hour, and when the page is left', async () => {
    const words = await world.share();
    await withPage(browser, phone, async (page) => {
      await page.clock.install();
      await open(page);
      const seen = async () => {
        await page.getByText('The words stay in this browser.').waitFor();
        await type(page, words.split(' '));
        await press(page, 'Show me where it is');
        await page.getByText('Take it back everywhere').waitFor();
      };
      const forgotten = async () => {
        expect(await title(page)).toBe('Your twelve words');
        expect(await page.locator('main').innerText()).not.toContain('Maguey');
        expect(await page.getByLabel('Word 1', { exact: true }).inputValue()).toBe('');
      };
      await seen();
      await page.clock.fastForward('15:01');
      await page.getByText('Some time has passed, so nothing was done.').waitFor();
      await forgotten();
      await seen();
      for (const event of ['leave', 'pagehide']) {
        await page.evaluate((name) => {
          (name === 'leave' ? document : window).dispatchEvent(new Event(name));
        }, event);
        await forgotten();
        await seen();
      }
    });
    expect(await states(words)).toEqual(['granted', 'granted']);
  });

  /** Everything that a browser asks for while somebody takes back, in Spanish. */
  const wireOf = async (words: string, options: BrowserContextOptions) => {
    const sent: Buffer[] = [];
    let before: Buffer[] = [];
    await withPage(browser, { ...options, locale: 'es' }, async (page) => {
      page.on('request', (request) => {
        sent.push(Buffer.from(`${request.method()} ${request.url()} ${JSON.stringify(request.headers())}`));
        sent.push(request.postDataBuffer() ?? Buffer.alloc(0));
      });
      await open(page);
      await page.waitForLoadState('networkidle');
      before = sent.splice(0);
      for (const [at, word] of words.split(' ').entries())
        await page.getByLabel(`Palabra ${at + 1}`, { exact: true }).fill(word);
      await press(page, 'Ver dónde está');
      await page.getByText('Está en Maguey').waitFor();
      await press(page, 'Retirarlo de todas partes');
      await page.getByText('2 avisos retirados').waitFor();
      expect(await title(page)).toBe('Está retirado');
    });
    return { before: Buffer.concat(before), after: Buffer.concat(sent) };
  };

  test('with script no word and nothing of the secret is on the wire, only the locator; without, the words are', async () => {
    const issuer = (await atWork(world.ceiba, 0)).desk.own.collective;
    const found = async (options: BrowserContextOptions) => {
      const words = await world.share();
      const secret = secretFrom(words);
      const { before, after } = await wireOf(words, options);
      const each = words.split(' ').flatMap((word) => tracesOf('a word', word));
      const traces = [
        ...each,
        ...secretTraces('the secret', secret),
        ...secretTraces('the locator', locatorOf(secret, issuer)),
      ];
      // A short word may stand in any header: what a browser says before anybody types does not count.
      const long = traces.filter(({ bytes }) => bytes.length >= 5 && !before.includes(bytes));
      return [...new Set(tracesIn(after, long))];
    };
    expect(await found(phone)).toEqual(['the locator (encoded)']);
    expect(await found(withoutScript)).toContain('a word');
  });
});
