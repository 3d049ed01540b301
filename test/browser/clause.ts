import type { Page } from 'playwright-core';

/** A new text with one clause about verbal violence; gives the address of its form. */
export async function clauseOf({ origin }: { origin: string }, page: Page): Promise<string> {
  await page.goto(`${origin}/agreements/writing`);
  await page.locator('form:has([value="empty"]) button').click();
  await page.locator('button[value="verbal"]').click();
  await page.waitForURL(/\/parts\//);
  return page.url();
}
