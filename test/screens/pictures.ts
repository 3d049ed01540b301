import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { type Eye, languages } from './eye.ts';

const widths = [320, 1280];
const schemes = ['light', 'dark'] as const;

/** Pictures as they are made: one screen in one language small and wide, light and dark; at the end, all of them. */
export type Pictures = Eye & {
  /** Writes a page with all of them beside each other; gives its place and how many they are. */
  finish(): { place: string; count: number };
};

/** Makes pictures; fails for a screen that is wider than its window, or has not exactly one first heading. */
export function picturesIn(folder: string): Pictures {
  mkdirSync(folder, { recursive: true });
  const made = new Map<string, string[]>();
  return {
    languages,
    async take(page, title, language) {
      const name = title.replaceAll(/[^a-z]+/g, '-').replace(/^-|-$/g, '') || 'home';
      const files = made.get(title) ?? [];
      made.set(title, files);
      const cdp = await page.context().newCDPSession(page);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(() => window.scrollTo(0, 0));
        await mustFit(page, `${title} in ${language} at ${width} px`);
        for (const colorScheme of schemes) {
          const file = `${name}.${language}.${width}.${colorScheme}.png`;
          await page.emulateMedia({ colorScheme });
          writeFileSync(join(folder, file), await wholePage(cdp));
          files.push(file);
        }
      }
      await cdp.detach();
    },
    finish() {
      const place = join(folder, 'index.html');
      writeFileSync(place, indexOf(made));
      return { place, count: [...made.values()].flat().length };
    },
    titles: () => [...made.keys()],
  };
}

/** Sooner than playwright's own, for pictures that need not be small. */
async function wholePage(cdp: CDPSession): Promise<Buffer> {
  const { cssContentSize: clip } = await cdp.send('Page.getLayoutMetrics');
  const { data } = await cdp.send('Page.captureScreenshot', {
    clip: { ...clip, scale: 1 },
    captureBeyondViewport: true,
    optimizeForSpeed: true,
  });
  return Buffer.from(data, 'base64');
}

async function mustFit(page: Page, what: string): Promise<void> {
  const [wide = 0, inner = 0, headings] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
    document.querySelectorAll('h1').length,
  ]);
  if (wide > inner) throw new Error(`${what} is ${wide} px wide`);
  if (headings !== 1) throw new Error(`${what} has ${headings} first headings`);
}

function indexOf(made: ReadonlyMap<string, readonly string[]>): string {
  const sections = [...made].map(([title, files]) => {
    const pictures = files.map((file) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${file}"></a>`);
    return `<h2>${title}</h2><div>${pictures.join('')}</div>`;
  });
  const style = 'div{display:flex;gap:1rem;overflow-x:auto;align-items:flex-start}img{max-height:40rem}';
  return `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>${sections.join('\n')}`;
}
