import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { photograph } from '../support/photograph.ts';
import { type Collective, found } from '../support/world.ts';
import { openBrowser, withPage } from './browser.ts';
import { button, deskOf, heading, screen, unlock } from './desk.ts';

const press = (page: Page, name: string) => button(page, name).click();
const frame = { width: 640, height: 480, square: 6, turned: 7, noise: 20 };
const camera = '--use-fake-device-for-media-stream';
const allowed = '--use-fake-ui-for-media-stream';

/** What a camera sees, again and again: three seconds of each code. */
function film(path: string, texts: readonly string[]): string {
  const colours = Buffer.alloc((frame.width * frame.height) / 2, 128);
  const frames = texts.flatMap((text) => {
    const one = [Buffer.from('FRAME\n'), Buffer.from(photograph(text, frame)), colours];
    return Array.from({ length: 15 }, () => Buffer.concat(one));
  });
  const head = Buffer.from(`YUV4MPEG2 W${frame.width} H${frame.height} F5:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(path, Buffer.concat([head, ...frames]));
  return `--use-file-for-fake-video-capture=${path}`;
}

/** At the desk of somebody, with the other collective on the screen; `asked`: what the page asked for. */
async function comparing(
  browser: Browser,
  { own, words, other }: { own: Collective; words: string; other: Collective },
  use: (page: Page, asked: string[]) => Promise<void>,
): Promise<void> {
  await withPage(browser, { viewport: { width: 320, height: 700 }, locale: 'en' }, async (page) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    await page.addInitScript(rememberStreams);
    await page.goto(`${deskOf(own)}/en`);
    await unlock(page, words);
    await press(page, 'Partner collectives');
    await page.getByText('Looking…').waitFor({ state: 'detached' });
    const known = page.getByRole('listitem').filter({ hasText: new URL(other.origin).host });
    if ((await known.count()) > 0) await known.getByRole('button', { name: 'Look at it' }).click();
    else {
      await page.getByLabel('Their address').fill(other.origin);
      await press(page, 'Find them');
    }
    await page.getByRole('heading', { name: 'Are they who they say?' }).waitFor();
    await use(page, asked);
  });
}

type Remembering = { streams: MediaStream[] };

function rememberStreams(): void {
  const { mediaDevices } = navigator;
  const [real, page] = [mediaDevices?.getUserMedia.bind(mediaDevices), window as unknown as Remembering];
  page.streams = [];
  if (!real) return;
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await real(wanted);
    page.streams.push(stream);
    return stream;
  };
}

/** Whether each camera that the page was given still sees. */
const seeing = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as Remembering).streams.map((one) =>
      one.getTracks().some((track) => track.readyState === 'live'),
    ),
  );

async function useCamera(page: Page): Promise<void> {
  await press(page, 'Use the camera');
  await heading(page, 'Read their words with the camera');
}

test.runIf(chromium)(
  'two desks compare by camera: what is read is shown, checked as what is typed, and signed by a press alone',
  { timeout: 240_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    await using maguey = await found('Maguey');
    const words = await movedIn(ceiba, 0);
    let theirs = '';
    await using plain = await openBrowser();
    await comparing(plain, { own: maguey, words: await movedIn(maguey, 0), other: ceiba }, async (page) => {
      await page.getByRole('img', { name: 'These words, for the camera of their desk' }).waitFor();
      theirs = (await page.locator('ol.words li').allInnerTexts()).join(' ');
      await screen(page, 'partner-qr');
      // No camera is here: said, and their words can be typed.
      await useCamera(page);
      await page.getByText('No camera works here.').waitFor();
      await screen(page, 'camera-none');
      await press(page, 'Back');
      await press(page, 'Type what they read to me');
      await heading(page, 'The words that they read to you');
    });
    const file = (name: string) => join(ceiba.place.folder, name);
    const others = [theirs.split(' ').toReversed().join(' '), `${deskOf(maguey)}/en#invited=2f8k-91xz`];
    await using refusing = await openBrowser(camera);
    await comparing(refusing, { own: ceiba, words, other: maguey }, async (page) => {
      await useCamera(page);
      await page.getByText('Your browser does not let this page use the camera.').waitFor();
      await screen(page, 'camera-refused');
      await press(page, 'Use the camera');
      await page.getByText('Your browser does not let this page use the camera.').waitFor();
      expect(await seeing(page)).toEqual([]);
    });
    await using wrong = await openBrowser(camera, allowed, film(file('other.y4m'), others.toReversed()));
    await comparing(wrong, { own: ceiba, words, other: maguey }, async (page) => {
      const before = page.url();
      await useCamera(page);
      await page.getByText('This QR code has no twelve words of a desk').waitFor();
      expect([page.url(), page.context().pages().length]).toEqual([before, 1]);
      await screen(page, 'camera-other');
      // Twelve words, and of another pair: read, and refused by the check that typed ones go through.
      await heading(page, 'The words on their screen');
      await press(page, 'Sign if they are the same');
      await page.getByText('The words are not the same.').waitFor();
      await screen(page, 'camera-not-same');
      expect(await seeing(page)).toEqual([false]);
    });
    await using right = await openBrowser(camera, allowed, film(file('right.y4m'), [theirs]));
    await comparing(right, { own: ceiba, words, other: maguey }, async (page, asked) => {
      expect(asked.filter((one) => one.includes('desk-camera'))).toEqual([]);
      const told = asked.length;
      await useCamera(page);
      await heading(page, 'The words on their screen');
      expect((await page.locator('ol.words li').allInnerTexts()).join(' ')).toBe(theirs);
      expect(await seeing(page)).toEqual([false]);
      // The worker was fetched, and nothing else was asked of anybody.
      const since = new Set(asked.slice(told).map((one) => one.replace(/ .*\//, ' ')));
      expect([...since]).toEqual(['GET desk-camera.js']);
      await screen(page, 'camera-read');
      await press(page, 'Sign if they are the same');
      await page.getByText('Now a second member compares').waitFor();
    });
    // Nothing readable: it sees for as long as its screen is shown, and no longer.
    await using empty = await openBrowser(camera, allowed, film(file('far.y4m'), [others[1] ?? '']));
    await comparing(empty, { own: ceiba, words, other: maguey }, async (page) => {
      const sees = async () => {
        await page.getByText('This QR code has no twelve words of a desk').waitFor();
        expect((await seeing(page)).at(-1)).toBe(true);
      };
      await useCamera(page);
      await sees();
      await press(page, 'Back');
      await page.getByRole('heading', { name: 'Are they who they say?' }).waitFor();
      expect(await seeing(page)).toEqual([false]);
      await useCamera(page);
      await sees();
      await page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
        Object.defineProperty(document, 'hidden', { value: false, configurable: true });
      });
      await page.getByText('The camera stopped when you looked at something else.').waitFor();
      expect(await seeing(page)).toEqual([false, false]);
      await press(page, 'Use the camera');
      await sees();
      await page.evaluate(() => document.dispatchEvent(new Event('leave')));
      expect(await seeing(page)).toEqual([false, false, false]);
      await heading(page, 'The desk is locked');
    });
  },
);
