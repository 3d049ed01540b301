import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listDrafts } from '../../src/client/alerts/drafts.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { foundProcess, type NodeProcess } from '../support/node-process.ts';
import { pastPauses } from '../support/past-pause.ts';
import { agreementText, trustForAlerts } from '../support/trust.ts';
import { type Collective, found } from '../support/world.ts';
import { openBrowser, typeWords } from './browser.ts';
import { pressAgainAndAgain, pressInNewTabs, type Step } from './cut-off.ts';
import { button, deskOf, heading } from './desk.ts';
import {
  alertSays,
  atDesk,
  herWords,
  lookUntil,
  newTab,
  next,
  openIncoming,
  type Person,
  press,
  putAway,
  somebody,
  typeAlert,
} from './story.ts';

type Through = (person: Person, step: Step) => Promise<void>;

describe.skipIf(chromium === undefined)('an alert, cut off at every press', { timeout: 420_000 }, () => {
  let ceiba: NodeProcess;
  let maguey: Collective & AsyncDisposable;
  let browser: Browser & AsyncDisposable;
  /** Of Rosa and Marisol at Ceiba, and of Lu at Maguey. */
  const words: string[] = [];
  beforeAll(async () => {
    ceiba = await foundProcess('Ceiba');
    maguey = await found('Maguey');
    await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    await trustForAlerts(ceiba, maguey);
    browser = await openBrowser();
    for (const who of [0, 1]) words.push(await movedIn(ceiba, who));
    words.push(await movedIn(maguey, 0));
  }, 120_000);
  afterAll(async () => {
    for (const one of [browser, ceiba, maguey]) await one?.[Symbol.asyncDispose]();
  });

  const member = async (who: number): Promise<Person> => {
    const person = await somebody(browser);
    person.words = words[who] ?? '';
    await atDesk(person, deskOf(who < 2 ? ceiba : maguey));
    return person;
  };
  const again = async (person: Person): Promise<Page> => {
    await newTab(person);
    await atDesk(person, deskOf(ceiba));
    return person.page;
  };
  const ways: Record<string, Through> = {
    'in the same tab': ({ page }, step) => pressAgainAndAgain(page, ceiba, step),
    'in a new tab each time': async (person, step) => {
      person.page = await pressInNewTabs(() => again(person), person.page, ceiba, step);
    },
  };

  for (const [way, through] of Object.entries(ways))
    test(`nothing is lost, and nothing is there twice: ${way}`, async () => {
      const before = (await listDrafts(await atWork(ceiba, 0))).length;
      const [rosa, marisol, lu] = [await member(0), await member(1), await member(2)];
      await press(rosa.page, 'Alerts that you prepare');
      await press(rosa.page, 'Prepare an alert');
      await next(rosa.page);
      await typed(rosa, way);
      await through(rosa, {
        name: 'Sign it as its first accompanier',
        done: (page) => page.getByText('1 of 2 accompaniers have signed').waitFor(),
        back: async (page) => {
          await press(page, 'Alerts that you prepare');
          if ((await openFrom(page, ['Go on writing', 'Go to it'])) === 'Go to it') return true;
          await toEyes(page);
          return false;
        },
      });
      await press(marisol.page, 'Alerts that you prepare');
      await press(marisol.page, 'Read it');
      await through(marisol, {
        name: 'Sign exactly this',
        done: (page) => page.getByText('2 of 2 accompaniers have signed').first().waitFor(),
        back: async (page) => {
          await press(page, 'Alerts that you prepare');
          return (await openFrom(page, ['Read it', 'Go to it'])) === 'Go to it';
        },
      });
      await press(rosa.page, 'Back to the list');
      await press(rosa.page, 'Look again');
      await press(rosa.page, 'Go to it');
      const hers = await yes(rosa, through);
      await press(marisol.page, 'Back to the list');
      await press(marisol.page, 'Look again');
      await press(marisol.page, 'Go to it');
      await press(marisol.page, 'Read it as witness');
      const toDraft = async (page: Page) => {
        await press(page, 'Alerts that you prepare');
        await press(page, 'Go to it');
        await page.getByRole('heading', { name: 'For whom, and how far it is' }).waitFor();
      };
      await through(marisol, {
        name: 'I sign as witness',
        done: (page) => page.getByText('You signed as witness.').waitFor(),
        back: async (page) => {
          await toDraft(page);
          if ((await button(page, 'Seal it, and send').count()) > 0) return true;
          await press(page, 'Read it as witness');
          return false;
        },
      });
      await through(marisol, {
        name: 'Seal it, and send',
        done: (page) => page.getByText('Nothing has left yet').first().waitFor(),
        back: async (page) => {
          await toDraft(page);
          return (await button(page, 'Seal it, and send').count()) === 0;
        },
      });
      expect((await listDrafts(await atWork(ceiba, 0))).length).toBe(before + 1);
      await pastPauses(ceiba);
      await openIncoming(lu.page);
      await takeBack(hers, way);
      await press(lu.page, 'Close it');
      await lookUntil(lu.page, 'An alert', 0);
      expect((await listDrafts(await atWork(ceiba, 0))).length).toBe(before);
      for (const { page } of [rosa, marisol, lu]) await page.context().close();
    });

  /** The line goes away and comes back, an answer is lost, the node is killed: what stands on the page is kept. */
  async function typedOnABadLine(page: Page, kept: () => Promise<void>): Promise<void> {
    const notKept = () => page.getByText('It stays on this page, and is tried again.').waitFor();
    await page.context().setOffline(true);
    await typeAlert(page);
    await notKept();
    await page.context().setOffline(false);
    await kept();
    await press(page, 'One step back');
    // Arrived, and nobody says so: tried again, it is the same draft.
    await loseOne(page);
    await page.getByLabel('In which region?').fill('Valle');
    await notKept();
    await kept();
    await ceiba.kill();
    await page.getByLabel('In which region?').fill('Valle Central');
    await notKept();
    await ceiba.start();
    await kept();
  }

  /** Types an alert, and goes on to its first signature. */
  async function typed(rosa: Person, way: string): Promise<void> {
    const status = async () => (await rosa.page.getByRole('status').allInnerTexts()).join();
    const kept = () => expect.poll(status, { timeout: 30_000 }).toContain('Kept at your node');
    await heading(rosa.page, 'What needs to be known?');
    if (way === 'in the same tab') await typedOnABadLine(rosa.page, kept);
    else {
      await typeAlert(rosa.page);
      await kept();
      await again(rosa);
      await press(rosa.page, 'Alerts that you prepare');
      await button(rosa.page, 'Go on writing').waitFor();
      expect(await button(rosa.page, 'Go on writing').count()).toBe(1);
      await press(rosa.page, 'Go on writing');
      for (let page = 1; page < 3; page++) await next(rosa.page);
    }
    expect(await rosa.page.getByLabel('What was done?').inputValue()).toBe(alertSays);
    expect(await rosa.page.getByLabel('In which region?').inputValue()).toBe('Valle Central');
    for (let page = 3; page < 5; page++) await next(rosa.page);
    await rosa.page.getByLabel('Maguey (').check();
    await next(rosa.page);
    await next(rosa.page);
    await heading(rosa.page, 'A second pair of eyes');
    await kept();
  }

  /** The next change that the page asks of its node arrives, and its answer does not come back. */
  async function loseOne(page: Page): Promise<void> {
    await page.context().route(
      (url) => url.pathname.startsWith('/drafts'),
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
  }

  async function toEyes(page: Page): Promise<void> {
    for (let step = 0; step < 6; step++) await next(page);
    await heading(page, 'A second pair of eyes');
  }

  /** Opens the one draft of the list that has one of these presses; says which. */
  async function openFrom(page: Page, names: [string, string]): Promise<string> {
    const either = button(page, names[0]).or(button(page, names[1]));
    await either.first().waitFor();
    expect(await either.count()).toBe(1);
    const name = (await either.innerText()).trim();
    await either.click();
    return name;
  }

  /** The person says yes; a tab that is lost before her words are on paper leaves no yes behind. */
  async function yes(rosa: Person, through: Through): Promise<string> {
    await press(rosa.page, 'Read it together with the person');
    await press(rosa.page, 'Yes, on these terms');
    await herWords(rosa.page);
    await again(rosa);
    const answer = async (page: Page) => {
      await press(page, 'Read it together with the person');
      await press(page, 'Yes, on these terms');
      const words = await herWords(page);
      await putAway(page, words);
      return words;
    };
    const toDraft = async (page: Page) => {
      await press(page, 'Alerts that you prepare');
      await press(page, 'Go to it');
      await page.getByRole('heading', { name: 'For whom, and how far it is' }).waitFor();
    };
    await toDraft(rosa.page);
    let words = await answer(rosa.page);
    await through(rosa, {
      name: 'Keep the yes',
      done: (page) => page.getByText('A colleague signs as witness.').waitFor(),
      back: async (page) => {
        await toDraft(page);
        if ((await button(page, 'Read it together with the person').count()) === 0) return true;
        words = await answer(page);
        return false;
      },
    });
    return words;
  }

  /** The person takes it back at "my code". */
  async function takeBack(words: string, way: string): Promise<void> {
    const person = await somebody(browser);
    const look = async (page: Page) => {
      await page.goto(`${ceiba.origin}/my-code`);
      await page.getByText('The words stay in this browser.').waitFor();
      await typeWords(page, words);
    };
    const shown = { name: 'Show me where it is', done: (page: Page) => heading(page, 'Where it is') };
    const taken = {
      name: 'Take it back everywhere',
      done: (page: Page) => page.getByText('1 alert is taken back').waitFor(),
    };
    await look(person.page);
    if (way === 'in the same tab') {
      await pressAgainAndAgain(person.page, ceiba, shown);
      await pressAgainAndAgain(person.page, ceiba, taken);
    } else {
      const anew = async () => {
        await newTab(person);
        return person.page;
      };
      const backTo = async (page: Page) => {
        await look(page);
        return false;
      };
      await pressInNewTabs(anew, person.page, ceiba, { ...shown, back: backTo });
      await pressInNewTabs(anew, person.page, ceiba, {
        ...taken,
        back: async (page) => {
          await look(page);
          await press(page, shown.name);
          await shown.done(page);
          return (await button(page, taken.name).count()) === 0;
        },
      });
    }
    await person.page.context().close();
  }
});
