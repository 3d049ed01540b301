import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'puppeteer-core';
import { Builder, By, type WebDriver } from 'selenium-webdriver';
import { freePort } from '../support/free-port.ts';
import { webkit } from '../support/needs.ts';
import { eventually } from '../support/world.ts';
import { openEngine } from './engines.ts';

/* Stock browsers that playwright cannot drive, each by what it understands. */

/** Somebody at a browser: what the test does there, whichever browser it is. */
export type Hands = AsyncDisposable & {
  goTo(address: string): Promise<unknown>;
  /** Presses the button that is called so. */
  press(name: string): Promise<unknown>;
  /** Types twelve words, beginning in the first field. */
  typeWords(words: string): Promise<unknown>;
  /** All that the page shows. */
  text(): Promise<string>;
  /** What the page runs in, as it calls itself. */
  agent(): Promise<string>;
};

const patience = 30_000;
const called = (name: string) => `//button[normalize-space()=${JSON.stringify(name)} and not(@aria-disabled='true')]`;
/** The letters that come with a field, once the page is ready for what is typed. */
const letters = '//*[@data-keys and not(@hidden)]';
const firstField = "(//input[@type='text' or not(@type)])[1]";

/** The first field, once the page is ready for what is typed there. */
async function readyField<E extends { click(): Promise<void> }>(find: (path: string) => Promise<E>): Promise<E> {
  const field = await find(firstField);
  await field.click();
  await find(letters);
  return field;
}

/** Waits until the page shows that. */
export async function shows(hands: Hands, words: string): Promise<void> {
  await eventually(
    () => hands.text(),
    (text) => text.includes(words),
    patience,
  ).catch(async (error: unknown) => {
    throw new Error(`does not show "${words}", but: ${await hands.text()}`, { cause: error });
  });
}

/** Firefox as Debian ships it, by WebDriver BiDi. */
export async function firefoxHands(): Promise<Hands> {
  const browser = await openEngine('Firefox');
  const page: Page = await browser.newPage();
  const at = async (path: string) => (await page.waitForSelector(`::-p-xpath(${path})`, { timeout: patience }))!;
  return {
    goTo: (address) => page.goto(address),
    press: async (name) => (await at(called(name))).click(),
    typeWords: async (words) => (await readyField(at)).type(words),
    text: () => page.evaluate(() => document.body.innerText),
    agent: () => browser.version(),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** WebKitGTK's own small browser, on a screen that nobody sees, by classic WebDriver. */
export async function webkitHands(): Promise<Hands> {
  if (!webkit) throw new Error('no WebKitGTK on this machine');
  await using stack = new AsyncDisposableStack();
  const screen = await startScreen(webkit.xvfb);
  stack.use(screen);
  const port = await freePort();
  const driver = spawn(webkit.driver, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: screen.display, LANG: 'en_US.UTF-8', NO_AT_BRIDGE: '1' },
    stdio: 'ignore',
  });
  stack.defer(async () => {
    if (driver.exitCode === null) {
      driver.kill();
      await once(driver, 'exit');
    }
  });
  const server = `http://127.0.0.1:${port}`;
  await eventually(
    () =>
      fetch(`${server}/status`).then(
        ({ ok }) => ok,
        () => false,
      ),
    Boolean,
    patience,
  );
  const options = { binary: webkit.browser, args: ['--automation'] };
  const browser: WebDriver = await new Builder()
    .usingServer(server)
    .withCapabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options })
    .build();
  stack.defer(() => browser.quit());
  const kept = stack.move();
  const find = async (path: string) => {
    const found = await eventually(
      () => browser.findElements(By.xpath(path)),
      ({ length }) => length > 0,
      patience,
    );
    return found[0]!;
  };
  return {
    goTo: (address) => browser.get(address),
    press: async (name) => {
      const button = await find(called(name));
      // Its driver presses only what is on the screen already.
      await browser.executeScript('arguments[0].scrollIntoView({ block: "center" })', button);
      return button.click();
    },
    typeWords: async (words) => (await readyField(find)).sendKeys(words),
    text: () => browser.executeScript<string>('return document.body.innerText'),
    agent: () => browser.executeScript<string>('return navigator.userAgent'),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** A screen in memory, with a number that nobody else has. */
async function startScreen(xvfb: string): Promise<AsyncDisposable & { display: string }> {
  const server = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '800x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await once(server.stdio[3]!, 'data')) as [Buffer];
  return {
    display: `:${number.toString().trim()}`,
    [Symbol.asyncDispose]: async () => {
      server.kill();
      if (server.exitCode === null) await once(server, 'exit');
    },
  };
}
