import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { noticesDraftsContract } from '../../schemas/routes/notices-drafts.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { openAtNode } from '../../src/client/keyring/at-node.ts';
import { ownChain } from '../../src/collective/store.ts';
import { atWork } from '../../src/commands/scripted-steps.ts';
import { sealFile } from '../../src/protocol/age-seal.ts';
import { b64u, randomId, utf8 } from '../../src/protocol/encoding.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { found } from '../support/world.ts';
import { openBrowser, typeWords, withPage } from './browser.ts';
import { button, deskOf, heading, screen, unlock } from './desk.ts';

const press = (page: Page, name: string) => button(page, name).click();
const twelve = async (page: Page) => {
  await page.getByRole('heading', { name: 'Read these words to each other' }).waitFor();
  const words = await page.locator('ol.words li').allInnerTexts();
  expect(words.length).toBe(12);
  return words.join(' ');
};

/** Makes a keyring as somebody does who writes the words down; gives the words. */
async function makeKeyring(page: Page): Promise<string> {
  await press(page, 'Make my keyring');
  await heading(page, 'Your twelve words');
  await page.locator('ol.words li').nth(11).waitFor();
  const words = await page.locator('ol.words li').allInnerTexts();
  await press(page, 'They are on paper');
  for (const number of [3, 7, 11])
    await page.getByLabel(`Word ${number}`, { exact: true }).fill(words[number - 1] ?? '');
  await press(page, 'Make my keyring');
  await heading(page, 'Come in');
  return words.join(' ');
}

