import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { listNotices } from '../../src/client/alerts/open-notice.ts';
import { whereDelivery } from '../../src/client/alerts/where.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { thirdAccompanier } from '../members/people.ts';
import { canary } from '../support/alert-words.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { eventually, found } from '../support/world.ts';
import { doubleText, expectAccessible, expectFits, openBrowser, seen, withPage } from './browser.ts';
import { button, deskOf, heading, screen, unlock } from './desk.ts';

const shown = (page: Page) => page.evaluate(() => document.documentElement.outerHTML);

/** Somebody presses and puts their telephone away before there is an answer; later they look at it again. */
async function hideAsPressed(page: Page, name: string): Promise<void> {
  await button(page, name).evaluate((pressed: HTMLButtonElement) => {
    const see = (state: string) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    pressed.click();
    see('hidden');
    see('visible');
  });
  await page.waitForTimeout(500);
  await button(page, name).waitFor();
}

test.runIf(chromium)(
  'a care team reads what a partner sent: closed, three facts, a curtain, their agreement, how to ask; or leaves it',
  { timeout: 240_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using maguey = await found('Maguey');
    for (const party of [ceiba, maguey]) await adopt(party, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    const peer = await trustForAlerts(ceiba, maguey);
    const lu = calledBy((await thirdAccompanier(maguey)).member, 'en');
    const { delivery, words } = await sharedAlert(ceiba, peer);
    const said = async (word: string) => {
      const { api } = await atWork(ceiba, 0);
      const has = ({ steps }: Awaited<ReturnType<typeof whereDelivery>>) =>
        steps.some(({ acknowledged }) => acknowledged === word);
      await eventually(() => whereDelivery(api, delivery), has, 30_000);
    };
    await said('stored');
    const [rosa, marisol] = [await movedIn(maguey, 0), await movedIn(maguey, 1)];
    await using browser = await openBrowser();
    const small = { viewport: { width: 320, height: 700 }, locale: 'en' };
    await withPage(browser, small, async (page) => {
      await page.goto(deskOf(maguey));
      await unlock(page, rosa);
      await button(page, 'What partners sent you').click();
      await page.getByText('Ceiba (').waitFor();
      await screen(page, 'list');
      await button(page, 'Go to it, still closed').click();
      await page.getByRole('heading', { name: 'Do you know any of the people?' }).waitFor();
      await screen(page, 'item');
      // A colleague is left out by two presses of one, and two of another one below.
      await button(page, `${lu} is close to one of them`).click();
      await page.getByText('It is sealed anew without them.').waitFor();
      await screen(page, 'leave out');
      await button(page, `${lu} is close to one of them`).click();
      await page.getByText(`it does not exist for ${lu} any more`).waitFor();
      await button(page, 'Go to it, still closed').click();
      await button(page, 'Open it now').click();
      await heading(page, 'An alert that was opened');
      for (const fact of ['words compared on', 'Confirmed by the person affected', '2 accompaniers agreed.'])
        expect(await page.locator('.facts > div').filter({ hasText: fact }).count()).toBe(1);
      await screen(page, 'opened');
      expect(await shown(page)).not.toContain(canary);
      await button(page, 'Lift the curtain').click();
      await page.getByText('Amenazó a una compañera.').waitFor();
      await screen(page, 'lifted');
      await button(page, 'Close the curtain').click();
      expect(await shown(page)).not.toContain(canary);
      await hideAsPressed(page, 'Lift the curtain');
      expect(await shown(page)).not.toContain(canary);
      await button(page, 'Lift the curtain').click();
      await page.getByText('Amenazó a una compañera.').waitFor();
      await button(page, 'Look what our agreement says').click();
      await heading(page, 'What our agreement says');
      expect(await shown(page)).not.toContain(canary);
      await button(page, 'Take this to our team').first().waitFor();
      await screen(page, 'measures');
      await button(page, 'Take this to our team').first().click();
      await page.getByText('Nothing of this is noted here.').waitFor();
      await screen(page, 'chosen');
      await button(page, 'Choose another').click();
      await button(page, 'Back to the alert').click();
      await button(page, 'Ask whoever sent it').click();
      await page.getByText('We are the care team of localhost').waitFor();
      await screen(page, 'ask');
      await button(page, 'Back to the alert').click();
      await button(page, 'Lift the curtain').click();
      await page.getByText('Amenazó a una compañera.').waitFor();
      await page.goto('about:blank');
      await page.goBack();
      await heading(page, 'The desk is locked');
      expect(await shown(page)).not.toContain(canary);
    });
    await said('opened');
    await withPage(browser, { ...small, colorScheme: 'dark' }, async (page) => {
      await page.goto(deskOf(maguey));
      await unlock(page, marisol);
      await page.keyboard.press('Tab');
      await page.getByText('A colleague proposes that somebody takes no part').waitFor();
      await button(page, 'Seal anew').first().press('Enter');
      await page.getByText(`is read without ${lu}.`).waitFor();
      await screen(page, 'confirm');
      for (let press = 0; press < 2; press++) await button(page, 'Confirm it: they take no part').press('Enter');
      await page.getByText('Confirmed. It does not exist any more').waitFor();
      await page.getByText(`is read without ${lu}.`).waitFor({ state: 'detached' });
      await button(page, 'Back to the desk').press('Enter');
      await button(page, 'What partners sent you').press('Enter');
      await button(page, 'Go to it, still closed').press('Enter');
      await heading(page, 'An alert');
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
      await button(page, 'Open it now').press('Enter');
      await button(page, 'Lift the curtain').press('Enter');
      await expectAccessible(page, seen);
      await doubleText(page);
      await expectFits(page);
      // One press takes nothing from anybody.
      await button(page, 'Yes: I take no part in it').press('Enter');
      await page.getByText('From now on it does not exist for you.').waitFor();
      await button(page, 'No, leave it').press('Enter');
      await page.getByText('From now on it does not exist for you.').waitFor({ state: 'detached' });
      await button(page, 'Yes: I take no part in it').press('Enter');
      await page.getByText('From now on it does not exist for you.').waitFor();
      await screen(page, 'recuse');
      await button(page, 'Yes: I take no part in it').press('Enter');
      await page.getByText('You take no part in it').waitFor();
      await page.getByText('Nothing lies here.').waitFor();
      expect(await shown(page)).not.toContain(canary);
    });
    await withPage(
      browser,
      small,
      async (page) => {
        await page.clock.install();
        await page.goto(deskOf(maguey));
        await unlock(page, rosa);
        for (const press of ['What partners sent you', 'Go to it, still closed', 'Open it now', 'Lift the curtain'])
          await button(page, press).click();
        await page.getByText('Amenazó a una compañera.').waitFor();
        await withdrawAll(connect(ceiba.origin), await lookUp(connect(ceiba.origin), words, new Date()), new Date());
        const { desk } = await atWork(maguey, 0);
        await eventually(
          () => listNotices(desk),
          (all) => all.every(({ header }) => header.kind === 'withdrawal'),
          30_000,
        );
        await page.clock.fastForward('01:01');
        await page.getByText('It is not here any more: it was taken back').waitFor();
        expect(await shown(page)).not.toContain(canary);
        await screen(page, 'gone');
      },
      ['Failed to load resource: the server responded with a status of 404'],
    );
  },
);
