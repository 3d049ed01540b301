import type { Browser, Locator, Page } from 'playwright-core';
import { i18nFor } from '../../src/platform/i18n.ts';
import { typeWords } from '../browser/browser.ts';
import type { DeskScreen } from './desk-screens.ts';
import type { Eye, Language } from './eye.ts';

/** Somebody at the desk in one language, who presses what it says; each screen is looked at on the way. */
export type Hand = {
  page: Page;
  language: Language;
  say(id: string, values?: Record<string, unknown>): string;
  /** Presses the first button that is called so, there. */
  press(id: string, there?: Page | Locator): Promise<void>;
  /** Waits until the screen is called so, and nothing of it is still under way. */
  at(id: string, values?: Record<string, unknown>): Promise<void>;
  shows(text: string | RegExp): Promise<void>;
  type(words: string): Promise<void>;
  take(screen: DeskScreen): Promise<void>;
};

const patience = 30_000;

/** A hand at a desk in a profile of its own; closed when disposed. */
export async function handAt(
  browser: Browser,
  desk: string,
  language: Language,
  eye: Eye,
): Promise<Hand & AsyncDisposable> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  await page.goto(desk);
  const say: Hand['say'] = (id, values) => i18nFor(language)._(id, values);
  const settled = async () => {
    await page.getByText(say('desk.looking'), { exact: true }).waitFor({ state: 'detached' });
    await page.locator('.press [aria-disabled=true]').first().waitFor({ state: 'detached' });
  };
  return {
    page,
    language,
    say,
    press: async (id, there = page) => {
      await there
        .getByRole('button', { name: say(id), exact: true })
        .first()
        .click();
    },
    at: async (id, values) => {
      await page.getByRole('heading', { level: 1, name: say(id, values), exact: true }).waitFor();
      await settled();
    },
    shows: (text) => page.getByText(text).first().waitFor(),
    type: (words) => typeWords(page, words),
    take: async (screen) => {
      await settled();
      await eye.take(page, `desk: ${screen}`, language);
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
