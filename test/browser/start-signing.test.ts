import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { adopt, meet } from '../../src/commands/scripted-steps.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { agreementText } from '../support/trust.ts';
import { found } from '../support/world.ts';
import { openBrowser, withPage } from './browser.ts';
import { button, deskOf, heading, screen, unlock } from './desk.ts';

const press = (page: Page, name: string) => button(page, name).click();

test.runIf(chromium)(
  'a steward begins at the desk what was begun by command: what we say of a partner’s agreement, and to take ours back',
  { timeout: 240_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using maguey = await found('Maguey');
    await using browser = await openBrowser();
    const theirs = await adopt(ceiba, 'ceiba.md', agreementText('ceiba-v1.es.md'));
    await meet(maguey, ceiba);
    await adopt(maguey, 'maguey.md', agreementText('maguey-v1.es.md'));
    const words = [await movedIn(maguey, 0), await movedIn(maguey, 1)];
    const at = (who: number, use: (page: Page) => Promise<void>) =>
      withPage(
        browser,
        { viewport: { width: 320, height: 700 }, locale: 'en', colorScheme: who === 0 ? 'light' : 'dark' },
        async (page) => {
          await page.goto(`${deskOf(maguey)}/en`);
          await unlock(page, words[who]!);
          await use(page);
        },
      );
    let signed = '';
    await at(0, async (page) => {
      await press(page, 'Begin something to sign');
      await heading(page, 'Begin something to sign');
      const about = page.getByRole('listitem').filter({ hasText: 'What you say of' });
      for (let tries = 0; (await about.count()) === 0 && tries < 60; tries++) {
        await page.waitForTimeout(500);
        await press(page, 'Look again');
      }
      await screen(page, 'start');
      await about.getByRole('button', { name: 'Read it, and sign' }).click();
      await page.getByRole('checkbox').nth(1).check();
      await screen(page, 'start-differ');
      await press(page, 'Read what you would sign');
      await page.getByRole('heading', { name: 'What it says' }).waitFor();
      signed = (await page.locator('[aria-labelledby=says] li').allInnerTexts()).join('\n');
      expect(signed).toContain('we differ on these clauses');
      await screen(page, 'start-acknowledgement');
      await press(page, 'Sign exactly this');
      await page.getByText('Signed: 1 of 2.').waitFor();
      const ours = page.getByRole('listitem').filter({ hasText: 'Take back' });
      await ours.getByRole('button', { name: 'Read it, and sign' }).click();
      await page.getByText('its page is gone').waitFor();
      await screen(page, 'start-withdrawal');
      await press(page, 'Back, without signing');
      await heading(page, 'Begin something to sign');
    });
    await at(1, async (page) => {
      await press(page, 'Waits for your signature');
      const waiting = page.getByRole('listitem').filter({ hasText: 'What you say of' });
      await waiting.getByRole('button', { name: 'Read it, and sign' }).click();
      await page.getByRole('heading', { name: 'What it says' }).waitFor();
      expect((await page.locator('[aria-labelledby=says] li').allInnerTexts()).join('\n')).toBe(signed);
      await press(page, 'Sign exactly this');
      await page.getByText('Published.').waitFor();
      // Read, not pressed: nothing of a withdrawal waits.
      await page.getByText('Nothing waits here: no agreement').waitFor();
    });
    const asked = `${maguey.origin}/acknowledgements?of=${theirs.agreement.issuer}`;
    const said = await (await fetch(asked, { headers: { accept: 'application/json' } })).json();
    expect(said).toMatchObject({ acknowledgements: [{ agreement: theirs.id }] });
  },
);
