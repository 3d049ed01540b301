import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { attestAlert, reviewAlert } from '../../src/client/alerts/attest.ts';
import { alertFrom, signAlert } from '../../src/client/alerts/compose.ts';
import { listDrafts, loadDraft } from '../../src/client/alerts/drafts.ts';
import { adopt, attested, atWork } from '../../src/commands/scripted-steps.ts';
import { alertWords, canary } from '../support/alert-words.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { agreementText, trustForAlerts } from '../support/trust.ts';
import { found } from '../support/world.ts';
import { openBrowser, typeWords, withPage } from './browser.ts';
import { button, deskOf, heading, screen, unlock } from './desk.ts';
import { phone, press, putAway } from './story.ts';

/* The accompanier’s desk and the phone of the person affected, side by side. */

const answers = ['Yes, on these terms', 'Not now', 'I don’t want it shared'];

/** Reads the draft together with the person, for the next partner, and asks on her phone; gives the link. */
async function askOnPhone(desk: Page): Promise<string> {
  await button(desk, 'Read it together with the person').first().click();
  await press(desk, 'Answer on their own phone');
  await heading(desk, 'On the person’s own phone');
  return desk.locator('p.typed').innerText();
}

test.runIf(chromium)(
  'she reads and answers on her own phone, and her words leave it nowhere',
  { timeout: 300_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using maguey = await found('Maguey');
    await using hawthorn = await found('Hawthorn');
    await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    const to = [await trustForAlerts(ceiba, maguey), await trustForAlerts(ceiba, hawthorn)];
    const { desk: first } = await atWork(ceiba, 0);
    const meant = { to, days: 90 as const, handling: 'accompaniers' as const, mayAskAgain: false };
    const { alert } = await alertFrom(first, alertWords());
    const { draft } = (await signAlert(first, alert, meant)).file;
    const { desk: second } = await atWork(ceiba, 1);
    await attestAlert(second, await reviewAlert(second, draft));
    const rosa = await movedIn(ceiba, 0);
    const sent: string[] = [];
    let words = '';
    await using browser = await openBrowser();
    await withPage(browser, phone, async (desk) => {
      await desk.goto(deskOf(ceiba));
      await unlock(desk, rosa);
      await press(desk, 'Alerts that you prepare');
      await press(desk, 'Go to it');
      const link = await askOnPhone(desk);
      await screen(desk, 'on-phone');
      await withPage(browser, { ...phone, colorScheme: 'dark' }, async (hers) => {
        hers.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
        await hers.goto(link);
        await heading(hers, 'Read this together');
        await hers.getByText(canary).first().waitFor();
        await hers.getByText(/^It goes to /).waitFor();
        expect(hers.url()).not.toContain('#');
        await screen(hers, 'asked');
        const sizes = await Promise.all(answers.map((name) => button(hers, name).boundingBox()));
        expect(new Set(sizes.map((size) => `${size?.width} ${size?.height}`)).size).toBe(1);
        await press(hers, 'Yes, on these terms');
        await heading(hers, 'Your twelve words');
        await hers.getByText(`take it back, at ${ceiba.origin}/my-code.`).waitFor();
        words = (await hers.locator('ol.words > li').allTextContents()).join(' ');
        await screen(hers, 'asked-words');
        await press(hers, 'They are on paper: hide them');
        await screen(hers, 'asked-back');
        await putAwayWrong(hers);
        await heading(hers, 'Three of them, from the paper');
        await press(hers, 'See the words again');
        await putAway(hers, words);
        await press(hers, 'Keep the yes');
        await hers.getByText('Your yes is on its way').waitFor();
        await screen(hers, 'asked-sent');
        await desk.getByText('The person said yes, on their own phone.').waitFor();
        // A second partner: the words that she has.
        await hers.goto(await askOnPhone(desk));
        await press(hers, 'Yes, on these terms');
        await typeWords(hers, words);
        await screen(hers, 'asked-own-words');
        await press(hers, 'Yes, on these terms');
        await hers.getByText('Your yes is on its way').waitFor();
        await desk.getByText('The person said yes, on their own phone.').waitFor();
        await hers.goto('about:blank');
        await hers.goBack();
        await hers.getByText('This link asks nothing any more.').waitFor();
      });
    });
    const { file } = await loadDraft(first, draft);
    expect(file.consents).toHaveLength(2);
    expect(sent.some((one) => one.includes('/asked/'))).toBe(true);
    expect(sent.filter((one) => one.includes(canary))).toEqual([]);
    expect(sent.filter((one) => words.split(' ').some((word) => word.length > 4 && one.includes(word)))).toEqual([]);
  },
);

/** Types other words back than those on the paper. */
async function putAwayWrong(page: Page): Promise<void> {
  for (const number of [3, 7, 11]) await page.getByLabel(`Word ${number}`, { exact: true }).fill('zzzz');
  await press(page, 'Keep the yes');
  await page.getByText('One of them is another word than on the paper.').waitFor();
}

test.runIf(chromium)('a no on her phone leaves nothing at the desk', { timeout: 240_000 }, async () => {
  await using ceiba = await found('Ceiba');
  await using maguey = await found('Maguey');
  await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  await trustForAlerts(ceiba, maguey);
  await attested(ceiba, alertWords());
  const rosa = await movedIn(ceiba, 0);
  await using browser = await openBrowser();
  await withPage(browser, { locale: 'en' }, async (desk) => {
    await desk.goto(deskOf(ceiba));
    await unlock(desk, rosa);
    await press(desk, 'Alerts that you prepare');
    await press(desk, 'Go to it');
    const link = await askOnPhone(desk);
    await withPage(browser, { ...phone, javaScriptEnabled: false }, async (hers) => {
      await hers.goto(link);
      await hers.getByText('Without it, answer at the desk of the person who accompanies you.').waitFor();
    });
    await withPage(browser, { ...phone, locale: 'es' }, async (hers) => {
      await hers.goto(link.replace('lang=en', 'lang=es'));
      await screen(hers, 'asked-es');
      await press(hers, 'No quiero que se comparta');
      await hers.getByText('No se comparte nada.').waitFor();
    });
    await desk.getByText('Nothing was shared. The draft is gone, too.').waitFor();
  });
  expect(await listDrafts(await atWork(ceiba, 0))).toEqual([]);
});
