import { expect, test } from 'vitest';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { found } from '../support/world.ts';
import { expectInSight, openBrowser, withPage } from './browser.ts';
import { deskOf, heading, unlock } from './desk.ts';
import { phone, press } from './story.ts';

test.runIf(chromium)(
  'what is refused of a form is named as its label names it, never by the names that programs give',
  { timeout: 120_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    const words = await movedIn(ceiba, 0);
    await using browser = await openBrowser();
    const use = async (page: Parameters<typeof unlock>[0]) => {
      await page.goto(`${deskOf(ceiba)}/en`);
      await unlock(page, words);
      await press(page, 'How people reach you');
      await press(page, 'Name somebody');
      await heading(page, 'Name somebody');
      const fields = page.locator('form :is(input, textarea)[name]');
      const labels = await fields.evaluateAll((all) =>
        all.map((one) => [(one as HTMLInputElement).name, (one as HTMLInputElement).labels?.[0]?.textContent ?? '']),
      );
      expect(labels.length).toBeGreaterThan(5);
      // No field of it takes a mark that shows nothing: each is named in turn.
      for (const [name, label] of labels) {
        await fields.evaluateAll((all) => {
          for (const one of all) (one as HTMLInputElement).value = '';
        });
        await page.locator('form [required]').first().fill('Anything');
        await page.locator(`form [name="${name}"]`).fill(name === 'languages' ? 'English' : 'a\u200bb');
        await press(page, 'Keep this');
        await expectInSight(page.locator('.wrong'));
        expect([name, await page.locator('.wrong').innerText()]).toEqual([name, expect.stringContaining(`“${label}”`)]);
      }
    };
    await withPage(browser, phone, use, ['Failed to load resource']);
  },
);
