import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Role } from '../../schemas/manifest.ts';
import { connect } from '../../src/client/api/api.ts';
import { newMembersKeyring, newPhrase } from '../../src/client/keyring/keyring.ts';
import { enrol } from '../../src/client/set-up/set-up.ts';
import { readSettings } from '../../src/config.ts';
import { startNode } from '../../src/main.ts';
import { quiet } from '../support/quiet.ts';
import { writeWords } from './desk-walk.ts';
import type { Eye } from './eye.ts';
import { type Hand, handAt } from './hand.ts';

/** A node that nobody set up: its desk, its origin, and its one-time code. */
type Unfounded = AsyncDisposable & { desk: string; origin: string; code: string };

async function unfounded(): Promise<Unfounded> {
  const folder = await mkdtemp(join(tmpdir(), 'convive-screens-'));
  let code = '';
  const settings = readSettings({ DATA: folder, PORT: '0' });
  const announce = (said: string) => {
    code = said;
  };
  const node = await startNode({ settings, log: quiet, announce, env: {} });
  return {
    origin: node.origin,
    desk: node.origin.replace('localhost', 'desk.localhost'),
    code,
    async [Symbol.asyncDispose]() {
      await node[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Founding, by one founder in each language; and the same alone. */
export async function seeFounding(browser: Browser, eye: Eye): Promise<void> {
  await using node = await unfounded();
  const hands: (Hand & AsyncDisposable)[] = [];
  try {
    for (const language of eye.languages) {
      const hand = await handAt(browser, `${node.desk}/${language}`, language, eye);
      hands.push(hand);
      await seeSteps(hand, node);
    }
    const api = connect(node.origin, `Setup ${node.code}`);
    // Three stewards, two of whom accompany.
    const others: Role[][] = [['steward'], ['steward', 'accompanier']];
    for (const roles of others.slice(0, 3 - hands.length))
      await enrol(api, await newMembersKeyring(roles, newPhrase('es'), []));
    for (const hand of hands) {
      await hand.press('desk.again');
      await hand.shows(hand.say('begin.first-can'));
      await hand.press('begin.to-manifest');
      await hand.at('begin.manifest');
      await hand.take('begin, whom to list');
      await hand.press('begin.back');
    }
    const [first] = hands;
    await first?.press('begin.to-manifest');
    await first?.press('begin.draft');
    await first?.page.locator('ol.words').waitFor();
    for (const hand of hands) {
      if (hand !== first) {
        await hand.press('desk.again');
        await hand.shows(hand.say('begin.first-waits'));
        await hand.press('begin.to-manifest');
        await hand.page.locator('ol.words').waitFor();
      }
      await hand.take('begin, first manifest');
    }
  } finally {
    for (const hand of hands) await hand[Symbol.asyncDispose]();
  }
}

async function seeSteps(hand: Hand, { code }: Unfounded): Promise<void> {
  const { page, press, at, take } = hand;
  await press('desk.begin');
  await at('begin.code');
  await take('begin, code');
  await page.locator('[name=code]').fill('AAAA-AAAA-AAAA-AAAA');
  await press('begin.go-on');
  await page.locator('.wrong').waitFor();
  await take('begin, wrong code');
  await page.locator('[name=code]').fill(code);
  await press('begin.go-on');
  await at('begin.title');
  await take('begin, nothing said');
  await page.locator('#who ~ .press button').click();
  await at('begin.who-title');
  await page.locator('[name=name]').fill('Ceiba');
  await page.locator('[name=handle]').fill('ceiba');
  await page.locator('[name=summary]').fill('Casa con biblioteca, comedor y huerta.');
  await take('begin, who we are');
  await press('begin.keep');
  await at('begin.title');
  await press('begin.resume');
  await at('begin.resume-title');
  await take('begin, type words');
  await press('begin.back');
  await press('begin.make');
  await at('begin.roles');
  for (const role of ['steward', 'accompanier']) await page.locator(`[value=${role}]`).check();
  await take('begin, roles');
  await press('begin.go-on');
  await writeWords(hand, take);
  await at('begin.title');
  await take('begin, keyring made');
}

/** Whoever only looks around makes three people up. */
export async function seeAlone(browser: Browser, eye: Eye): Promise<void> {
  for (const language of eye.languages) {
    await using node = await unfounded();
    await using hand = await handAt(browser, `${node.desk}/${language}#set-up=${node.code}`, language, eye);
    await hand.at('begin.title');
    await hand.press('alone.press');
    await hand.at('alone.stands');
    await hand.take('begin, tried alone');
  }
}
