import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { chromium } from '../support/needs.ts';
import { npmStart, type StartedNode } from '../support/npm-start.ts';
import { openBrowser, typeWords } from './browser.ts';
import { pressAgainAndAgain, pressInNewTabs, type Step } from './cut-off.ts';
import { heading } from './desk.ts';
import {
  keyringIsMade,
  makeKeyring,
  newTab,
  newWords,
  openLink,
  type Person,
  press,
  resume,
  somebody,
  typeBack,
} from './story.ts';

const called = { name: 'Ceiba', handle: 'ceiba', summary: 'A shared house.' };
type Through = (node: StartedNode, person: Person, step: Step) => Promise<void>;

/** A founder who comes back in a new tab, with the newest link. */
async function comeBack(node: StartedNode, person: Person): Promise<Page> {
  await newTab(person);
  await openLink(person.page, await node.link());
  return person.page;
}

/** The node has another code: it is asked for above the step, and the step stays. */
async function typeNewCode(page: Page, node: StartedNode, name: string): Promise<void> {
  await press(page, name);
  await page.getByRole('heading', { name: 'Your node was started anew' }).waitFor();
  const code = (await node.link()).replace(/^.*#set-up=/, '');
  await page.getByLabel('One-time code').fill(code);
  await page.locator('section[aria-labelledby="new-code"]').getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'Your node was started anew' }).waitFor({ state: 'detached' });
}

const ways: Record<string, Through> = {
  'in the same tab': (node, { page }, step) => {
    const start = async () => {
      await node.start();
      await typeNewCode(page, node, step.name);
    };
    return pressAgainAndAgain(page, { ...node, start }, step);
  },
  'in a new tab each time': async (node, person, step) => {
    person.page = await pressInNewTabs(() => comeBack(node, person), person.page, node, step);
  },
};

const fillProfile = async (page: Page) => {
  await press(page, 'Say who you are');
  await page.getByLabel('Public name of the collective').fill(called.name);
  await page.getByLabel('Name before the @').fill(called.handle);
  await page.getByLabel('One public line').fill(called.summary);
};
const isSaid = (page: Page) => page.getByText(called.summary).waitFor();
const hasSigned = 'You have signed it. Still awaited:';

const sayWho: Step = {
  name: 'Keep this',
  done: isSaid,
  back: async (page) => {
    if ((await page.getByText(called.summary).count()) > 0) return true;
    await fillProfile(page);
    return false;
  },
};
const makeMine = (person: Person): Step => ({
  name: 'Make my keyring',
  done: keyringIsMade,
  back: async (page) => {
    await resume(page, person.words);
    return true;
  },
});
const draftIt = (person: Person): Step => ({
  name: 'Draft it with these people, and sign',
  done: (page) => page.getByText(hasSigned).waitFor(),
  back: async (page) => {
    await resume(page, person.words);
    await press(page, 'Read it, and sign');
    return (await page.getByText(hasSigned).count()) > 0;
  },
});
const signIt = (person: Person): Step => ({
  name: 'Sign exactly this',
  done: (page) => page.getByText('It waits: once everybody').waitFor(),
  back: async (page) => {
    await resume(page, person.words);
    await press(page, 'Read it, and sign');
    return (await page.getByText(hasSigned).count()) > 0;
  },
});

test.runIf(chromium).each(Object.keys(ways))(
  'founding, cut off at every press: nothing is lost, and nothing is there twice: %s',
  { timeout: 420_000 },
  async (way) => {
    const through = ways[way] as Through;
    const folder = await mkdtemp(join(tmpdir(), 'convive-founding-'));
    try {
      await using browser = await openBrowser();
      await using node = await npmStart(join(folder, 'ceiba'));
      const [rosa, marisol, itzel] = [await somebody(browser), await somebody(browser), await somebody(browser)];
      await openLink(rosa.page, await node.link());
      await fillProfile(rosa.page);
      await through(node, rosa, sayWho);
      rosa.words = await newWords(rosa.page, ['Steward', 'Accompanier']);
      await typeBack(rosa.page, rosa.words);
      await through(node, rosa, makeMine(rosa));
      for (const one of [marisol, itzel]) {
        await openLink(one.page, await node.link());
        one.words = await makeKeyring(one.page, one === itzel ? ['Steward'] : ['Steward', 'Accompanier']);
      }
      await press(rosa.page, 'Look again');
      await press(rosa.page, 'Read it, and sign');
      await through(node, rosa, draftIt(rosa));
      expect(await rosa.page.locator('section.clause').count()).toBe(1);
      await comeBack(node, marisol);
      await resume(marisol.page, marisol.words);
      await press(marisol.page, 'Read it, and sign');
      expect(await marisol.page.locator('section.clause').count()).toBe(1);
      await through(node, marisol, signIt(marisol));
      await comeBack(node, itzel);
      await resume(itzel.page, itzel.words);
      await press(itzel.page, 'Read it, and sign');
      const last = { name: 'Sign exactly this', done: (page: Page) => heading(page, 'Your desk') };
      if (way === 'in the same tab') await through(node, itzel, { ...last, back: async () => false });
      else {
        // With the last signature the code is gone: the words open the desk.
        await last.done(await signLast(node, itzel, last));
      }
      for (const one of [rosa, marisol]) {
        await newTab(one);
        await openDesk(one, node);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

async function openDesk({ page, words }: Person, node: StartedNode): Promise<void> {
  await page.goto(`${node.desk}/en`);
  await typeWords(page, words);
  await press(page, 'Open my keyring');
  await heading(page, 'Your desk');
}

/** The last signature, with a new tab after each lost answer. */
async function signLast(node: StartedNode, itzel: Person, last: Pick<Step, 'name' | 'done'>): Promise<Page> {
  const anew = async () => {
    await newTab(itzel);
    return itzel.page;
  };
  const back = async (page: Page) => {
    await page.goto(await node.link());
    const begins = page.getByRole('heading', { level: 1, name: 'Begin your collective' });
    const standsAlready = page.getByText('already').first();
    await begins.or(standsAlready).first().waitFor();
    if ((await begins.count()) === 0) {
      await openDesk(itzel, node);
      return true;
    }
    await resume(page, itzel.words);
    await press(page, 'Read it, and sign');
    return false;
  };
  return pressInNewTabs(anew, itzel.page, node, { ...last, back });
}
