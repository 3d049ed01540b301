import { expect, test } from 'vitest';
import { releaseOf, signRelease } from '../../src/client/desk-release/release.ts';
import { atWork } from '../../src/commands/scripted-steps.ts';
import { deskHere } from '../../src/desk/files.ts';
import { printOf, shortPrint } from '../../src/protocol/desk-release.ts';
import { madeUp } from '../desk/said.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { found } from '../support/world.ts';
import { expectAccessible, expectFits, openBrowser, withPage } from './browser.ts';
import { button, deskOf, heading, unlock } from './desk.ts';

test.runIf(chromium)(
  'the desk says before the words whether stewards stand for it, two of them sign it there, and a changed one is said',
  { timeout: 240_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using browser = await openBrowser();
    const words = [await movedIn(ceiba, 0), await movedIn(ceiba, 2)];
    const short = shortPrint(printOf((await deskHere()).files));
    const desk = `${deskOf(ceiba)}/en`;
    const small = { viewport: { width: 320, height: 700 }, locale: 'en' };
    for (const [at, one] of words.entries())
      await withPage(browser, { ...small, colorScheme: at === 0 ? 'light' : 'dark' }, async (page) => {
        await page.goto(desk);
        await page.getByText(`Nobody of you has signed the desk yet: it is ${short}.`).waitFor();
        await unlock(page, one);
        await button(page, 'Waits for your signature').click();
        await button(page, at === 0 ? 'Read which desk it is' : 'Read it, and sign').click();
        await heading(page, `Your desk: ${short}`);
        await page.getByText('It is the desk that you use now.').waitFor();
        await expectFits(page);
        await expectAccessible(page);
        await button(page, 'Sign exactly this').click();
        await heading(page, 'Waits for your signature');
      });
    await withPage(browser, small, async (page) => {
      await page.goto(desk);
      await page.getByText(`The desk is ${short}.`).waitFor();
      expect((await page.getByRole('alert').allInnerTexts()).join('')).toBe('');
      await expectFits(page);
      await expectAccessible(page);
    });
    for (const who of [0, 1]) {
      const session = await atWork(ceiba, who);
      const signing = { ...session, chain: session.root.chain };
      await signRelease(signing, (await releaseOf(signing, madeUp(7), new Date()))!);
    }
    await withPage(browser, { ...small, colorScheme: 'dark' }, async (page) => {
      await page.goto(desk);
      await page.getByRole('alert').getByText('The desk was changed, and nobody of you has signed it yet').waitFor();
      await expectFits(page);
      await expectAccessible(page);
      await unlock(page, words[0]!);
      await page.getByRole('alert').getByText('The desk was changed, and nobody of you has signed it yet').waitFor();
    });
  },
);
