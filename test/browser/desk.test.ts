import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { importAgreement } from '../../src/client/agreements/agreements.ts';
import { atWork } from '../../src/commands/scripted-steps.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, found } from '../support/world.ts';
import { doubleText, expectAccessible, expectFits, openBrowser, seen, typeWords, withPage } from './browser.ts';

const deskOf = ({ origin }: Collective) => origin.replace('localhost', 'desk.localhost');
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

async function unlock(page: Page, words: string): Promise<void> {
  await typeWords(page, words);
  await page.getByRole('button', { name: 'Open my keyring' }).click();
}

test.runIf(chromium)(
  'two stewards open their keyrings with twelve words, read an agreement, sign and publish it, without a terminal',
  { timeout: 180_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    const { api, root } = await atWork(ceiba, 0);
    const file = { file: 'ceiba.md', markdown: agreementText('ceiba-v1.es.md'), series: null, language: 'en' };
    await importAgreement({ api, chain: root.chain }, file);
    const [rosa, marisol] = [await movedIn(ceiba, 0), await movedIn(ceiba, 1)];
    await using browser = await openBrowser();
    const small = { viewport: { width: 320, height: 700 }, locale: 'en' };
    await withPage(browser, small, async (page) => {
      await page.goto(deskOf(ceiba));
      await heading(page, 'The desk is locked');
      await expectAccessible(page);
      await unlock(page, rosa);
      await heading(page, 'Your desk');
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Waits for your signature', exact: true }).click();
      await page.getByRole('button', { name: 'Read it, and sign' }).click();
      await page.getByRole('heading', { name: 'Your signature' }).waitFor();
      await expectFits(page);
      await expectAccessible(page);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/reading.png`, fullPage: true });
      await page.getByRole('button', { name: 'Sign exactly this' }).click();
      await page.getByText('Signed: 1 of 2.').first().waitFor();
      await expectAccessible(page);
    });
    await withPage(browser, { ...small, colorScheme: 'dark' }, async (page) => {
      await page.goto(`${deskOf(ceiba)}/en`);
      await unlock(page, marisol);
      await page.getByRole('button', { name: 'Waits for your signature', exact: true }).click();
      await page.getByRole('button', { name: 'Read it, and sign' }).click();
      await page.getByRole('button', { name: 'Sign exactly this' }).click();
      await page.getByRole('button', { name: 'Read it, and publish' }).click();
      await expectAccessible(page, seen);
      await doubleText(page);
      await expectFits(page);
      await page.getByRole('button', { name: 'Publish it' }).click();
      await page.getByText('Published at').waitFor();
      expect((await fetch(`${ceiba.origin}/agreements`)).status).toBe(200);
    });
  },
);
