import type { Role } from '../../schemas/manifest.ts';
import { newPhrase } from '../../src/client/keyring/keyring.ts';
import type { DeskScreen } from './desk-screens.ts';
import { changeContacts, type DeskTold, invitationAt } from './desk-story.ts';
import type { Hand } from './hand.ts';

/** Locked, in doubt about a word, refused, and open. */
export async function seeLocked(hand: Hand, told: DeskTold): Promise<void> {
  const { language } = hand;
  await hand.at('desk.locked');
  await hand.take('locked');
  const wrong = newPhrase(language);
  await hand.type(wrong.replace(/^\S+/, 'qqqq'));
  await hand.press('desk.unlock');
  await hand.page.locator('[aria-invalid=true]').first().waitFor();
  await hand.take('locked, words in doubt');
  await hand.page.reload();
  await hand.at('desk.locked');
  await hand.type(wrong);
  await hand.press('desk.unlock');
  await hand.page.locator('[role=alert] .wrong').first().waitFor();
  await hand.take('locked, words that open nothing');
  await hand.page.reload();
  await hand.at('desk.locked');
  await changeContacts(told, language === 'es' ? '555 0100' : '555 0199');
  await hand.type(told.rosa);
  await hand.press('desk.unlock');
  await hand.at('desk.open');
  await hand.page.getByRole('button', { name: hand.say('contacts.look') }).waitFor();
  await hand.take('home');
}

export async function seeContacts(hand: Hand): Promise<void> {
  await hand.press('contacts.look');
  await hand.at('contacts.title');
  await hand.take('contacts');
  await hand.page.locator('section .press button').first().click();
  await hand.page.locator('form').waitFor();
  await hand.take('contacts, one');
  await hand.press('begin.back');
  await hand.at('contacts.title');
  await hand.press('begin.back');
}

