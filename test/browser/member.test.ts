import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserOf, linkFor } from '../support/browser-session.ts';
import { chromium } from '../support/needs.ts';
import { found } from '../support/world.ts';
import { doubleText, expectAccessible, expectFits, openBrowser, seen, withPage } from './browser.ts';

/** A page of another origin on this machine; on `localhost` it is the same site as a node, on 127.0.0.1 it is not. */
async function elsewhere(html: (own: string) => string) {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(html(own())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: own(),
    sameSite: own().replace('127.0.0.1', 'localhost'),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

const cookiesOf = async (context: BrowserContext) => (await context.cookies()).map(({ name }) => name);
const shows = async (page: Page) => (await page.locator('body').innerText()).includes('You are ');
const quiet = ['Failed to load resource'];

test.runIf(chromium)(
  'a member comes in over http on loopback without JavaScript, sees their pages, and leaves',
  { timeout: 180_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using browser = await openBrowser();
    const small = { viewport: { width: 320, height: 700 }, locale: 'en', javaScriptEnabled: false };
    await withPage(
      browser,
      small,
      async (page) => {
        const context = page.context();
        await page.goto(await linkFor(ceiba.origin, ceiba.keyrings[0]!));
        expect(await cookiesOf(context)).toEqual([]);
        await expectFits(page);
        expect(await page.title()).toBe('Ceiba');
        await page.keyboard.press('Tab');
        for (let presses = 0; presses < 20; presses++) {
          if ((await page.evaluate(() => document.activeElement?.textContent)) === 'Come in') break;
          await page.keyboard.press('Tab');
        }
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/agreements\/writing$/);
        const [cookie] = await context.cookies();
        expect(cookie).toMatchObject({
          name: '__Host-convive',
          httpOnly: true,
          secure: true,
          sameSite: 'Strict',
          path: '/',
          expires: -1,
        });
        await page.getByRole('link', { name: 'Followers' }).click();
        await page.waitForURL(/\/followers$/);
        await expectFits(page);
        expect(await shows(page)).toBe(true);
        await page.getByRole('button', { name: 'Leave' }).click();
        await page.waitForURL(`${ceiba.origin}/`);
        expect(await cookiesOf(context)).toEqual([]);
        await page.goBack();
        expect(await shows(page)).toBe(false);
        expect(await page.locator('h1').innerText()).toBe('This page is for members');
      },
      quiet,
    );
  },
);

test.runIf(chromium)(
  'what another site sends is not sent with the cookie, or is refused; a link there leads to a page that takes one ' +
    'more press',
  { timeout: 180_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    const form = `<form method="post" action="${ceiba.origin}/leave"><button>press</button></form>`;
    await using other = await elsewhere(() => `${form}<a href="${ceiba.origin}/followers">followers</a>`);
    await using browser = await openBrowser();
    const context = await browserOf(browser, ceiba.origin, ceiba.keyrings[0]!, { locale: 'en' });
    const page = await context.newPage();
    const still = async () => (await page.goto(`${ceiba.origin}/followers`))?.status();
    for (const [place, text] of [
      // Another site: the cookie stays at home, so there is nothing to leave.
      [other.origin, null],
      // This site on another port: the cookie comes along, and the page is not one of ours.
      [other.sameSite, 'This was not sent from a page of this node'],
    ] as const) {
      await page.goto(place);
      await Promise.all([page.waitForURL(`${ceiba.origin}/**`), page.locator('button').click()]);
      if (text !== null) expect(await page.locator('body').innerText()).toContain(text);
      expect(await still()).toBe(200);
    }
    await page.goto(other.origin);
    await Promise.all([page.waitForURL(`${ceiba.origin}/followers`), page.locator('a').click()]);
    expect(await page.locator('h1').innerText()).toBe('This page is for members');
    await page.getByRole('link', { name: 'I have come in already' }).click();
    await expect.poll(() => page.locator('h1').innerText()).toBe('Who follows our agreements');
    // A script of another site gets neither an answer nor anything done.
    await page.goto(other.sameSite);
    const asked = await page.evaluate(async (node) => {
      const send = (init: RequestInit) => fetch(`${node}/leave`, { method: 'POST', credentials: 'include', ...init });
      const json = { headers: { 'content-type': 'application/json' }, body: '{}' };
      return Promise.all(
        [send({ mode: 'no-cors' }), send(json)].map((one) =>
          one.then(
            ({ type }) => type,
            () => 'failed',
          ),
        ),
      );
    }, ceiba.origin);
    expect(asked).toEqual(['failed', 'failed']);
    expect(await still()).toBe(200);
    await context.close();
  },
);

test.runIf(chromium).each([true, false])(
  'after quick exit Back shows nothing private, with JavaScript: %s',
  { timeout: 180_000 },
  async (javaScriptEnabled) => {
    await using away = await elsewhere(() => '<h1>Weather</h1>');
    await using ceiba = await found('Ceiba', { exitSite: `${away.origin}/` });
    await using browser = await openBrowser();
    const context = await browserOf(browser, ceiba.origin, ceiba.keyrings[0]!, { locale: 'en', javaScriptEnabled });
    const page = await context.newPage();
    for (const path of ['/', '/followers']) {
      await page.goto(`${ceiba.origin}${path}`);
      expect(await shows(page)).toBe(true);
    }
    await page.locator('[data-exit]').click();
    await page.waitForURL(`${away.origin}/`);
    expect(await cookiesOf(context)).toEqual([]);
    const back: string[] = [];
    while (page.url() !== 'about:blank' && back.length < 4) {
      await page.goBack();
      back.push(page.url());
      expect(await shows(page)).toBe(false);
    }
    // Back did lead to where the private pages were.
    expect(back).toContain(`${ceiba.origin}/`);
    const { db } = ceiba.node!.app.runtime;
    const sessions = () => db.selectFrom('sessions').select('token_hash').execute();
    await expect.poll(sessions, { timeout: 10_000 }).toEqual([]);
    await context.close();
  },
);

test.runIf(chromium)(
  'the pages of coming in, of not being in and of followers are accessible in both languages, light and dark',
  { timeout: 300_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    const { db } = ceiba.node!.app.runtime;
    const actor = `https://${'long-name-of-a-server.'.repeat(6)}example/users/somebody-with-a-long-name`;
    const followed = new Date('2026-03-14T10:00:00Z');
    await db
      .insertInto('followers')
      .values({ actor, inbox: `${actor}/inbox`, convive: true, follow: `${actor}#f`, followed })
      .execute();
    await using browser = await openBrowser();
    for (const locale of ['es', 'en'])
      for (const width of [320, 1280]) {
        const options = { viewport: { width, height: 800 }, locale, reducedMotion: 'reduce' as const };
        const context = await browserOf(browser, ceiba.origin, ceiba.keyrings[0]!, options);
        const page = await context.newPage();
        for (const path of ['/', '/followers', '/followers?removed=1', '/node-state', `/enter/${'A'.repeat(43)}`]) {
          await page.goto(`${ceiba.origin}${path}`);
          await expectAccessible(page);
          await expectFits(page);
          await page.emulateMedia({ colorScheme: 'dark' });
          await expectAccessible(page, seen);
          await page.emulateMedia({ colorScheme: 'light' });
          await doubleText(page);
          await expectFits(page);
        }
        await context.close();
        await withPage(
          browser,
          options,
          async (visitor) => {
            await visitor.goto(`${ceiba.origin}/followers`);
            await expectAccessible(visitor);
            await expectFits(visitor);
          },
          quiet,
        );
      }
  },
);
