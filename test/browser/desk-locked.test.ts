import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Page, chromium as playwright } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkFor } from '../support/browser-session.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { type Collective, found } from '../support/world.ts';
import { openBrowser, typeWords, withPage } from './browser.ts';

let ceiba: Collective & AsyncDisposable;
let words: string;
let desk: string;
beforeAll(async () => {
  if (!chromium) return;
  ceiba = await found('Ceiba');
  words = await movedIn(ceiba, 0);
  desk = `${ceiba.origin.replace('localhost', 'desk.localhost')}/en`;
}, 120_000);
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
async function unlock(page: Page, typed = words): Promise<void> {
  await typeWords(page, typed);
  await page.getByRole('button', { name: 'Open my keyring' }).click();
}
async function expectLocked(page: Page): Promise<void> {
  await heading(page, 'The desk is locked');
  await expect.poll(() => page.workers().length).toBe(0);
  const fields = await page.locator('input').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  expect(fields.join('')).toBe('');
}

/** Until nothing more was asked for a second. */
async function untilStill(asked: readonly string[]): Promise<void> {
  for (let before = -1; before !== asked.length; ) {
    before = asked.length;
    await setTimeout(1_000);
  }
}

test.runIf(chromium)(
  'the desk locks by a press, after a while without a touch, and when its page is left',
  {
    timeout: 120_000,
  },
  async () => {
    await using browser = await openBrowser();
    await withPage(browser, { locale: 'en' }, async (page) => {
      await page.clock.install();
      await page.goto(desk);
      await unlock(page);
      await heading(page, 'Your desk');
      expect(page.workers().length).toBe(1);
      const left = page.waitForRequest((one) => one.method() === 'DELETE' && one.url().endsWith('/sign-in'));
      await page.getByRole('button', { name: 'Lock the desk' }).click();
      await expectLocked(page);
      // The session at the node ends with it.
      expect((await (await left).response())?.status()).toBe(204);

      await unlock(page);
      await heading(page, 'Your desk');
      await page.clock.fastForward('14:00');
      await page.keyboard.press('Tab');
      await page.clock.fastForward('14:00');
      await heading(page, 'Your desk');
      await page.clock.fastForward('01:05');
      await expectLocked(page);
      await page.getByText('nobody touched it for 15 minutes').waitFor();

      await unlock(page);
      await heading(page, 'Your desk');
      // As a browser that keeps the page for "Back" says it.
      await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
      await expectLocked(page);
    });
  },
);

test.runIf(chromium)('a page that is left while it unlocks stays locked', { timeout: 60_000 }, async () => {
  await using browser = await openBrowser();
  await withPage(browser, { locale: 'en' }, async (page) => {
    await page.goto(desk);
    const [came, goes] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await page.route(
      (url) => url.pathname === '/keyring',
      async (route) => {
        came.resolve();
        await goes.promise;
        return route.continue().catch(() => {});
      },
    );
    await unlock(page);
    await came.promise;
    expect(page.workers().length).toBe(1);
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await expectLocked(page);
    goes.resolve();
    await page.waitForTimeout(500);
    await expectLocked(page);
  });
});

test.runIf(chromium)(
  'a device that slept wakes up locked: what is pressed first is not done any more',
  { timeout: 60_000 },
  async () => {
    await using browser = await openBrowser();
    await withPage(browser, { locale: 'en' }, async (page) => {
      await page.clock.install();
      const asked: string[] = [];
      const ofNode = (url: string) => new URL(url).origin === ceiba.origin;
      page.on('request', (one) => ofNode(one.url()) && asked.push(`${one.method()} ${new URL(one.url()).pathname}`));
      await page.goto(desk);
      await unlock(page);
      const door = page.getByRole('button', { name: 'Waits for your signature', exact: true });
      await door.waitFor();
      // The first page goes on asking what waits and what is new after its doors stand there.
      await untilStill(asked);
      asked.length = 0;
      // The clock goes on, and no timer does.
      await page.clock.setSystemTime(Date.now() + 16 * 60_000);
      await door.dispatchEvent('click');
      await expectLocked(page);
      await page.getByText('nobody touched it for 15 minutes').waitFor();
      // What a desk asks of its node for anybody, also late: who signed the files it reads on its own origin.
      const ofAnybody = ['GET /desk/releases'];
      const told = asked.filter((one) => !one.startsWith('OPTIONS') && !ofAnybody.includes(one));
      expect(told).toEqual(['DELETE /sign-in']);
    });
  },
);