test.runIf(chromium)(
  'somebody comes in, and somebody gets new words, each in their own browser, with two stewards at theirs',
  { timeout: 300_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using browser = await openBrowser();
    const small = { viewport: { width: 320, height: 700 }, locale: 'en' };
    const [rosa, marisol, tono] = [await movedIn(ceiba, 0), await movedIn(ceiba, 1), await movedIn(ceiba, 2)];
    const at = (words: string, area: string, use: (page: Page) => Promise<void>) =>
      withPage(browser, { ...small, colorScheme: words === tono ? 'dark' : 'light' }, async (page) => {
        await page.goto(`${deskOf(ceiba)}/en`);
        await unlock(page, words);
        await press(page, area);
        await heading(page, area);
        await page.getByText('Looking…').waitFor({ state: 'detached' });
        await use(page);
      });
    const people = (words: string, use: (page: Page) => Promise<void>) => at(words, 'People and keys', use);
    const invited = async (page: Page): Promise<[link: string, code: string]> => {
      await heading(page, 'Give them this');
      const [link = '', code = ''] = await page.locator('p.handle').allInnerTexts();
      return [link, code];
    };
    /** With the code and the words of a keyring that was made before. */
    const again = (code: string, words: string, use: (page: Page) => Promise<void>) =>
      withPage(browser, small, async (page) => {
        await page.goto(`${deskOf(ceiba)}/en`);
        await press(page, 'I was invited: type my code');
        await page.getByLabel('One-time code').fill(code.toLowerCase());
        await press(page, 'Go on');
        await press(page, 'I have made it: type my words');
        await typeWords(page, words);
        await press(page, 'Open my keyring');
        await heading(page, 'Come in');
        await use(page);
      });
    const signWaiting = (words: string) =>
      at(words, 'Waits for your signature', async (page) => {
        await press(page, 'Read it, and sign');
        await page.getByText('valid until').waitFor();
        await press(page, 'Sign exactly this');
        await heading(page, 'Waits for your signature');
      });

    const inCare = await atWork(ceiba, 1);
    const ciphertext = b64u(await sealFile(utf8('What is being prepared.'), [inCare.keyring.boxes[0]!.recipient]));
    await call(inCare.api, noticesDraftsContract.addDraft, { body: { draft: randomId(), ciphertext } });

    let [link, code] = ['', ''];
    await people(marisol, async (page) => {
      await screen(page, 'people');
      await press(page, 'Invite somebody');
      await heading(page, 'What they will do');
      await screen(page, 'people-roles');
      await page.getByRole('checkbox', { name: /^Accompanier Stands by people/ }).check();
      await press(page, 'Go on');
      [link, code] = await invited(page);
      expect(link).toBe(`${deskOf(ceiba)}/en#invited=${code}`);
      await screen(page, 'people-invited');
      await press(page, 'All people');
      await page.getByText('Invited by').waitFor();
    });
    let [lu, luKey] = ['', ''];
    await withPage(browser, small, async (page) => {
      await page.goto(link);
      await heading(page, 'You were invited');
      // Opening the link shows a button, and the code does not stay in the address.
      expect([page.url(), await page.getByLabel('One-time code').inputValue()]).toEqual([`${deskOf(ceiba)}/en`, code]);
      await screen(page, 'people-come-in');
      await press(page, 'Go on');
      await page.getByText('You are invited as: accompanier.').waitFor();
      lu = await makeKeyring(page);
      luKey = await twelve(page);
      await screen(page, 'people-awaited');
    });
    await people(marisol, async (page) => {
      await press(page, 'Compare words, and propose');
      expect(await twelve(page)).toBe(luKey);
      await screen(page, 'people-compare');
      await press(page, 'The words are the same');
      await page.getByText('joins: accompanier').waitFor();
      await screen(page, 'people-propose');
      await press(page, 'Sign exactly this');
      await heading(page, 'People and keys');
    });
    await signWaiting(tono);
    await again(code, lu, async (page) => {
      await press(page, 'Read it, and sign');
      await page.getByText('joins: accompanier').waitFor();
      await press(page, 'Sign exactly this');
      await heading(page, 'Your desk');
      await page.getByText('here: accompanier').waitFor();
    });

    // Rosa's paper was seen. An invitation that was ended lets nobody in; with the next she gets new words.
    await people(marisol, async (page) => {
      const card = page.getByRole('listitem').filter({ hasText: 'steward and accompanier' });
      await card.filter({ hasNotText: '(you)' }).getByRole('button').click();
      await press(page, 'Invite to make new keys');
      [link, code] = await invited(page);
      await press(page, 'All people');
      await press(page, 'End this invitation');
      await page.getByText('New keys for').waitFor({ state: 'detached' });
      await withPage(browser, small, async (other) => {
        await other.goto(link);
        await press(other, 'Go on');
        await other.getByRole('alert').getByText('Ask a steward for a new one.').waitFor();
        await screen(other, 'people-ended');
      });
      await card.filter({ hasNotText: '(you)' }).getByRole('button').click();
      await press(page, 'Invite to make new keys');
      [link, code] = await invited(page);
    });
    let anew = '';
    await withPage(browser, small, async (page) => {
      await page.goto(link);
      await press(page, 'Go on');
      await page.getByText('This is for new words of').waitFor();
      anew = await makeKeyring(page);
    });
    await people(marisol, async (page) => {
      await press(page, 'Compare words, and propose');
      await press(page, 'The same. Somebody else may hold the old keys');
      await page.getByText('has a new key').waitFor();
      await page.getByText('The care team gets a new box, from ').waitFor();
      await press(page, 'Sign exactly this');
      await heading(page, 'People and keys');
    });
    await again(code, anew, async (page) => {
      await press(page, 'Read it, and sign');
      await press(page, 'Sign exactly this');
      await heading(page, 'Come in');
    });
    await signWaiting(tono);
    // The next of the care team who comes seals anew what waits.
    await withPage(browser, small, async (page) => {
      await page.goto(`${deskOf(ceiba)}/en`);
      await unlock(page, marisol);
      await page.getByText('waits to be sealed anew').waitFor();
      await press(page, 'Seal anew');
      await heading(page, 'Seal anew');
      await press(page, 'Seal anew what waits');
      await page.getByText('Drafts in our new box: 1.').waitFor();
      await screen(page, 'people-sealed-anew');
    });
    const there = connect(ceiba.origin);
    await expect(openAtNode(there, rosa, new Date())).rejects.toMatchObject({ code: 'keyring-phrase' });
    expect((await openAtNode(there, anew, new Date())).keyring.member).toBe(ceiba.keyrings[0]!.member);
    const { statement } = (await ownChain(ceiba.node!.app.runtime.db))!.newest;
    expect(statement).toMatchObject({ version: 3, revoked: [{ reason: 'compromised' }] });
  },
);
