import { device } from '../browser/passkey-device.ts';
import type { DeskScreen } from './desk-screens.ts';
import type { DeskTold } from './desk-story.ts';
import type { Hand } from './hand.ts';

/** Opens a card of the list by what it says, and comes back to the list when `use` is done. */
async function inCard(hand: Hand, text: string, press: string, use: () => Promise<void>): Promise<void> {
  await hand.press(
    press,
    hand.page
      .locator('.cards > li')
      .filter({ has: hand.page.getByText(text, { exact: true }) })
      .first(),
  );
  await use();
}

/** What is prepared: the list, the composer up to its signature, drafts at each stage, and the consent. */
export async function seePrepared(hand: Hand): Promise<void> {
  await hand.press('care.drafts');
  await hand.at('care.drafts');
  await hand.take('drafts');
  await compose(hand);
  await hand.at('care.drafts');
  await inCard(hand, hand.say('care.stage.attest'), 'care.read-it', async () => {
    await hand.shows(hand.say('care.text'));
    await hand.take('draft, to attest');
    await hand.press('care.to-list');
    await hand.at('care.drafts');
  });
  await seeReady(hand);
  await hand.press('desk.to-desk');
  await hand.at('desk.open');
}

async function compose(hand: Hand): Promise<void> {
  const { page, press, say } = hand;
  await press('care.compose');
  await hand.at('care.moment');
  await hand.take('compose, moment');
  await press('care.go-on');
  await hand.at('care.known');
  for (let page = 1; page < 3; page++) await press('care.go-on');
  const called =
    hand.language === 'es' ? 'Llamó al 55 1234 5678 el 12 de mayo.' : 'They called 55 1234 5678 on 12 May.';
  await page.locator('[name=conduct]').fill(called);
  await page.locator('.asks').first().waitFor();
  await hand.shows(say('care.kept'));
  await hand.take('compose, known');
  for (let page = 3; page < 5; page++) await press('care.go-on');
  await hand.at('care.who');
  await page.locator('[name=to]').first().check();
  await hand.take('compose, who');
  await press('care.go-on');
  await hand.at('care.until');
  await hand.take('compose, until');
  await press('care.go-on');
  await hand.at('care.eyes');
  await press('care.sign');
  await page.locator('.wrong').first().waitFor();
  await hand.take('compose, field missing');
  await press('care.to-form');
  await hand.at('care.known');
  while ((await page.locator('[name=purpose]').count()) === 0) await press('care.before');
  for (let at = 1; at < 5; at++) {
    await fillPage(hand);
    await press('care.go-on');
  }
  for (const _ of ['until', 'eyes']) await press('care.go-on');
  await hand.at('care.eyes');
  await page.locator('dl.row').first().waitFor();
  await hand.take('compose, eyes');
  await press('care.leave');
}

/** Chooses the first of each that has to be chosen on a page of the fields. */
async function fillPage({ page }: Hand): Promise<void> {
  if ((await page.locator('[name=value]').count()) > 0)
    await page.locator('[name=value]').first().fill('@alguien@example.org');
  const names = await page
    .locator('form [type=radio], form [type=checkbox]')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).name));
  for (const name of new Set(names)) await page.locator(`[name="${name}"]`).first().check();
  if ((await page.locator('[name=region]').count()) > 0) await page.locator('[name=region]').fill('Valle Central');
}

/** Drafts that two accompaniers signed, from the reading with the person affected on. */
async function seeReady(hand: Hand): Promise<void> {
  const { page, press } = hand;
  const ready = page.locator('.cards > li').filter({ has: page.getByRole('button', { name: hand.say('care.go-to') }) });
  const seen = new Set<DeskScreen>();
  for (let at = 0; at < (await ready.count()); at++) {
    await press('care.go-to', ready.nth(at));
    await hand.shows(hand.say('care.for-whom'));
    const can = async (id: string) => (await page.getByRole('button', { name: hand.say(id), exact: true }).count()) > 0;
    const once = async (screen: DeskScreen, id: string, use: () => Promise<void>) => {
      if (seen.has(screen) || !(await can(id))) return;
      seen.add(screen);
      await use();
    };
    await once('witness', 'care.do-witness', () => seeWitness(hand));
    await once('draft, to send', 'care.do-send', () => seeSecond(hand));
    if (!(await can('care.do-send'))) await once('consent', 'care.do-consent', () => seeConsent(hand));
    await press('care.to-list');
    await hand.at('care.drafts');
  }
}

async function seeWitness(hand: Hand): Promise<void> {
  await hand.press('care.do-witness');
  await hand.at('care.witness');
  await hand.page.locator('dl.row').first().waitFor();
  await hand.take('witness');
  await hand.press('desk.back');
  await hand.shows(hand.say('care.for-whom'));
}

