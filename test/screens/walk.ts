import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { DemoNodes } from '../../src/commands/demo-nodes.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { typeWords } from '../browser/browser.ts';
import { browserOf } from '../support/browser-session.ts';
import { seeAlone, seeFounding } from './desk-begin.ts';
import { seeIncoming, seePasskeys, seePrepared, seeReseal, seeWhere } from './desk-care.ts';
import { deskScreens } from './desk-screens.ts';
import { type DeskTold, tellDeskStory } from './desk-story.ts';
import { seeContacts, seeJoining, seeLocked, seePartners, seePeople, seeSigning, seeStarting } from './desk-walk.ts';
import type { Eye } from './eye.ts';
import { handAt } from './hand.ts';
import { kitPage } from './kit.tsx';
import { type Screen, screens } from './screens.ts';
import { type Told, tellStory } from './story.ts';

const reduced = { reducedMotion: 'reduce' } as const;

/** Walks through every page and every screen of the desk; fails where a screen of the desk was not come by. */
export async function walkAll(browser: Browser, eye: Eye, nodes: DemoNodes): Promise<void> {
  const told = await tellStory(nodes);
  // Nodes of their own: looked at beside the others, which answer each other slowly.
  const [deskTold] = await Promise.all([
    seePages(browser, eye, told).then(() => tellDeskStory(nodes, told)),
    seeFounding(browser, eye).then(() => seeAlone(browser, eye)),
  ]);
  await seeDesk(browser, eye, deskTold);
  await seeAnswers(browser, eye, deskTold);
  await seeKit(browser, eye);
  const seen = eye.titles();
  const lacking = Object.keys(deskScreens).filter((screen) => !seen.includes(`desk: ${screen}`));
  if (lacking.length > 0) throw new Error(`nobody came by these screens of the desk: ${lacking.join('; ')}`);
}

async function seePages(browser: Browser, eye: Eye, told: Told): Promise<void> {
  const visitor = await browser.newContext(reduced);
  const member = await browserOf(browser, told.ceiba.origin, told.ceiba.keyrings[0]!, reduced);
  for (const screen of screens) await seePage(screen.member ? member : visitor, eye, screen, told);
  for (const context of [visitor, member]) await context.close();
}

/** A page in every form; each route has the words and places of the story in it. */
async function seePage(
  context: BrowserContext,
  eye: Eye,
  screen: Screen,
  { ceiba, own, partners }: Told,
): Promise<void> {
  const path = screen.route.slice('GET '.length);
  const values = path.startsWith('/partners/') ? partners : own;
  const address = path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? `:${name}`);
  const title = `${path}${screen.query ? `?${screen.query}` : ''}${screen.member ? ' (member)' : ''}`;
  const page = await context.newPage();
  for (const language of eye.languages) {
    const answer = await page.goto(`${ceiba.origin}${address}?${screen.query ?? ''}&lang=${language}`);
    const expected = statusOf(screen);
    if (answer?.status() !== expected) throw new Error(`${title} answered ${answer?.status()}, not ${expected}`);
    await eye.take(page, title, language);
  }
  await page.close();
}

/** Members' pages answer whoever has not come in with 401; a first version has none before it to compare with. */
function statusOf({ route, member }: Screen): number {
  if (route === 'GET /nothing' || route.endsWith('/proposals/:number/changes')) return 404;
  return route === 'GET /agreements/writing' && !member ? 401 : 200;
}

/** Everything behind the lock, opened once in each language. */
async function seeDesk(browser: Browser, eye: Eye, told: DeskTold): Promise<void> {
  const desk = told.ceiba.origin.replace(/localhost|127\.0\.0\.1/, 'desk.localhost');
  for (const language of eye.languages) {
    await using newcomer = await handAt(browser, `${desk}/${language}`, language, eye);
    await seeJoining(newcomer, told);
    await using hand = await handAt(browser, `${desk}/${language}`, language, eye);
    await seeLocked(hand, told);
    await seeContacts(hand);
    await seeSigning(hand);
    await seeStarting(hand);
    await seePartners(hand, told);
    await seePeople(hand);
    await seePrepared(hand);
    await seeWhere(hand, told);
    await seeIncoming(hand);
    await seePasskeys(hand);
    await seeReseal(hand);
  }
}

/** Pages that answer what was sent: the person's twelve words, with a script and without. */
async function seeAnswers(browser: Browser, eye: Eye, { ceiba, herWords, share }: DeskTold): Promise<void> {
  for (const javaScriptEnabled of [false, true]) {
    const how = javaScriptEnabled ? 'with a script' : 'without a script';
    const context = await browser.newContext({ ...reduced, javaScriptEnabled });
    const page = await context.newPage();
    for (const language of eye.languages) {
      await page.goto(`${ceiba.origin}/my-code?lang=${language}`);
      await typeWords(page, herWords.split(' ').toReversed().join(' '));
      await sendWords(page);
      await eye.take(page, `/my-code, words that fit nothing, ${how}`, language);
      await page.goto(`${ceiba.origin}/my-code?lang=${language}`);
      await typeWords(page, await share());
      await sendWords(page);
      await page.locator('.holders').waitFor();
      await eye.take(page, `/my-code, where it is, ${how}`, language);
      await page.getByRole('button', { name: i18nFor(language)._('my-code.take-all'), exact: true }).click();
      await page.getByRole('heading', { level: 1, name: i18nFor(language)._('my-code.taken') }).waitFor();
      await eye.take(page, `/my-code, taken back, ${how}`, language);
    }
    await context.close();
  }
}

async function seeKit(browser: Browser, eye: Eye): Promise<void> {
  const page = await browser.newPage(reduced);
  for (const language of eye.languages) {
    await page.setContent(kitPage(language));
    await eye.take(page, 'kit', language);
  }
  await page.close();
}

async function sendWords(page: Page): Promise<void> {
  await page.locator('main form button.main').first().click();
  await page.locator('.holders, .wrong:not(:empty)').first().waitFor();
}
