import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { canary } from '../support/alert-words.ts';
import { expectInSight, typeWords } from './browser.ts';
import { button, heading, unlock } from './desk.ts';

/*
 * Steps of the story as people press them in browsers, from the set-up code to a withdrawal: one place, for whatever
 * walks them.
 */

export const press = (page: Page, name: string) => button(page, name).click();

/** Somebody with a browser profile of their own: the tab that is open in it, and their words once they exist. */
export type Person = { page: Page; words: string };

/** A window of a phone, in English. */
export const phone: BrowserContextOptions = { viewport: { width: 320, height: 700 }, locale: 'en' };

/** Somebody new: a profile with one empty tab. */
export async function somebody(browser: Browser): Promise<Person> {
  const profile = await browser.newContext(phone);
  profile.setDefaultTimeout(60_000);
  return { page: await profile.newPage(), words: '' };
}

/** Closes their tab and opens another one. */
export async function newTab(person: Person): Promise<void> {
  const profile = person.page.context();
  await person.page.close();
  person.page = await profile.newPage();
}

/** What a collective calls itself. */
export type Called = { name: string; handle: string; summary: string };

/** The first screen, with the code of the link. */
export async function openLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await heading(page, 'Begin your collective');
}

export async function sayProfile(page: Page, { name, handle, summary }: Called): Promise<void> {
  await press(page, 'Say who you are');
  await page.getByLabel('Public name of the collective').fill(name);
  await page.getByLabel('Name before the @').fill(handle);
  await page.getByLabel('One public line').fill(summary);
  await press(page, 'Keep this');
  await page.getByText(summary).waitFor();
}

/** Chooses roles and is shown twelve words; gives them. */
export async function newWords(page: Page, roles: readonly string[]): Promise<string> {
  await press(page, 'Make my keyring');
  await heading(page, 'What you will do');
  for (const role of roles) await page.getByLabel(role).first().check();
  await press(page, 'Go on');
  await heading(page, 'Your twelve words');
  await page.locator('ol.words li').nth(11).waitFor();
  const words = await page.locator('ol.words li').allInnerTexts();
  expect(words.length).toBe(12);
  return words.join(' ');
}

/** Types three of the words back; the press that makes the keyring is still to come. */
export async function typeBack(page: Page, words: string): Promise<void> {
  await press(page, 'They are on paper');
  await typeThree(page, words);
}

async function typeThree(page: Page, words: string): Promise<void> {
  for (const number of [3, 7, 11])
    await page.getByLabel(`Word ${number}`, { exact: true }).fill(words.split(' ')[number - 1] ?? '');
}

export const keyringIsMade = (page: Page) => page.getByText('It is made, and open on this device.').waitFor();

/** Makes a keyring as somebody does who writes the words down; gives the words. */
export async function makeKeyring(page: Page, roles: readonly string[]): Promise<string> {
  const words = await newWords(page, roles);
  await typeBack(page, words);
  await press(page, 'Make my keyring');
  await keyringIsMade(page);
  return words;
}

/** A founder who closed the tab goes on from paper. */
export async function resume(page: Page, words: string): Promise<void> {
  await press(page, 'I have made it: type my words');
  await typeWords(page, words);
  await press(page, 'Open my keyring');
  await keyringIsMade(page);
}

export async function draftFirst(page: Page): Promise<void> {
  await press(page, 'Read it, and sign');
  await press(page, 'Draft it with these people, and sign');
  await page.getByText('You have signed it. Still awaited:').waitFor();
}

/** Opens a desk with its member's words. */
export async function atDesk({ page, words }: Person, desk: string): Promise<void> {
  await page.goto(`${desk}/en`);
  await unlock(page, words);
}

/** Comes in to the members' pages from the desk, in a tab of the same profile. */
export async function toPages(page: Page): Promise<Page> {
  await press(page, 'Come in to the members’ pages');
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: 'Open them now' }).click();
  const pages = await opened;
  await press(pages, 'Come in');
  await pages.waitForURL(/\/agreements\/writing$/);
  return pages;
}

/** Brings a text in from a file and writes down that a meeting adopted it: what stewards sign next. */
export async function decideOn(pages: Page, markdown: string): Promise<void> {
  await pages.getByLabel('Paste an agreement file (Markdown)').fill(markdown);
  await press(pages, 'Take the file in');
  await pages.waitForURL(/\/agreements\/writing\/[\w-]{22}/);
  await pages.goto(`${pages.url().replace(/[?#].*$/, '')}/decide`);
  const meeting = pages.locator('form#meeting');
  await meeting.getByLabel('Who decides, in your own words').fill('the assembly');
  await meeting.getByLabel('On which day').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await meeting.getByLabel('Minutes').fill('Everybody said yes.');
  await press(pages, 'Write it down: adopted');
  await pages.waitForURL(/\/agreements\/rounds\/[\w-]{22}/);
}

/** Signs the one thing that waits, and publishes it where that is the last signature. */
export async function signAgreement(page: Page, last: boolean): Promise<void> {
  await press(page, 'Waits for your signature');
  await press(page, 'Read it, and sign');
  await press(page, 'Sign exactly this');
  if (last) {
    await press(page, 'Read it, and publish');
    await press(page, 'Publish it');
    await page.getByText('Published at').waitFor();
  } else await page.getByText('Signed: 1 of 2.').first().waitFor();
  await press(page, 'Back to the desk');
}

