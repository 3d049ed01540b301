import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { chromium } from '../support/needs.ts';
import { npmStart, type StartedNode } from '../support/npm-start.ts';
import { agreementText } from '../support/trust.ts';
import { openBrowser, typeWords } from './browser.ts';
import { heading } from './desk.ts';
import {
  alertSays,
  atDesk,
  type Called,
  compare,
  decide,
  decideOn,
  draftFirst,
  herWords,
  keepYes,
  leavePartner,
  lookUntil,
  makeKeyring,
  newTab,
  next,
  openIncoming,
  openLink,
  type Person,
  press,
  readAloud,
  resume,
  sayProfile,
  signAgreement,
  signCannotWait,
  somebody,
  toPages,
  toPartner,
  typeAlert,
} from './story.ts';

type Place = StartedNode & { people: [Person, Person, Person] };

/** Three people found a collective on a node, each in a browser profile of their own; nobody sees a terminal again. */
async function founded(browser: Browser, node: StartedNode, called: Called): Promise<Place> {
  const people = [await somebody(browser), await somebody(browser), await somebody(browser)] as const;
  const roles = [['Steward', 'Accompanier'], ['Steward', 'Accompanier'], ['Steward']] as const;
  const link = await node.link();
  for (const [at, person] of people.entries()) {
    await openLink(person.page, link);
    if (at === 0) await sayProfile(person.page, called);
    person.words = await makeKeyring(person.page, roles[at] ?? []);
  }
  const [first, second, third] = people;
  // Whoever comes back on another day has the paper alone.
  await newTab(first);
  await openLink(first.page, link);
  await resume(first.page, first.words);
  await draftFirst(first.page);
  for (const { page } of [second, third]) {
    await press(page, 'Look again');
    await press(page, 'Read it, and sign');
    await press(page, 'Sign exactly this');
  }
  await heading(third.page, 'Your desk');
  await atDesk(first, node.desk);
  await atDesk(second, node.desk);
  return { ...node, people: [first, second, third] };
}

/** A first agreement: brought in and decided on members' pages, signed at two desks, published. */
async function firstAgreement({ people: [first, second] }: Place): Promise<void> {
  const pages = await toPages(first.page);
  await decideOn(pages, agreementText('ceiba-v1.es.md'));
  await pages.close();
  await signAgreement(first.page, false);
  await signAgreement(second.page, true);
}

/** Two of one collective find another, hear its words, and decide. */
async function trusts(from: Place, to: Place, what: RegExp): Promise<void> {
  const [reader] = to.people;
  await toPartner(reader.page, from.origin);
  const heard = await readAloud(reader.page);
  await leavePartner(reader.page);
  const [first, second] = from.people;
  for (const { page } of [first, second]) {
    await toPartner(page, to.origin);
    await compare(page, heard);
    await page.getByText(page === first.page ? 'Now a second member compares' : 'two of you signed it').waitFor();
  }
  await press(first.page, 'All partners');
  await press(first.page, 'Back to the desk');
  await toPartner(first.page, to.origin);
  for (const { page } of [first, second]) {
    await decide(page, what);
    await page.getByText(page === first.page ? 'It holds once a second member' : 'It holds from now on').waitFor();
    await leavePartner(page);
  }
}

test.runIf(chromium)(
  'from two empty folders to “opened by the partner” and “taken back”: six founders and a person, each in a browser',
  { timeout: 420_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'convive-story-'));
    try {
      await using browser = await openBrowser();
      await using ceibaNode = await npmStart(join(folder, 'ceiba'));
      await using magueyNode = await npmStart(join(folder, 'maguey'));
      const ceiba = await founded(browser, ceibaNode, { name: 'Ceiba', handle: 'ceiba', summary: 'A shared house.' });
      const maguey = await founded(browser, magueyNode, { name: 'Maguey', handle: 'maguey', summary: 'A workshop.' });
      await firstAgreement(ceiba);
      await trusts(ceiba, maguey, /^We may send them alerts/);
      await trusts(maguey, ceiba, /^We take alerts/);
      const [rosa, marisol] = ceiba.people;
      const person = await somebody(browser);
      person.words = await alertSent(rosa, marisol);
      const [lu] = maguey.people;
      await openIncoming(lu.page);
      await takenBack(person, ceiba.origin);
      await press(lu.page, 'Close it');
      await lookUntil(lu.page, 'An alert that was taken back', 1);
      await press(lu.page, 'Go to it, still closed');
      await press(lu.page, 'Open it now');
      await heading(lu.page, 'It was taken back');
      expect(await lu.page.getByText(alertSays).count()).toBe(0);
      await press(rosa.page, 'Look again');
      await rosa.page.getByText('Nothing is being prepared.').waitFor();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** From “Is this the moment?” to “handed in”, two accompaniers and the person; gives her words. */
async function alertSent(rosa: Person, marisol: Person): Promise<string> {
  const [first, second] = [rosa.page, marisol.page];
  await press(first, 'Alerts that you prepare');
  await press(first, 'Prepare an alert');
  await next(first);
  await typeAlert(first);
  await next(first);
  await first.getByLabel('Maguey (').check();
  await next(first);
  await next(first);
  await heading(first, 'A second pair of eyes');
  await press(first, 'Sign it as its first accompanier');
  await first.getByText('1 of 2 accompaniers have signed').waitFor();
  await press(second, 'Alerts that you prepare');
  await press(second, 'Read it');
  await press(second, 'Sign exactly this');
  await second.getByText('2 of 2 accompaniers have signed').first().waitFor();
  await press(second, 'Back to the list');
  await press(first, 'Back to the list');
  await press(first, 'Look again');
  await press(first, 'Go to it');
  await press(first, 'Read it together with the person');
  await press(first, 'Yes, on these terms');
  const words = await herWords(first);
  await keepYes(first, words);
  await press(second, 'Look again');
  await press(second, 'Go to it');
  await press(second, 'Read it as witness');
  await press(second, 'I sign as witness');
  await press(second, 'Seal it, and send');
  await signCannotWait(first, second);
  await press(first, 'Back to the list');
  return words;
}

/** The person sees that it was opened, and takes it back, without an account. */
async function takenBack({ page, words }: Person, origin: string): Promise<void> {
  const look = async () => {
    await page.goto(`${origin}/my-code`);
    await page.getByText('The words stay in this browser.').waitFor();
    await typeWords(page, words);
    await press(page, 'Show me where it is');
    await heading(page, 'Where it is');
    return page.locator('main').innerText();
  };
  await expect.poll(look, { timeout: 60_000 }).toContain('has opened it');
  await press(page, 'Take it back everywhere');
  await page.getByText('1 alert is taken back').waitFor();
  await expect.poll(look, { timeout: 60_000 }).toContain('says that it is erased there');
}
