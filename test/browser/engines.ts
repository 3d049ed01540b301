import { setTimeout } from 'node:timers/promises';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import type { Keyring } from '../../src/client/keyring/keyring.ts';
import { linkFor } from '../support/browser-session.ts';
import { chromium, firefox } from '../support/needs.ts';
import { eventually } from '../support/world.ts';

/** The browsers of this machine, by the engine that each has. Driven so that Back works as it does for people. */
export const engines = { Chromium: chromium, Firefox: firefox } as const;
export type Engine = keyof typeof engines;

/** Opens one of them, headless, and closes it whatever happens. Fails where there is none. */
export async function openEngine(engine: Engine): Promise<Browser & AsyncDisposable> {
  const executablePath = engines[engine];
  if (executablePath === undefined) throw new Error(`no ${engine} on this machine`);
  const browser = await puppeteer.launch({
    executablePath,
    // Whatever a browser does not answer says so, and where.
    protocolTimeout: 30_000,
    ...(engine === 'Firefox'
      ? { browser: 'firefox', extraPrefsFirefox: { 'intl.accept_languages': 'en' } }
      : { args: ['--no-sandbox', '--disable-gpu', '--lang=en'] }),
  });
  return Object.assign(browser, { [Symbol.asyncDispose]: () => browser.close() });
}

/** What a browser answers, or null where it does not in time: for these two its driver would wait for good. */
const inTime = <T>(answer: Promise<T>): Promise<T | null> =>
  Promise.race([answer, setTimeout(10_000, null, { ref: false })]);

/** A new tab; a browser that does not say that it is there is asked once more. */
export async function newTab(context: BrowserContext): Promise<Page> {
  const page = (await inTime(context.newPage())) ?? (await inTime(context.newPage()));
  if (page === null) throw new Error('the browser opens no tab');
  return page;
}

/** Closes a tab; one of which the browser does not say that it is gone goes with the browser. */
export async function closeTab(page: Page): Promise<void> {
  await inTime(page.close());
}

/** Comes in as a member, in one more tab, which is closed again. */
export async function comeIn(context: BrowserContext, origin: string, keyring: Keyring): Promise<void> {
  const page = await newTab(context);
  await page.goto(await linkFor(origin, keyring));
  await Promise.all([page.waitForNavigation(), page.click('main form button')]);
  if (!page.url().includes('/agreements/writing')) throw new Error(`could not come in: ${page.url()}`);
  await closeTab(page);
}

/** Presses what leads to another page, and waits for that one: the page that goes may answer nothing any more. */
export async function leads(page: Page, press: () => Promise<unknown>): Promise<void> {
  const there = page.waitForNavigation({ timeout: 10_000 });
  press().catch(() => {});
  await there;
}

/** Types words into a field, as a script of the page sees it. */
export async function type(page: Page, field: string, words: string): Promise<void> {
  await page.$eval(
    field,
    (element, value) => {
      const typed = element as HTMLTextAreaElement;
      for (let at: Element | null = typed; at !== null; at = at.parentElement)
        if (at instanceof HTMLDetailsElement) at.open = true;
      typed.value = value;
      typed.dispatchEvent(new Event('input', { bubbles: true }));
    },
    words,
  );
}

/** What a field holds; null where it is not there. */
export async function held(page: Page, field: string): Promise<string | null> {
  return page.$$eval(field, ([element]) => (element as HTMLTextAreaElement | undefined)?.value ?? null);
}

/** Waits until the text of the page says something of that kind. */
export async function says(page: Page, ...kinds: string[]): Promise<void> {
  // Asked again and again from here: what waits inside a page is made of text, and our policy lets no text run.
  const text = () => page.$eval('main', ({ textContent }) => textContent ?? '').catch(() => '');
  const there = (all: string) => kinds.some((one) => all.includes(one));
  await eventually(text, there, 10_000).catch(async (error: unknown) => {
    const said = await page.$$eval('main [role]', (all) => all.map((one) => one.textContent).join(' '));
    throw new Error(`${page.url()} does not say ${kinds.join(', or ')}, but: ${said.slice(0, 600)}`, { cause: error });
  });
}