/** The list of what waits for signatures, and one of each kind, read whole. */
export async function seeSigning(hand: Hand): Promise<void> {
  const { page, press, at, say } = hand;
  await press('desk.to-sign');
  await at('desk.to-sign');
  await hand.take('sign');
  const anything = (id: string) =>
    new RegExp(say(id, { version: '', name: '', title: '', print: '' }).split(/[“"«]/)[0] ?? '');
  const kinds: [DeskScreen, RegExp][] = [
    ['sign, agreement', /Ceiba/],
    ['sign, manifest', anything('desk.manifest')],
    ['sign, trust', anything('desk.standing')],
    ['sign, withdrawal', anything('desk.withdrawal')],
    ['sign, of a partner’s agreement', anything('desk.acknowledgement')],
    ['sign, this desk', anything('release.title')],
  ];
  const read = async (screen: DeskScreen, title: RegExp, button: string) => {
    const card = page.locator('.cards > li').filter({ has: page.locator('.title').getByText(title) });
    await press(button, card);
    await page.locator('#press').waitFor();
    await hand.take(screen);
    await press('desk.back');
    await at('desk.to-sign');
  };
  for (const [screen, title] of kinds) await read(screen, title, 'desk.read-sign');
  await read('sign, agreement to publish', /./, 'desk.read-publish');
  await press('desk.to-desk');
}

/** What a steward can begin, and both kinds read as they would be signed. */
export async function seeStarting(hand: Hand): Promise<void> {
  const { page, press, at, take, say } = hand;
  await press('start.title');
  await at('start.title');
  await take('start');
  const card = (id: string) => {
    const begins = say(id, { title: '', name: '' }).split('“')[0] ?? '';
    return page.locator('.cards > li').filter({ hasText: begins });
  };
  await press('desk.read-sign', card('desk.acknowledgement').first());
  await page.locator('form').waitFor();
  await page.getByRole('checkbox').nth(1).check();
  await take('start, where we differ');
  await press('start.read');
  await page.locator('#press').waitFor();
  await take('start, of a partner’s agreement');
  await press('desk.back');
  await press('begin.back');
  await at('start.title');
  await press('desk.read-sign', card('desk.withdrawal').first());
  await page.locator('#press').waitFor();
  await take('start, withdrawal');
  await press('desk.back');
  await at('start.title');
  await press('desk.to-desk');
}

export async function seePartners(hand: Hand, { compared, notCompared }: DeskTold): Promise<void> {
  const { page, press, at, take } = hand;
  await press('partners.title');
  await at('partners.title');
  await take('partners');
  const toPartner = async (host: string) => {
    await press('partners.open', page.locator('.cards > li').filter({ hasText: host }));
    await page.locator('ol.words').waitFor();
  };
  await toPartner(notCompared);
  await take('partners, not compared');
  await press('camera.use');
  await at('camera.title');
  // The browser of these pictures has no camera.
  await page.locator('[role=alert] .wrong').waitFor();
  await take('partners, by camera');
  await press('begin.back');
  await page.locator('ol.words').waitFor();
  await press('partners.heard');
  await at('partners.compare');
  await take('partners, compare');
  await hand.type(newPhrase(hand.language));
  await press('partners.same');
  await page.locator('[role=alert] .wrong').first().waitFor();
  await take('partners, not the same');
  await press('begin.back');
  await press('partners.all');
  await at('partners.title');
  await toPartner(compared);
  await take('partners, compared');
  await press('partners.decide');
  await at('partners.decide-title');
  await take('partners, decide');
  await press('begin.back');
  await press('partners.all');
  await at('partners.title');
  await press('desk.to-desk');
}

export async function seePeople(hand: Hand): Promise<void> {
  const { page, press, at, take, say } = hand;
  const all = async () => {
    await press('people.back');
    await at('people.title');
  };
  await press('people.title');
  await at('people.title');
  await take('people');
  const me = page.locator('.cards > li').filter({ hasText: say('people.me', { called: '' }).trim() });
  await press('people.keys-of', me);
  await take('people, oneself');
  await press('people.go');
  await at('people.go');
  await take('people, leaving');
  await all();
  const others = page.locator('.cards > li').filter({ hasNotText: say('people.me', { called: '' }).trim() });
  await press('people.keys-of', others);
  await take('people, one');
  await press('people.roles');
  await page.locator('form').waitFor();
  await take('people, roles');
  await press('begin.back');
  await at('people.title');
  await press('people.renew');
  await at('people.renew');
  await take('people, signed anew');
  await all();
  await press('people.compare');
  await page.locator('ol.words').waitFor();
  await take('people, compare');
  await press('people.join');
  await page.locator('#press').waitFor();
  await take('people, proposal');
  await press('desk.back');
  await at('people.title');
  await press('people.invite');
  await at('people.invite-title');
  await page.locator('[value=accompanier]').check();
  await press('begin.go-on');
  await at('people.code');
  await take('people, invited');
  await all();
  await press('people.invite-plain');
  await at('people.code');
  await take('people, invited as a member');
  await all();
  await press('desk.to-desk');
}

/** Somebody who was invited makes a keyring: to read, write and decide, and another one with a role. */
export async function seeJoining(hand: Hand, told: DeskTold): Promise<void> {
  const { page, press, at, take } = hand;
  const comeIn = async (roles: readonly Role[]) => {
    await press('people.have-code');
    await at('people.invited');
    if (roles.length > 0) await take('join, code');
    await page.locator('[name=code]').fill(await invitationAt(told, roles));
    await press('begin.go-on');
    await at('people.come-in');
  };
  await comeIn([]);
  await take('join, as a member');
  await press('begin.make');
  await writeWords(hand);
  await at('desk.open');
  await take('home, as a member');
  await page.reload();
  await at('desk.locked');
  await comeIn(['accompanier']);
  await take('join, no keyring');
  await press('begin.make');
  await writeWords(hand);
  await at('people.come-in');
  await page.locator('ol.words').waitFor();
  await take('join, awaited');
}

/** Twelve new words, and three of them typed back; gives them. */
export async function writeWords(hand: Hand, take: Hand['take'] = async () => {}): Promise<string> {
  const { page, press, at } = hand;
  await at('begin.words');
  await page.locator('ol.words li').nth(11).waitFor();
  await take('begin, twelve words');
  const words = await page.locator('ol.words li').allInnerTexts();
  await press('begin.written');
  await at('begin.back-title');
  await take('begin, three words back');
  for (const number of [3, 7, 11]) await page.locator(`[name=word-${number}]`).fill(words[number - 1] ?? '');
  await press('begin.make');
  return words.join(' ');
}
