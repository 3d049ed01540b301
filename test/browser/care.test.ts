import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { listDrafts } from '../../src/client/alerts/drafts.ts';
import { adopt, attested, atWork } from '../../src/commands/scripted-steps.ts';
import { alertWords, canary } from '../support/alert-words.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { foundProcess } from '../support/node-process.ts';
import { placesOf, tracesByPlace } from '../support/places.ts';
import { phraseTraces, tracesOf } from '../support/traces.ts';
import { agreementText, trustForAlerts } from '../support/trust.ts';
import { eventually, found } from '../support/world.ts';
import { expectAccessible, expectFits, openBrowser, seen, typeWords, withPage } from './browser.ts';
import { button, deskOf, heading, screen, unlock } from './desk.ts';
import { herWords, keepYes, next, phone, signCannotWait, typeAlert } from './story.ts';

const shown = (page: Page) => page.evaluate(() => document.documentElement.outerHTML);

test.runIf(chromium)(
  'two accompaniers and a person go in browsers from the first word to “opened by the partner”, and take it back',
  { timeout: 420_000 },
  async () => {
    await using ceiba = await foundProcess('Ceiba');
    await using maguey = await foundProcess('Maguey');
    for (const party of [ceiba, maguey]) await adopt(party, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    await trustForAlerts(ceiba, maguey);
    const [rosa, marisol, lu] = [await movedIn(ceiba, 0), await movedIn(ceiba, 1), await movedIn(maguey, 0)];
    const asked: string[] = [];
    let words: string[] = [];
    await using browser = await openBrowser();
    await withPage(browser, phone, async (first) => {
      first.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
      await first.goto(deskOf(ceiba));
      await unlock(first, rosa);
      await button(first, 'Alerts that you prepare').click();
      await button(first, 'Prepare an alert').click();
      await heading(first, 'Is this the moment?');
      await screen(first, 'moment');
      await next(first);
      await heading(first, 'What needs to be known?');
      for (let page = 1; page < 3; page++) await next(first);
      await first.getByLabel('What was done?').fill('She called 55 1234 5678 on 12 May.');
      await first.getByText('Is this a date?').waitFor();
      await first.getByText('Is this a telephone number?').waitFor();
      // What is missing is named, and the way to it leads to its page.
      for (let page = 3; page < 7; page++) await next(first);
      const missing = first.getByText('Something is missing or too much here: What is it for?');
      await button(first, 'Sign it as its first accompanier').click();
      await missing.waitFor();
      await button(first, 'To the fields').click();
      await first.getByText('page 1 of 4').waitFor();
      await typeAlert(first);
      await first.getByText('Kept at your node').waitFor();
      await screen(first, 'known');
      // The tab is lost, and what was typed is there again.
      await first.reload();
      await unlock(first, rosa);
      await button(first, 'Alerts that you prepare').click();
      await screen(first, 'drafts');
      await button(first, 'Go on writing').click();
      for (let page = 1; page < 3; page++) await next(first);
      expect(await first.getByLabel('What was done?').inputValue()).toBe(`Amenazó a una compañera. ${canary}`);
      expect(await first.getByLabel('it may happen any moment').isChecked()).toBe(true);
      for (let page = 3; page < 5; page++) await next(first);
      await heading(first, 'Who should know?');
      await first.getByLabel('Maguey (').check();
      await button(first, 'Show it').click();
      await first.getByText(`@${canary}@example.org`).waitFor();
      await screen(first, 'who');
      await next(first);
      await heading(first, 'Until when?');
      await first.getByLabel('30 days').check();
      await screen(first, 'until');
      await next(first);
      await heading(first, 'A second pair of eyes');
      await first.getByText(`@${canary}@example.org`).waitFor();
      await screen(first, 'eyes');
      await button(first, 'Sign it as its first accompanier').click();
      await first.getByText('1 of 2 accompaniers have signed').waitFor();
      await button(first, 'Back to the list').click();
      await first.getByText('It waits for another accompanier').waitFor();
      expect(await shown(first)).not.toContain(canary);
      await withPage(browser, { ...phone, colorScheme: 'dark' }, async (second) => {
        await second.goto(deskOf(ceiba));
        await unlock(second, marisol);
        await button(second, 'Alerts that you prepare').press('Enter');
        await button(second, 'Read it').press('Enter');
        await second.getByText(`Amenazó a una compañera. ${canary}`).waitFor();
        await expectAccessible(second, seen);
        await button(second, 'Sign exactly this').press('Enter');
        await second.getByText('2 of 2 accompaniers have signed').first().waitFor();
        await button(second, 'Back to the list').press('Enter');
        await button(first, 'Look again').click();
        await button(first, 'Go to it').click();
        await button(first, 'Read it together with the person').click();
        await heading(first, 'Read this together');
        await first.getByText('It goes to Maguey (').waitFor();
        await screen(first, 'consent');
        // Somebody else could say it for the person affected: then it is read anew, on those terms.
        await button(first, 'Somebody whom they chose says it for them').click();
        await screen(first, 'through whom');
        await first.getByLabel('Somebody from outside').check();
        await button(first, 'Read it like this').click();
        await first.getByText('Somebody from outside, whom you chose, says yes for you.').waitFor();
        await button(first, 'Somebody whom they chose says it for them').click();
        expect(await first.getByLabel('Somebody from outside').isChecked()).toBe(true);
        await first.getByLabel('Nobody: the person affected says it').check();
        await button(first, 'Read it like this').click();
        await first.getByText('Somebody from outside, whom you chose').waitFor({ state: 'detached' });
        await first.getByText('It goes to Maguey (').waitFor();
        const sizes = await Promise.all(
          ['Yes, on these terms', 'Not now', 'I don’t want it shared'].map((name) => button(first, name).boundingBox()),
        );
        expect(new Set(sizes.map((size) => `${size?.width} ${size?.height}`)).size).toBe(1);
        await button(first, 'Yes, on these terms').click();
        await heading(first, 'The person said yes');
        await screen(first, 'given');
        words = (await herWords(first)).split(' ');
        await keepYes(first, words.join(' '));
        for (const word of words.filter((one) => one.length > 5)) expect(await shown(first)).not.toContain(`>${word}<`);
        await button(second, 'Look again').press('Enter');
        await button(second, 'Go to it').press('Enter');
        await button(second, 'Read it as witness').press('Enter');
        await heading(second, 'You are the witness');
        await second.getByText(`Amenazó a una compañera. ${canary}`).waitFor();
        await expectAccessible(second, seen);
        await button(second, 'I sign as witness').press('Enter');
        await second.getByText('You signed as witness.').waitFor();
        await button(second, 'Seal it, and send').press('Enter');
        await second.getByText('Nothing has left yet').first().waitFor();
        await expectAccessible(second, seen);
        await expectFits(second);
        // What erases asks once more, and a second tap in the same place does not.
        await button(second, 'Take it back').press('Enter');
        await second.getByText('The yes for this partner goes for good').waitFor();
        await expectAccessible(second, seen);
        await expectFits(second);
        await button(second, 'No, leave it').press('Enter');
        await button(second, 'Take it back').waitFor();
        await signCannotWait(first, second);
        await second.goto(deskOf(maguey));
        await unlock(second, lu);
        await button(second, 'What partners sent you').press('Enter');
        await button(second, 'Go to it, still closed').press('Enter');
        await button(second, 'Open it now').press('Enter');
        await button(second, 'Lift the curtain').press('Enter');
        await second.getByText(`Amenazó a una compañera. ${canary}`).waitFor();
      });
      await button(first, 'Back to the list').click();
      await button(first, 'Back to the desk').click();
      await button(first, 'Where it is').click();
      await lookUntil(first, 'has opened it');
      await screen(first, 'where');
      expect(asked.filter((one) => one.includes(canary))).toEqual([]);
      expect(asked.some((one) => one.includes('/drafts'))).toBe(true);
      const places = await placesOf([ceiba, maguey]);
      expect(tracesByPlace(places, tracesOf('the word', canary))).toEqual({});
      const control = Object.keys(tracesByPlace(places, tracesOf('a name', 'maguey')));
      expect(control).toEqual(expect.arrayContaining(['Ceiba tables', 'Ceiba traffic', 'Maguey traffic']));
      await button(first, 'Take something back').click();
      await heading(first, 'Take it back');
      await screen(first, 'withdraw');
      await typeWords(first, words.join(' '));
      await button(first, 'See where it is').click();
      await first.getByText('has opened it').waitFor();
      await screen(first, 'holders');
      await first.getByRole('button', { name: 'Take it back from Maguey' }).click();
      await first.getByText('1 alert is taken back').waitFor();
      await button(first, 'Back to “Where it is”').click();
      await first.getByText('Nothing that you prepared is at a partner.').waitFor();
      await eventually(
        async () => {
          await button(first, 'Take something back').click();
          await typeWords(first, words.join(' '));
          await button(first, 'See where it is').click();
          const gone = first.getByText('says that it is erased there');
          const found = await gone.waitFor({ timeout: 3000 }).then(
            () => true,
            () => false,
          );
          await button(first, 'Back to “Where it is”').click();
          return found;
        },
        (found) => found,
        60_000,
      );
      await first.goto('about:blank');
      await first.goBack();
      await heading(first, 'The desk is locked');
      expect(await shown(first)).not.toContain(canary);
    });
    const guarded = [...tracesOf('the word', canary), ...phraseTraces('her words', words.join(' '))];
    expect(tracesByPlace(await placesOf([ceiba, maguey]), guarded)).toEqual({});
  },
);

/** Looks again until it stands there. */
async function lookUntil(page: Page, text: string): Promise<void> {
  const there = async () => {
    await button(page, 'Look again').click();
    await button(page, 'Look again').and(page.locator(':not([aria-disabled])')).waitFor();
    return (await page.getByText(text).count()) > 0;
  };
  await eventually(there, (found) => found, 60_000);
}

test.runIf(chromium)('"no" is one press, as large as "yes", and leaves nothing', { timeout: 300_000 }, async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  await trustForAlerts(ceiba, maguey);
  await attested(ceiba, alertWords());
  const rosa = await movedIn(ceiba, 0);
  await using browser = await openBrowser();
  for (const answer of ['I don’t want it shared', 'Not now']) {
    await attested(ceiba, alertWords());
    await withPage(browser, { locale: 'en' }, async (page) => {
      await page.goto(deskOf(ceiba));
      await unlock(page, rosa);
      await button(page, 'Alerts that you prepare').click();
      await button(page, 'Go to it').first().click();
      await button(page, 'Read it together with the person').click();
      await button(page, answer).click();
      await page.getByText('Nothing was shared. The draft is gone, too.').waitFor();
    });
  }
  expect(await listDrafts(await atWork(ceiba, 0))).toHaveLength(1);
});