test.runIf(chromium)(
  'whoever locks one tab of the desk, or leaves it in a hurry, locks all of them',
  { timeout: 120_000 },
  async () => {
    await using browser = await openBrowser();
    await withPage(browser, { locale: 'en' }, async (page) => {
      const other = await page.context().newPage();
      const leaving = [
        () => page.getByRole('button', { name: 'Lock the desk' }).click(),
        () => page.locator('[data-exit]').click(),
      ];
      for (const leave of leaving) {
        for (const tab of [page, other]) {
          await tab.goto(desk);
          await unlock(tab);
          await heading(tab, 'Your desk');
        }
        await leave();
        await expectLocked(other);
      }
    });
  },
);

test.runIf(chromium)(
  'words that open nothing are said to, and nothing stays behind but the fields',
  {
    timeout: 120_000,
  },
  async () => {
    await using browser = await openBrowser();
    await withPage(
      browser,
      { locale: 'en' },
      async (page) => {
        await page.goto(desk);
        const others = await movedIn(ceiba, 2);
        const mixed = [...others.split(' ').slice(0, 11), words.split(' ')[0]].join(' ');
        await unlock(page, mixed);
        await page.locator('.wrong:not(:empty)').first().waitFor();
        expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('The desk is locked');
        await expect.poll(() => page.workers().length).toBe(0);
      },
      ['Failed to load resource'],
    );
  },
);

test.runIf(chromium)(
  'words leave the page for nowhere: no request, no storage, nothing in the browser’s folder',
  { timeout: 180_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'convive-profile-'));
    try {
      const sent: string[] = [];
      const options = { executablePath: chromium ?? '', args: ['--no-sandbox', '--disable-gpu'], locale: 'en' };
      const context = await playwright.launchPersistentContext(folder, options);
      const page = await context.newPage();
      context.on('request', (one) =>
        sent.push(`${one.url()} ${JSON.stringify(one.headers())} ${one.postData() ?? ''}`),
      );
      await page.goto(desk);
      await unlock(page);
      await heading(page, 'Your desk');
      await page.getByRole('button', { name: 'Waits for your signature', exact: true }).click();
      await page.getByText('Nothing waits here: no agreement', { exact: false }).waitFor();
      const kept = await page.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
        cookies: document.cookie,
      }));
      expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, cookies: '' });
      expect(await context.cookies()).toEqual([]);
      await context.close();
      expect(sent.length).toBeGreaterThan(10);
      expect(sent.some((one) => one.includes('"authorization":"Bearer '))).toBe(true);
      const long = words.split(' ').filter((word) => word.length > 4);
      for (const text of sent) expect(all(Buffer.from(text), long)).toBe(false);
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      expect(files.length).toBeGreaterThan(20);
      for (const file of files.filter((one) => one.isFile())) {
        const path = join(file.parentPath, file.name);
        const bytes = await readFile(path).catch(() => Buffer.alloc(0));
        expect([path, all(bytes, long)]).toEqual([path, false]);
      }
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);

/** Whether all of these words stand in it, in one of the ways in which browsers write text. */
const all = (bytes: Buffer, some: readonly string[]): boolean =>
  some.length > 2 && some.every((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')));

test.runIf(chromium)(
  'whoever leaves the desk in a hurry is signed out of the members’ pages of that browser too',
  { timeout: 60_000 },
  async () => {
    await using browser = await openBrowser();
    await withPage(browser, { locale: 'en' }, async (page) => {
      await page.goto(await linkFor(ceiba.origin, ceiba.keyrings[1]!));
      await page.locator('main form button').click();
      await page.goto(`${ceiba.origin}/sessions`);
      expect(await page.context().cookies(ceiba.origin)).toHaveLength(1);
      await page.goto(desk);
      await heading(page, 'The desk is locked');
      await page.locator('[data-exit]').click();
      await expect.poll(() => page.context().cookies(ceiba.origin)).toEqual([]);
    });
  },
);
