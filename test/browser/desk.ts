import type { Page } from 'playwright-core';
import type { Party } from '../../src/commands/scripted-steps.ts';
import { expectAccessible, expectFits, typeWords } from './browser.ts';

/** The desk of a collective on this machine. */
export const deskOf = ({ origin }: Party) => origin.replace(/localhost|127\.0\.0\.1/, 'desk.localhost');

export const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

export async function unlock(page: Page, words: string): Promise<void> {
  await typeWords(page, words);
  await button(page, 'Open my keyring').click();
  await heading(page, 'Your desk');
}

/** A screen as everybody needs it; a picture of it where `SHOTS` names a folder. */
export async function screen(page: Page, name: string): Promise<void> {
  await expectFits(page);
  await expectAccessible(page);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}
