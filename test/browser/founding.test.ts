import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { startNode } from '../../src/main.ts';
import { freshPlace } from '../support/databases.ts';
import { chromium } from '../support/needs.ts';
import { quiet } from '../support/quiet.ts';
import { expectAccessible, expectFits, openBrowser, typeWords, withPage } from './browser.ts';
import { heading } from './desk.ts';
import { keyringIsMade, newWords, phone, press, typeBack } from './story.ts';

/** Makes a keyring as somebody does who writes the words down; gives the words. */
async function makeAccessibly(page: Page, roles: string[]): Promise<string> {
  const words = await newWords(page, roles);
  await expectAccessible(page);
  await typeBack(page, words);
  await press(page, 'Make my keyring');
  await keyringIsMade(page);
  return words;
}

/** Says whom to turn to, as the fifth step asks; a first try says no way there. */
async function nameContact(page: Page): Promise<void> {
  await page.getByText('Read it before you begin').click();
  await page.getByText('Sealed: the node cannot read them.').waitFor();
  await press(page, 'Say whom to turn to');
  await press(page, 'Name somebody');
  await page.getByLabel('What for').fill('To talk, at your pace');
  await expectFits(page);
  await expectAccessible(page);
  await press(page, 'Keep this');
  await page.getByText('one way to reach them').waitFor();
  await page.getByLabel('Telephone').fill('555 0100');
  await press(page, 'Keep this');
  await heading(page, 'How people reach you');
  await page.getByText('555 0100').waitFor();
  await expectFits(page);
  await expectAccessible(page);
  await press(page, 'Back');
  await page.getByRole('listitem').filter({ hasText: 'To talk, at your pace' }).waitFor();
}

test.runIf(chromium)(
  'three people found a collective, each in their own browser, from a code alone; one goes on from their paper',
  { timeout: 240_000 },
  async () => {
    await using place = await freshPlace();
    const codes: string[] = [];
    const settings = readSettings({ DATA: place.folder, PORT: '0' });
    await using node = await startNode({ settings, log: quiet, announce: (said) => void codes.push(said), env: {} });
    const desk = node.origin.replace('localhost', 'desk.localhost');
    const [code = ''] = codes;
    const link = `${desk}/en#set-up=${code}`;
    await using browser = await openBrowser();
    let rosa = '';
    await withPage(browser, phone, async (page) => {
      await page.goto(link);
      await heading(page, 'Begin your collective');
      // The code does not stay in the address.
      expect(page.url()).toBe(`${desk}/en`);
      await expectFits(page);
      await expectAccessible(page);
      await press(page, 'Say who you are');
      await page.getByLabel('Public name of the collective').fill('Ceiba');
      await page.getByLabel('Name before the @').fill('ceiba');
      await page.getByLabel('One public line').fill('A shared house.');
      await expectAccessible(page);
      await press(page, 'Keep this');
      await page.getByText('A shared house.').waitFor();
      await nameContact(page);
      rosa = await makeAccessibly(page, ['Steward', 'Accompanier']);
    });
    const others: string[] = [];
    for (const roles of [['Steward', 'Accompanier'], ['Steward']])
      await withPage(browser, phone, async (page) => {
        await page.goto(link);
        await page.getByText('A shared house.').waitFor();
        others.push(await makeAccessibly(page, roles));
      });
    // Rosa closed her browser: with the code and her paper she goes on, and drafts.
    await withPage(browser, { ...phone, colorScheme: 'dark' }, async (page) => {
      await page.goto(`${desk}/en`);
      await press(page, 'Begin with a set-up code');
      await page.getByLabel('One-time code').fill(code);
      await press(page, 'Go on');
      await press(page, 'I have made it: type my words');
      await typeWords(page, rosa);
      await press(page, 'Open my keyring');
      await press(page, 'Read it, and sign');
      await expectFits(page);
      await expectAccessible(page);
      // Whom the draft lists is chosen; too few are said before anything is signed.
      const leftOut = page.getByRole('group', { name: 'Whom it lists' }).getByRole('checkbox', { disabled: false });
      await leftOut.first().uncheck();
      await press(page, 'Draft it with these people, and sign');
      await page.getByText('Still needed: stewards 1').waitFor();
      await leftOut.first().check();
      await press(page, 'Draft it with these people, and sign');
      await page.getByText('You have signed it. Still awaited:').waitFor();
      await expectFits(page);
      await expectAccessible(page);
    });
    for (const [index, words] of others.entries())
      await withPage(browser, phone, async (page) => {
        await page.goto(link);
        await press(page, 'I have made it: type my words');
        await typeWords(page, words);
        await press(page, 'Open my keyring');
        await press(page, 'Read it, and sign');
        await press(page, 'Sign exactly this');
        if (index === 0) await page.getByText('It waits: once everybody').waitFor();
        else await heading(page, 'Your desk');
      });
    // Now it stands, and the words open the desk.
    await withPage(browser, phone, async (page) => {
      await page.goto(desk);
      await typeWords(page, rosa);
      await press(page, 'Open my keyring');
      await heading(page, 'Your desk');
      await page.goto(node.origin);
      expect(await page.title()).toContain('Ceiba');
      await page.goto(`${node.origin}/something-happened`);
      await page.getByText('Go on', { exact: true }).click();
      expect(await page.locator('main').innerText()).toMatch(/To talk, at your pace[\s\S]*555 0100/);
      await page.goto(desk);
      await typeWords(page, rosa);
      await press(page, 'Open my keyring');
      await press(page, 'How people reach you');
      await press(page, 'Change “To talk, at your pace”');
      await page.getByLabel('Telephone').fill('555 0199');
      await press(page, 'Keep this');
      await page.getByText('555 0199').waitFor();
    });
  },
);
