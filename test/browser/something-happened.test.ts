import { expect, test } from 'vitest';
import { adopt } from '../../src/commands/scripted-steps.ts';
import { chromium } from '../support/needs.ts';
import { agreementText } from '../support/trust.ts';
import { found } from '../support/world.ts';
import { doubleText, expectAccessible, expectFits, openBrowser, seen, withPage } from './browser.ts';

const phone = { viewport: { width: 320, height: 640 }, locale: 'en' };
const withContact = `${agreementText('ceiba-v1.es.md')}
## contacto: Hablar con alguien de confianza

horario: De lunes a sábado, de 10 a 20
teléfono: 555 0100
`;

test.runIf(chromium)(
  'whoever something happened to finds whom to turn to, at one address and with one request, without script',
  { timeout: 120_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using browser = await openBrowser();
    await withPage(browser, { ...phone, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${ceiba.origin}/something-happened`);
      await page.getByText('Go on', { exact: true }).click();
      expect(await page.locator('main').innerText()).toContain('has not written here whom to call');
    });
    await adopt(ceiba, 'ceiba-v1.es.md', withContact);
    await withPage(browser, { ...phone, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${ceiba.origin}/`);
      await page.getByRole('link', { name: 'Whom to turn to, and what you can do' }).click();
      await page.waitForLoadState('networkidle');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const shown = () => page.locator('main').innerText();
      expect(await page.title()).toBe('Ceiba');
      // Said before it comes; nothing of it is there yet.
      expect(await shown()).toContain('What comes next is about help after violence.');
      expect(await shown()).not.toContain('555 0100');
      await page.getByText('Go on', { exact: true }).click();
      const text = await shown();
      for (const first of ['Hablar con alguien de confianza', '555 0100'])
        expect(text.indexOf(first)).toBeLessThan(text.indexOf('What I can do'));
      expect(text.indexOf('555 0100')).toBeGreaterThan(0);
      await page.getByText('What I can do', { exact: true }).click();
      expect(await shown()).toContain('You can say no, or later.');
      await page.getByText('I have twelve words', { exact: true }).click();
      expect(await shown()).not.toContain('You can say no, or later.');
      await expectFits(page);
      expect(await page.locator('main :is(input, textarea, select, form)').count()).toBe(0);
      expect(new URL(page.url()).pathname).toBe('/something-happened');
      expect(asked).toEqual([]);
      await page.getByRole('link', { name: 'Use my twelve words' }).click();
      expect(new URL(page.url()).pathname).toBe('/my-code');
    });
  },
);

test.runIf(chromium)(
  'every step of it is accessible, light and dark, and begins with few words',
  { timeout: 120_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await adopt(ceiba, 'ceiba-v1.es.md', withContact);
    await using browser = await openBrowser();
    await withPage(browser, { ...phone, locale: 'es' }, async (page) => {
      await page.goto(`${ceiba.origin}/something-happened`);
      const before = await page.evaluate(() => {
        const range = document.createRange();
        range.setStart(document.querySelector('main')!, 0);
        range.setEndBefore(document.querySelector('summary')!);
        return range.toString().match(/\p{L}+/gu)?.length ?? 0;
      });
      expect(before).toBeGreaterThan(20);
      expect(before).toBeLessThanOrEqual(60);
      for (const step of [null, 'Seguir', 'Qué puedo hacer', 'Tengo doce palabras']) {
        if (step !== null) await page.getByText(step, { exact: true }).click();
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
        await expectAccessible(page);
        await page.emulateMedia({ colorScheme: 'dark' });
        await expectAccessible(page, seen);
        await expectFits(page);
      }
      await doubleText(page);
      await expectFits(page);
    });
  },
);
