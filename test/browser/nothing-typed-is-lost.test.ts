import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserOf } from '../support/browser-session.ts';
import { atPages, hiddenIn } from '../support/member-pages.ts';
import { chromium } from '../support/needs.ts';
import { agreementText } from '../support/trust.ts';
import { type Collective, found } from '../support/world.ts';
import { expectAccessible, expectFits, openBrowser } from './browser.ts';
import { clauseOf } from './clause.ts';

const small = { viewport: { width: 320, height: 700 }, locale: 'en' };

describe.skipIf(chromium === undefined)('what somebody types', () => {
  let browser: Browser & AsyncDisposable;
  let ceiba: Collective & AsyncDisposable;
  const open = (who: number, options = {}) =>
    browserOf(browser, ceiba.origin, ceiba.keyrings[who]!, { ...small, ...options });
  beforeAll(async () => {
    ceiba = await found('Ceiba');
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await ceiba?.[Symbol.asyncDispose]();
  });

  test('a closed tab takes nothing along, and nothing stays on the device', { timeout: 120_000 }, async () => {
    const context = await open(0);
    const page = await context.newPage();
    const address = await clauseOf(ceiba, page);
    expect(await page.locator('main').innerText()).toContain('What you type is kept here for you alone');
    await page.getByLabel('What we live by').fill('Half of a thought');
    await page.getByText('Kept for you. Others see it once you save.').waitFor();
    // The rest is typed and the tab closed before the next few seconds are over.
    await page.getByLabel('What we live by').pressSequentially(', and the rest');
    await page.close({ runBeforeUnload: true });
    const again = await context.newPage();
    await expect
      .poll(async () => {
        await again.goto(address);
        return again.getByLabel('What we live by').inputValue();
      })
      .toBe('Half of a thought, and the rest');
    expect(await again.locator('.note').innerText()).toContain('You had typed this and not saved it');
    const kept = await again.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      (await caches.keys()).length,
    ]);
    expect(kept).toEqual([0, 0, 0, 0]);
    await again.getByRole('button', { name: 'Save' }).click();
    await again.waitForURL(/#part-/);
    await again.goto(address);
    expect(await again.locator('.note').count()).toBe(0);
    expect(await again.getByLabel('What we live by').inputValue()).toBe('Half of a thought, and the rest');
    await context.close();
  });

  test('what is on its way when somebody saves makes no conflict of their own', { timeout: 120_000 }, async () => {
    const context = await open(0);
    const page = await context.newPage();
    const address = await clauseOf(ceiba, page);
    await page.route('**/unsaved', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      await route.continue();
    });
    await page.getByLabel('What we live by').fill('First');
    await page.waitForRequest('**/unsaved');
    await page.getByLabel('What we live by').fill('First and last');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/#part-/);
    expect(await page.locator('main').innerText()).not.toContain('did not save it');
    await page.goto(address);
    expect(await page.locator('main').innerText()).not.toMatch(/not saved it|Somebody saved/);
    expect(await page.getByLabel('What we live by').inputValue()).toBe('First and last');
    await context.close();
  });

  test.each([
    ['Save', /#part-/],
    ['See how it reads', /#preview/],
  ])(
    'the first press of “%s” counts, also long after what was typed is kept',
    { timeout: 120_000 },
    async (name, to) => {
      const context = await open(0);
      const page = await context.newPage();
      const address = await clauseOf(ceiba, page);
      await page.getByLabel('What we live by').fill('Kept, and then saved');
      await page.getByText('Kept for you. Others see it once you save.').waitFor();
      await page.waitForTimeout(3_500);
      await page.getByRole('button', { name, exact: true }).click();
      await page.waitForURL(to, { timeout: 5_000 });
      await page.goto(address);
      expect(await page.getByLabel('What we live by').inputValue()).toBe('Kept, and then saved');
      await context.close();
    },
  );

  test('pressed twice in a hurry is pressed once', { timeout: 120_000 }, async () => {
    const context = await open(0);
    const page = await context.newPage();
    await clauseOf(ceiba, page);
    await page.getByLabel('What we live by').fill('In a hurry');
    let sent = 0;
    page.on('request', (asked) => {
      if (asked.method() === 'POST' && !asked.url().endsWith('/unsaved')) sent += 1;
    });
    await page.getByRole('button', { name: 'Save' }).dblclick();
    await page.waitForURL(/#part-/);
    expect(sent).toBe(1);
    expect(await page.locator('main').innerText()).not.toContain('did not save it');
    await context.close();
  });

  test('without a connection nothing is sent and nothing lost: the page says so and stays', {
    timeout: 120_000,
  }, async () => {
    const context = await open(0);
    const page = await context.newPage();
    const address = await clauseOf(ceiba, page);
    await page.getByLabel('What we live by').fill('Typed in a tunnel');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The node does not answer: this may not have arrived.').waitFor();
    expect(page.url()).toBe(address);
    expect(await page.getByLabel('What we live by').inputValue()).toBe('Typed in a tunnel');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/#part-/);
    await page.goto(address);
    expect(await page.getByLabel('What we live by').inputValue()).toBe('Typed in a tunnel');
    await context.close();
  });

  test('quick exit keeps at the node what was typed, and leaves nothing to go back to', {
    timeout: 120_000,
  }, async () => {
    const context = await open(0);
    await context.route(/^https?:\/\/(?!localhost|127)/, (route) => route.fulfill({ body: 'elsewhere' }));
    const page = await context.newPage();
    const address = await clauseOf(ceiba, page);
    await page.getByLabel('What we live by').fill('Typed just now');
    await page.getByRole('link', { name: 'Quick exit', exact: true }).click();
    await page.waitForURL((url) => !url.href.startsWith(ceiba.origin));
    expect((await context.cookies()).filter(({ name }) => name.includes('convive'))).toEqual([]);
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(401);
    expect(await page.content()).not.toContain('Typed just now');
    await context.close();
    const back = await open(0);
    const again = await back.newPage();
    await again.goto(address);
    expect(await again.getByLabel('What we live by').inputValue()).toBe('Typed just now');
    await back.close();
  });

  test('a session that ended meanwhile loses nothing, without JavaScript either', { timeout: 120_000 }, async () => {
    const context = await open(0, { javaScriptEnabled: false });
    const page = await context.newPage();
    const address = await clauseOf(ceiba, page);
    await page.getByLabel('What we live by').fill('An hour of thought');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.locator('h1').innerText()).toBe('Your session has ended');
    await expectFits(page);
    const again = await open(0);
    await context.addCookies(await again.cookies());
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.waitForURL(/#part-/);
    await page.goto(address);
    expect(await page.getByLabel('What we live by').inputValue()).toBe('An hour of thought');
    await again.close();
    await context.close();
  });

  describe('into a round', () => {
    let round = '';
    const minutes = 'We spoke about the kitchen.\nNobody objected.';
    beforeAll(async () => {
      const rosa = await atPages(ceiba, 0);
      const whole = { from: 'markdown', markdown: agreementText('ceiba-v1.es.md') };
      const text = (await rosa.post('/agreements/writing', whole)).to!;
      const wording = hiddenIn((await rosa.get(`${text}/decide`)).text, 'open', 'wording');
      round = (await rosa.post(`${text}/decide`, { do: 'open', wording, body: 'La asamblea' })).to!;
    });

    test('stays without a connection, and where it is more than the node takes', { timeout: 120_000 }, async () => {
      const context = await open(0);
      const page = await context.newPage();
      await page.goto(ceiba.origin + round);
      const form = page.locator('form#question');
      await form.locator('textarea').fill(minutes);
      await context.setOffline(true);
      await form.getByRole('button').click();
      await form.getByText('The node does not answer: this may not have arrived.').waitFor();
      await context.setOffline(false);
      await page.route(`**${round}`, (route) => route.fulfill({ status: 413, json: { code: 'too-large' } }), {
        times: 1,
      });
      await form.getByRole('button').click();
      await form.getByText('The node could not take this.').waitFor();
      expect(await form.locator('textarea').inputValue()).toBe(minutes);
      await expectAccessible(page);
      await form.getByRole('button').click();
      await page.waitForURL(/#entry-/);
      await page.getByText('Nobody objected.').waitFor();
      expect(await page.getByText('Nobody objected.').count()).toBe(1);
      await context.close();
    });

    test('stays when the session has ended, and is sent from there', { timeout: 120_000 }, async () => {
      const context = await open(0);
      const page = await context.newPage();
      await page.goto(ceiba.origin + round);
      const form = page.locator('form#question');
      await form.locator('textarea').fill(`${minutes} Twice.`);
      await context.clearCookies();
      await form.getByRole('button').click();
      await form.getByText('Your session has ended. What you typed is still here').waitFor();
      expect(await form.locator('textarea').inputValue()).toBe(`${minutes} Twice.`);
      await expectAccessible(page);
      await expectFits(page);
      const again = await open(0);
      await context.addCookies(await again.cookies());
      await form.getByRole('button').click();
      await page.waitForURL(/#entry-/);
      await page.getByText('Twice.').waitFor();
      await again.close();
      await context.close();
    });

    test('waits for whoever typed it, who can drop it; what could not be kept is not left without being asked', {
      timeout: 120_000,
    }, async () => {
      const context = await open(0);
      const page = await context.newPage();
      await page.goto(ceiba.origin + round);
      const words = page.locator('form#question textarea');
      await words.fill(minutes);
      await page.locator('form#question').getByText('Kept for you').waitFor();
      await page.goto(`${ceiba.origin}/agreements/rounds`);
      await page.goto(ceiba.origin + round);
      expect(await words.inputValue()).toBe(minutes);
      await page.getByText('You had typed this and not sent it').waitFor();
      await expectAccessible(page);
      await expectFits(page);
      await page.getByRole('button', { name: 'Drop what I typed' }).click();
      await page.waitForURL(/#question$/);
      await expect.poll(() => words.inputValue()).toBe('');
      await words.click();
      await words.fill(`${minutes} In a tunnel.`);
      await context.setOffline(true);
      const asked = page.waitForEvent('dialog').then(async (dialog) => {
        await dialog.dismiss();
        return dialog.type();
      });
      await page.getByRole('link', { name: 'Agreements', exact: true }).click({ noWaitAfter: true });
      expect(await asked).toBe('beforeunload');
      expect(await words.inputValue()).toBe(`${minutes} In a tunnel.`);
      await context.close();
    });

    test('is answered in the page where a word is missing', { timeout: 120_000 }, async () => {
      const context = await open(0);
      const page = await context.newPage();
      await page.goto(ceiba.origin + round);
      const form = page.locator('form#question');
      await form.locator('textarea').fill('   ');
      await form.getByRole('button').click();
      await page.getByRole('alert').waitFor();
      await context.close();
    });
  });
});
