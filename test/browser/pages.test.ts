import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../support/needs.ts';
import { doubleText, expectAccessible, expectFits, openBrowser, seen, withPage } from './browser.ts';
import { openFace } from './face.tsx';

const pages = {
  'the first page': '/?lang=es',
  'the first page before set-up': '/waiting?lang=en',
  'the list of agreements': '/agreements?lang=es',
  'an agreement of our own': '/agreements/ceiba?lang=es',
  'an agreement in another language': '/agreements/hawthorn?lang=es',
  'what changed between two versions': '/agreements/ceiba/changes?lang=es',
  'the comparison of collectives': '/agreements/compare?lang=es',
  'texts side by side': '/agreements/compare/economic?lang=en',
  'words found in agreements': '/agreements/search?q=violencia+cuidados&lang=es',
  'words that no agreement says': '/agreements/search?q=trueque&lang=en',
  'the sheet to fold': '/agreements/ceiba/zine?lang=es',
  'a page that does not exist': '/nothing?lang=en',
  'what quick exit does': '/exit/about?lang=es',
} as const;

describe.skipIf(chromium === undefined)('public pages in a browser', () => {
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

  for (const [name, path] of Object.entries(pages)) {
    const expected = path.startsWith('/nothing') ? ['Failed to load resource'] : [];
    for (const width of [320, 768, 1280]) {
      test(`${name} is accessible at ${width} pixels, light and dark, also with large text`, async () => {
        const options: BrowserContextOptions = { viewport: { width, height: 800 } };
        await withPage(
          browser,
          options,
          async (page) => {
            await page.goto(face.origin + path);
            await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
            await expectAccessible(page);
            await expectFits(page);
            await page.emulateMedia({ colorScheme: 'dark' });
            await expectAccessible(page, seen);
            await doubleText(page);
            await expectFits(page);
          },
          expected,
        );
      });
    }

    test(`${name} keeps its borders and words under forced colours`, async () => {
      await withPage(
        browser,
        { viewport: { width: 320, height: 800 }, forcedColors: 'active' },
        async (page) => {
          await page.goto(face.origin + path);
          await expectAccessible(page, seen);
          await expectFits(page);
        },
        expected,
      );
    });

    test(`${name} weighs at most 30 KB on a first visit, and loads nothing from elsewhere`, async () => {
      await withPage(
        browser,
        {},
        async (page) => {
          const session = await page.context().newCDPSession(page);
          await session.send('Network.enable');
          let bytes = 0;
          session.on('Network.loadingFinished', (event) => {
            bytes += event.encodedDataLength;
          });
          const hosts = new Set<string>();
          page.on('request', (request) => hosts.add(new URL(request.url()).origin));
          await page.goto(face.origin + path, { waitUntil: 'networkidle' });
          expect([...hosts]).toEqual([face.origin]);
          expect(bytes).toBeGreaterThan(1000);
          expect(bytes).toBeLessThanOrEqual(30 * 1024);
          expect(await page.context().cookies()).toEqual([]);
        },
        expected,
      );
    });
  }

  test('the keyboard goes through a page in reading order, and every stop can be seen', async () => {
    await withPage(browser, { viewport: { width: 768, height: 800 } }, async (page) => {
      await page.goto(`${face.origin}/?lang=en`);
      const stops: { text: string; y: number; outline: string }[] = [];
      for (let count = 0; count < 12; count += 1) {
        await page.keyboard.press('Tab');
        stops.push(
          await page.evaluate(() => {
            const element = document.activeElement as HTMLElement;
            const { top } = element.getBoundingClientRect();
            return {
              text: element.innerText.trim(),
              y: Math.round(top + window.scrollY),
              outline: getComputedStyle(element).outlineStyle,
            };
          }),
        );
      }
      expect(stops.slice(0, 6).map(({ text }) => text)).toEqual([
        'Skip to the content',
        'Ceiba',
        'Quick exit',
        'First page',
        'Agreements',
        'If something happened',
      ]);
      expect(stops.every(({ outline }) => outline === 'solid')).toBe(true);
      const below = stops.slice(3).map(({ y }) => y);
      expect(below).toEqual([...below].sort((a, b) => a - b));
    });
  });

  test('without scripts the same words are there, and quick exit leaves', async () => {
    await withPage(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${face.origin}/agreements/ceiba?lang=es`);
      expect(await page.locator('h2').count()).toBeGreaterThan(5);
      await page.getByRole('link', { name: 'Salir rápido', exact: true }).click();
      expect(new URL(page.url()).pathname).toBe('/waiting');
    });
  });

  test('words are looked up with the keyboard and without scripts, from the list of agreements, in the language that was chosen', async () => {
    await withPage(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 700 } }, async (page) => {
      await page.goto(`${face.origin}/agreements?lang=es`);
      await page.getByLabel('Palabras que buscas').focus();
      await page.keyboard.type('cuidados');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/agreements/search?**');
      expect(new URL(page.url()).searchParams.get('lang')).toBe('es');
      expect(await page.locator('mark').first().textContent()).toMatch(/cuidados/i);
      expect(await page.getByRole('searchbox').inputValue()).toBe('cuidados');
      await page.getByRole('link', { name: 'English', exact: true }).click();
      expect(new URL(page.url()).searchParams.get('q')).toBe('cuidados');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    });
  });

  test('quick exit leaves no page behind for Back', async () => {
    await withPage(browser, {}, async (page) => {
      await page.goto(`${face.origin}/waiting`);
      await page.goto(`${face.origin}/agreements/ceiba?lang=en`);
      await page.getByRole('link', { name: 'Quick exit', exact: true }).click();
      await page.waitForURL('**/waiting');
      await page.goBack();
      expect(page.url()).not.toContain('ceiba');
    });
  });

  test('Shift three times leaves; Shift with a letter does not', async () => {
    await withPage(browser, {}, async (page) => {
      await page.goto(`${face.origin}/agreements/ceiba?lang=en`);
      for (let count = 0; count < 4; count += 1) await page.keyboard.press('Shift+A');
      expect(page.url()).toContain('ceiba');
      await page.keyboard.press('Shift');
      expect(await page.getByRole('status').textContent()).toContain('two more times');
      await page.keyboard.press('Shift');
      await page.keyboard.press('Shift');
      await page.waitForURL('**/waiting');
    });
  });

  for (const name of ['ceiba', 'hawthorn', 'longest'])
    test(`the sheet of ${name} prints on both sides of one A4 sheet, and nothing is cut off`, async () => {
      await withPage(browser, { viewport: { width: 1123, height: 794 } }, async (page) => {
        await page.goto(`${face.origin}/agreements/${name}/zine?lang=es`);
        const pdf = await page.pdf({ preferCSSPageSize: true });
        const text = pdf.toString('latin1');
        expect(text.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
        const [wide = 0, high = 0] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? []).slice(1).map(Number);
        expect([Math.round((wide / 72) * 25.4), Math.round((high / 72) * 25.4)]).toEqual([297, 210]);
        await page.emulateMedia({ media: 'print' });
        const leaves = await page.evaluate(() =>
          [...document.querySelectorAll('.leaf')].map((leaf) => {
            const box = leaf.getBoundingClientRect();
            const low = leaf.querySelector('.low')?.getBoundingClientRect().top ?? box.bottom;
            const inner = [...leaf.querySelectorAll(':scope > :not(.low)')].flatMap((one) => [...one.getClientRects()]);
            return {
              name: leaf.className,
              over: Math.max(...inner.map(({ bottom }) => bottom)) > low,
              beside: leaf.scrollWidth > leaf.clientWidth || inner.some(({ right }) => right > box.right + 1),
            };
          }),
        );
        expect(leaves.map(({ over, beside }) => over || beside)).toEqual([false, false, false]);
      });
    });

  test('a page read from right to left mirrors, and nothing is cut off', async () => {
    await withPage(browser, { viewport: { width: 320, height: 800 } }, async (page) => {
      await page.goto(`${face.origin}/agreements/ceiba?lang=es`);
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
      const [exit, name] = await page.evaluate(() =>
        ['.exit', '.name'].map((one) => document.querySelector(one)?.getBoundingClientRect().left ?? 0),
      );
      expect(exit).toBeLessThan(name ?? 0);
      await expectFits(page);
    });
  });
});
