import { expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { startNode } from '../../src/main.ts';
import { freshPlace } from '../support/databases.ts';
import { chromium } from '../support/needs.ts';
import { quiet } from '../support/quiet.ts';
import { expectAccessible, expectFits, openBrowser, typeWords, withPage } from './browser.ts';

const small = { viewport: { width: 320, height: 700 }, locale: 'en' };
const strip = 'Only to try out: nothing here is real, and one person holds all keys.';

test.runIf(chromium)(
  'whoever tries a node alone is three people by a press, and every page of both origins says so for good',
  { timeout: 120_000 },
  async () => {
    await using place = await freshPlace();
    const codes: string[] = [];
    const settings = readSettings({ DATA: place.folder, PORT: '0' });
    await using node = await startNode({ settings, log: quiet, announce: (said) => void codes.push(said), env: {} });
    const desk = node.origin.replace('localhost', 'desk.localhost');
    await using browser = await openBrowser();
    const words: string[] = [];
    await withPage(browser, small, async (page) => {
      await page.goto(node.origin);
      expect(await page.getByText(strip).count()).toBe(0);
      await page.goto(`${desk}/en#set-up=${codes[0]}`);
      await page.getByRole('button', { name: 'Try it alone on this machine' }).click();
      await page.getByRole('heading', { level: 1, name: 'It stands: you are three people now' }).waitFor();
      await expectFits(page);
      await expectAccessible(page);
      for (const list of await page.locator('ol.words').all())
        words.push((await list.locator('li').allInnerTexts()).join(' '));
      await page.getByRole('button', { name: 'Open the desk of the first one' }).click();
      await page.getByRole('heading', { level: 1, name: 'Your desk' }).waitFor();
      await page.getByText(strip).waitFor();
      await expectAccessible(page);
      for (const path of ['/', '/something-happened', '/my-code', '/agreements']) {
        await page.goto(node.origin + path);
        await page.getByText(strip).waitFor();
        await expectFits(page);
      }
      await expectAccessible(page);
      expect(await (await fetch(`${node.origin}/nowhere`, { headers: { accept: 'text/html' } })).text()).toContain(
        strip,
      );
    });
    // The third of them, in another profile; the strip is there before anybody unlocks.
    expect(new Set(words).size).toBe(3);
    await withPage(browser, { ...small, colorScheme: 'dark' }, async (page) => {
      await page.goto(`${desk}/en`);
      await page.getByText(strip).waitFor();
      await typeWords(page, words[2] ?? '');
      await page.getByRole('button', { name: 'Open my keyring' }).click();
      await page.getByText(/You are .* here: steward\./).waitFor();
      await expectAccessible(page);
    });
  },
);
