import type { Page } from 'playwright-core';
import { doubleText, expectAccessible, expectFits, seen } from '../browser/browser.ts';
import type { Eye, Language } from './eye.ts';

/** What changes the page for a look, and gives back what undoes it. */
type Change = (page: Page) => Promise<() => Promise<void>>;

/** A window, what is changed in it, and whether axe looks: at everything, or at what depends on colours and sizes. */
type Look = { width: number; scheme?: 'dark'; forced?: true; change?: Change; axe?: 'whole' | 'seen' };

const looks: Record<string, Look> = {
  'at 320 px': { width: 320, axe: 'whole' },
  'at 320 px, dark': { width: 320, scheme: 'dark', axe: 'seen' },
  'at 320 px, forced colours': { width: 320, forced: true, axe: 'seen' },
  'at 320 px, words 40 % longer': { width: 320, change: longerWords },
  'at 320 px, right to left': { width: 320, change: rightToLeft },
  'at 320 px, text twice as large': { width: 320, change: largeText },
  'at 768 px, words 40 % longer': { width: 768, change: longerWords },
  'at 1280 px': { width: 1280, axe: 'whole' },
  'at 1280 px, right to left': { width: 1280, change: rightToLeft },
};

/** Looks at each screen as people with other eyes and languages do; `say` is told what they stumble over. */
export function strainIn(languages: readonly Language[], say: (found: string) => void): Eye {
  const titles = new Set<string>();
  return {
    languages,
    titles: () => [...titles],
    async take(page, title, language) {
      titles.add(title);
      // Keys for letters stand over what is below them, which can be scrolled to.
      const keys = page.locator('.letters');
      await keys.evaluateAll(([one]) => (one as HTMLElement | undefined)?.style.setProperty('position', 'static'));
      // axe is a script.
      const scripts = !title.endsWith('without a script');
      for (const [how, { width, scheme = 'light', forced, change, axe }] of Object.entries(looks)) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: scheme, forcedColors: forced ? 'active' : 'none' });
        const undo = await change?.(page);
        try {
          await expectFits(page);
          if (axe && scripts) await expectAccessible(page, ...(axe === 'seen' ? [seen] : []));
        } catch (error) {
          say(`${title} (${language}) ${how}: ${saidBy(error)}`);
        }
        await undo?.();
      }
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    },
  };
}

/** What was found, in place of how it differs from nothing. */
function saidBy(error: unknown): string {
  return error instanceof Error && 'actual' in error ? JSON.stringify(error.actual) : String(error);
}

async function largeText(page: Page): Promise<() => Promise<void>> {
  await doubleText(page);
  return () => page.evaluate(() => document.documentElement.style.removeProperty('font-size')).then(() => {});
}

async function rightToLeft(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  return () => page.evaluate(() => document.documentElement.removeAttribute('dir'));
}

/** A language whose words are 40 % longer: each word goes on with its own letters. */
async function longerWords(page: Page): Promise<() => Promise<void>> {
  const before = await page.evaluateHandle(() => {
    const kept: [Text, string][] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      if (node.parentElement?.closest('script, style, textarea')) continue;
      kept.push([node, node.data]);
      node.data = node.data.replace(/\p{L}{2,}/gu, (word) => word + word.slice(0, Math.round(word.length * 0.4)));
    }
    return kept;
  });
  return async () => {
    await before.evaluate((kept) => {
      for (const [node, data] of kept) node.data = data;
    });
    await before.dispose();
  };
}
