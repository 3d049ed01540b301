import type { Page, Route } from 'playwright-core';
import { button } from './desk.ts';
import { press } from './story.ts';

/*
 * What happens to a press when the line, the node or the tab goes in the middle of it.
 */

/** A node that can be killed, and comes back on the same data. */
export type Mortal = { origin: string; kill(): Promise<void>; start(): Promise<void> };

/** One press of a story: the button, what the page says once it is done, and how somebody comes back to it. */
export type Step = {
  name: string;
  done: (page: Page) => Promise<unknown>;
  /** In a new tab: goes to where the button is. True where it turns out to be done already. */
  back: (page: Page) => Promise<boolean>;
};

const patience = 60_000;

/** Presses, once an earlier press is over; what that one said is not taken for what this one says. */
async function pressAfresh(page: Page, name: string): Promise<void> {
  await button(page, name).and(page.locator(':not([aria-disabled])')).waitFor();
  await page.locator('.wrong:not(:empty)').evaluateAll((all) => {
    for (const one of all) one.setAttribute('data-read', '');
  });
  await press(page, name);
}

/** Waits for the sentence that says why a press was not done. */
async function refused(page: Page): Promise<void> {
  // Where script alone draws, the place of the sentence stays, and is emptied by each press.
  const sentence = page.locator('.wrong:not(:empty):not([data-read]), [data-not-done]:not(:empty)').first();
  await sentence.waitFor({ timeout: patience });
}

/** Presses without a connection, and while the node is dead: it is said, and nothing else happens. */
async function pressInVain(page: Page, node: Mortal, name: string): Promise<void> {
  await button(page, name).waitFor();
  await page.context().setOffline(true);
  await pressAfresh(page, name);
  await refused(page);
  await page.context().setOffline(false);
  await node.kill();
  await pressAfresh(page, name);
  await refused(page);
  await node.start();
}

/**
 * Presses, and lets whatever is the `nth` change that it asks of the node arrive without its answer coming back.
 * @returns whether it was done all the same.
 */
async function pressUnanswered(
  page: Page,
  { origin }: Pick<Mortal, 'origin'>,
  nth: number,
  { name, done }: Pick<Step, 'name' | 'done'>,
): Promise<boolean> {
  let changes = 0;
  const lose = async (route: Route) => {
    if (!['GET', 'OPTIONS', 'HEAD'].includes(route.request().method())) changes += 1;
    if (changes !== nth || route.request().method() === 'GET') return route.fallback();
    await route.fetch();
    await route.abort();
  };
  const ours = (url: URL) => url.origin === origin;
  await button(page, name).waitFor();
  await page.context().route(ours, lose);
  try {
    await pressAfresh(page, name);
    return await Promise.any([done(page).then(() => true), refused(page).then(() => false)]);
  } catch {
    throw new Error(`"${name}" says nothing, but: ${await page.locator('main').innerText()}`);
  } finally {
    await page.context().unroute(ours, lose);
  }
}

const mostChanges = 8;

/** Presses as often as it takes, each time with the answer to one more of its changes lost, in the same tab. */
export async function pressAgainAndAgain(page: Page, node: Mortal, step: Pick<Step, 'name' | 'done'>): Promise<void> {
  await pressInVain(page, node, step.name);
  for (let nth = 1; nth <= mostChanges; nth++) if (await pressUnanswered(page, node, nth, step)) return;
  throw new Error(`"${step.name}" is never done`);
}

/** Closes the tab after each lost answer, and goes on in the one that `anew` opens, with its owner in again. */
export async function pressInNewTabs(anew: () => Promise<Page>, page: Page, node: Mortal, step: Step): Promise<Page> {
  let tab = page;
  for (let nth = 1; nth <= mostChanges; nth++) {
    if (await pressUnanswered(tab, node, nth, step)) return tab;
    tab = await anew();
    if (await step.back(tab)) return tab;
  }
  throw new Error(`"${step.name}" is never done`);
}