/** From the desk to the screen of another collective, which is found first where nobody knows it yet. */
export async function toPartner(page: Page, origin: string): Promise<void> {
  await press(page, 'Partner collectives');
  await heading(page, 'Partner collectives');
  await page.getByText('Looking…').waitFor({ state: 'detached' });
  const known = page.getByRole('listitem').filter({ hasText: new URL(origin).host });
  if ((await known.count()) > 0) await known.getByRole('button', { name: 'Look at it' }).click();
  else {
    await page.getByLabel('Their address').fill(origin);
    await press(page, 'Find them');
  }
  await page.getByRole('heading', { name: 'Are they who they say?' }).waitFor();
}

/** The words that are read to a partner from its screen. */
export async function readAloud(page: Page): Promise<string> {
  const words = await page.locator('ol.words li').allInnerTexts();
  expect(words.length).toBe(12);
  return words.join(' ');
}

export async function leavePartner(page: Page): Promise<void> {
  await press(page, 'All partners');
  await press(page, 'Back to the desk');
}

/** Types what a partner read; gives what is said then. */
export async function compare(page: Page, heard: string): Promise<void> {
  await press(page, 'Type what they read to me');
  await typeWords(page, heard);
  await press(page, 'Sign if they are the same');
}

export async function decide(page: Page, what: RegExp): Promise<void> {
  await press(page, 'Decide what they may do');
  await page.getByLabel(what).check();
  await press(page, 'Sign this');
}

export const next = (page: Page) => press(page, 'Go on');

/** Fills in what is asked for an alert, as somebody types it: from its first page to its last. */
export async function typeAlert(page: Page): Promise<void> {
  const check = (choice: string) => page.getByLabel(choice, { exact: true }).check();
  const turned = (to: number) => page.getByText(`, page ${to} of 4`).waitFor();
  await page.getByLabel('So that it does not happen elsewhere').check();
  await page.getByLabel('How it reads, 1').fill(`@${canary}@example.org`);
  await next(page);
  await turned(2);
  await page.getByLabel('Psychological violence').first().check();
  await check('extreme');
  await next(page);
  await turned(3);
  for (const choice of ['it may happen any moment', '2026']) await check(choice);
  await page.getByLabel('In which region?').fill('Valle Central');
  await page.getByLabel('What was done?').fill(alertSays);
  await next(page);
  await turned(4);
  await page.getByRole('group', { name: 'Which points of our agreement' }).getByLabel('Psychological').check();
  for (const choice of ['only to know it', 'The person affected told us', 'Spanish']) await check(choice);
}

/** Two accompaniers who have its draft open sign that what was just handed in cannot wait, and it goes out. */
export async function signCannotWait(first: Page, second: Page): Promise<void> {
  await second.getByText('Nothing has left yet').first().waitFor();
  await press(second, 'Sign that it cannot wait');
  await expectInSight(second.getByText('Signed. It goes out once another accompanier signs it too'));
  await press(first, 'Back to the list');
  await press(first, 'Look again');
  await press(first, 'Go to it');
  await press(first, 'Sign that it cannot wait');
  await first.getByText('Two have signed: it goes out now.').waitFor();
}

export const alertSays = `Amenazó a una compañera. ${canary}`;

/** The twelve words that the person is shown after her yes. */
export async function herWords(page: Page): Promise<string> {
  await heading(page, 'The person said yes');
  // She reads where they are typed.
  await page.getByText(/take it back, at http:\/\/\S+\/my-code\./).waitFor();
  const words = await page.locator('ol.words > li').allTextContents();
  expect(words).toHaveLength(12);
  return words.join(' ');
}

/** Puts the person’s words away, and types three of them back from her paper. */
export async function putAway(page: Page, words: string): Promise<void> {
  await press(page, 'They are on paper: hide them');
  await typeThree(page, words);
}

/** With that the yes is kept. */
export async function keepYes(page: Page, words: string): Promise<void> {
  await putAway(page, words);
  await press(page, 'Keep the yes');
  await page.getByText('A colleague signs as witness.').waitFor();
}

const titled = (page: Page, title: string) => page.locator('.title').getByText(title, { exact: true });

/** Waits for the alert that a partner sent, and opens it up to its words. */
export async function openIncoming(page: Page): Promise<void> {
  await press(page, 'What partners sent you');
  await lookUntil(page, 'An alert', 1);
  const card = page.getByRole('listitem').filter({ has: titled(page, 'An alert') });
  await card.getByRole('button', { name: 'Go to it, still closed' }).click();
  await press(page, 'Open it now');
  await press(page, 'Lift the curtain');
  await page.getByText(alertSays).waitFor();
}

/** Looks again until as many of the list are called that: what another node answers takes a while. */
export async function lookUntil(page: Page, title: string, count: number): Promise<void> {
  const there = async () => {
    await press(page, 'Look again');
    await button(page, 'Look again').and(page.locator(':not([aria-disabled])')).waitFor();
    return titled(page, title).count();
  };
  await expect.poll(there, { timeout: 60_000, interval: 200 }).toBe(count);
}
