import { expect, test } from 'vitest';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { browserOf } from '../support/browser-session.ts';
import { chromium } from '../support/needs.ts';
import { found } from '../support/world.ts';
import { expectAccessible, expectFits, openBrowser } from './browser.ts';

test.runIf(chromium)(
  'a member chooses a nickname on a small phone without script, not that of somebody else, and is called by it',
  { timeout: 120_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using browser = await openBrowser();
    const [rosa, marisol] = [ceiba.keyrings[0]!, ceiba.keyrings[1]!];
    const small = { viewport: { width: 320, height: 700 }, locale: 'es', javaScriptEnabled: false };
    const context = await browserOf(browser, ceiba.origin, rosa, small);
    const page = await context.newPage();
    await page.goto(`${ceiba.origin}/people?lang=es`);
    const field = page.getByLabel('Tu apodo');
    const keep = page.getByRole('button', { name: 'Que me llamen así' });
    await field.fill(calledBy(marisol.member, 'en'));
    await keep.click();
    await page.getByText('Alguien aquí se llama así, o de forma parecida. Elige otro.').waitFor();
    expect(await field.inputValue()).toBe(calledBy(marisol.member, 'en'));
    await field.fill('Chayo');
    await keep.click();
    await page.getByText(`Aquí eres Chayo (${calledBy(rosa.member, 'es')}).`).waitFor();
    await page.getByText(`${calledBy(rosa.member, 'es')} · Chayo`).waitFor();
    await expectFits(page);
    await context.close();
    // As a page with its scripts looks it over.
    const other = await browserOf(browser, ceiba.origin, marisol, { ...small, javaScriptEnabled: true });
    const seen = await other.newPage();
    await seen.goto(`${ceiba.origin}/people?lang=es`);
    await seen.getByText('Chayo').waitFor();
    await expectAccessible(seen);
    await other.close();
  },
);