/** One partner has its yes; for a second one, the person types the words that she has. */
async function seeSecond(hand: Hand): Promise<void> {
  await hand.take('draft, to send');
  await hand.press('care.do-consent');
  await hand.at('care.consent');
  await hand.press('care.yes');
  await hand.at('care.own-words');
  await hand.take('consent, known words');
  await hand.press('begin.back');
  await hand.press('care.not-read');
  await hand.shows(hand.say('care.for-whom'));
}

/** Up to the three words from paper, which are not typed: nothing is kept. */
async function seeConsent(hand: Hand): Promise<void> {
  await hand.press('care.do-consent');
  await hand.at('care.consent');
  await hand.shows(hand.say('care.aside-ask'));
  await hand.take('consent');
  await hand.press('care.to-phone');
  await hand.at('care.on-phone');
  await hand.shows(hand.say('care.on-phone-waits'));
  await hand.take('consent, on their own phone');
  await hand.press('care.here');
  await hand.at('care.consent');
  await hand.press('care.through');
  await hand.at('care.delegate');
  await hand.take('consent, through whom');
  await hand.press('begin.back');
  await hand.at('care.consent');
  await hand.press('care.yes');
  await hand.at('care.given');
  await hand.take('consent, given');
  await hand.press('care.on-paper');
  await hand.at('begin.back-title');
  await hand.take('consent, words back');
  await hand.press('begin.words-again');
  await hand.press('desk.back');
  await hand.press('care.not-read');
  await hand.shows(hand.say('care.for-whom'));
}

/** What was sent: where it is, and how it is taken back. */
export async function seeWhere(hand: Hand, { herWords }: DeskTold): Promise<void> {
  await hand.press('care.where');
  await hand.at('care.where');
  await hand.take('where');
  await hand.press('care.to-withdraw');
  await hand.at('care.withdraw');
  await hand.take('where, her words');
  await hand.type(herWords);
  await hand.press('care.look-up');
  await hand.page.locator('.cards > li').first().waitFor();
  await hand.take('where, take back');
  await hand.press('care.to-where');
  await hand.at('care.where');
  await hand.press('desk.to-desk');
}

/** What came: closed, left to others, opened, lifted, our agreement, whom to ask; and one that was taken back. */
export async function seeIncoming(hand: Hand): Promise<void> {
  const { page, press, at, take } = hand;
  await press('care.incoming');
  await at('care.incoming');
  await take('incoming');
  await inCard(hand, hand.say('care.kind-withdrawal'), 'care.look', async () => {
    await press('care.open-press');
    await at('care.taken-back');
    await take('opened, taken back');
    await press('care.to-list');
    await at('care.incoming');
  });
  const alert = hand.say('care.kind-alert');
  await inCard(hand, alert, 'care.look', async () => {
    await at('care.kind-alert');
    await take('incoming, closed');
    await press('care.recuse');
    await hand.shows(hand.say('care.recuse-says'));
    await press('care.recuse');
    await page.locator('[role=status] .note').waitFor();
    await take('incoming, left to others');
  });
  await inCard(hand, alert, 'care.look', async () => {
    await press('care.open-press');
    await at('care.opened');
    await take('opened');
    await press('care.lift');
    await page.locator('dl.row').first().waitFor();
    await take('opened, lifted');
    await press('care.to-measures');
    await at('care.measures');
    await page.locator('.cards > li').first().waitFor();
    await take('measures');
    await press('care.choose');
    await hand.shows(hand.say('care.along'));
    await take('measures, chosen');
    await press('care.to-measures-back');
    await press('care.to-alert');
    await press('care.to-ask');
    await at('care.ask');
    await take('ask sender');
    await press('care.to-alert');
    await press('care.close');
  });
  await at('care.incoming');
  await press('desk.to-desk');
}

export async function seePasskeys(hand: Hand): Promise<void> {
  await hand.press('passkeys.title');
  await hand.at('passkeys.title');
  await hand.take('passkeys');
  await device(hand.page);
  await hand.press('passkeys.add');
  await hand.page
    .locator('.note')
    .getByRole('button', { name: hand.say('passkeys.remove') })
    .waitFor();
  await hand.take('passkeys, one');
  await hand.press('passkeys.remove');
  await hand.page.locator('main .note button').waitFor({ state: 'detached' });
  await hand.press('begin.back');
}

export async function seeReseal(hand: Hand): Promise<void> {
  await hand.press('reseal.title');
  await hand.at('reseal.title');
  await hand.take('reseal');
  await hand.press('desk.to-desk');
}
