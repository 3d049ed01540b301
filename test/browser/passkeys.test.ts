import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { type Collective, found } from '../support/world.ts';
import { doubleText, expectAccessible, expectFits, openBrowser, seen, withPage } from './browser.ts';
import { button, deskOf, heading, unlock } from './desk.ts';
import { device } from './passkey-device.ts';

let ceiba: Collective & AsyncDisposable;
let words: string;
beforeAll(async () => {
  if (!chromium) return;
  ceiba = await found('Ceiba');
  words = await movedIn(ceiba, 0);
}, 120_000);
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const small = { viewport: { width: 320, height: 700 }, locale: 'en' };

const byPasskey = (page: Page) => button(page, 'Open it with a passkey of this device').click();

test.runIf(chromium)(
  'a phone comes back by its passkey, changes what lies at the node, and opens nothing once it is removed',
  { timeout: 120_000 },
  async () => {
    await using browser = await openBrowser();
    await withPage(
      browser,
      small,
      async (page) => {
        const phone = await device(page);
        const sent: string[] = [];
        page.on('request', (one) => sent.push(`${one.postData() ?? ''} ${JSON.stringify(one.headers())}`));
        await page.goto(deskOf(ceiba));
        await unlock(page, words);
        await page.getByText('On a phone, set up a passkey').waitFor();
        await button(page, 'Your passkeys').click();
        await button(page, 'Set up a passkey on this device').click();

        await page.getByText('opens your keyring.').waitFor();
        await expectAccessible(page, seen);
        await doubleText(page);
        await expectFits(page);
        const [made] = await phone.passkeys();
        expect(made).toMatchObject({ isResidentCredential: true, rpId: new URL(deskOf(ceiba)).hostname });
        // Neither what names it nor what it signs reaches anybody.
        for (const one of [made!.credentialId, made!.userHandle!]) {
          const url = one.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
          for (const form of [one, url]) expect(sent.join('\n')).not.toContain(form);
        }

        await page.reload();
        await byPasskey(page);
        await heading(page, 'Your desk');
        expect(await page.getByText('On a phone, set up a passkey').count()).toBe(0);
        await button(page, 'Your passkeys').click();
        await page.getByText('To remove it, open the desk with your words.').waitFor();
        await page.reload();
        await unlock(page, words);
        await button(page, 'Your passkeys').click();
        await button(page, 'Remove it').click();
        await button(page, 'Remove it').waitFor({ state: 'detached' });
        await page.reload();
        await byPasskey(page);
        await page.getByText('This passkey opens no keyring here. Type your twelve words.').waitFor();
        await unlock(page, words);
        await heading(page, 'Your desk');
      },
      ['401', '400'],
    );
  },
);

test.runIf(chromium)(
  'no passkey is kept of a device without PRF, or whose owner says no, and the words go on',
  { timeout: 120_000 },
  async () => {
    await using browser = await openBrowser();
    await withPage(browser, small, async (page) => {
      await device(page, { hasPrf: false });
      await page.goto(deskOf(ceiba));
      await unlock(page, words);
      await button(page, 'Your passkeys').click();
      await button(page, 'Set up a passkey on this device').click();
      await page.getByText('This passkey cannot open your keyring').waitFor();
    });
    await withPage(browser, small, async (page) => {
      const phone = await device(page);
      await page.goto(deskOf(ceiba));
      await unlock(page, words);
      await button(page, 'Your passkeys').click();
      await button(page, 'Set up a passkey on this device').waitFor();
      await phone.verified(false);
      await button(page, 'Set up a passkey on this device').click();
      await page.getByText('The passkey was not used, and your keyring is as it was.').waitFor();
      expect(await page.getByText('opens your keyring.').count()).toBe(0);
      await page.reload();
      await byPasskey(page);
      await page.getByText('The passkey was not used, and your keyring is as it was.').waitFor();
      await unlock(page, words);
      await heading(page, 'Your desk');
    });
  },
);
