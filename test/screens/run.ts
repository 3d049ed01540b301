import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { demoNodes } from '../../src/commands/demo-nodes.ts';
import { openBrowser } from '../browser/browser.ts';
import { browserOf } from '../support/browser-session.ts';
import { root } from '../support/sources.ts';
import { type Screen, screens } from './screens.ts';
import { type Told, tellStory } from './story.ts';

// `npm run screens [-- FOLDER]` makes a picture of every page in both languages, light and dark, small and wide, and a
// page that shows them beside each other. Made fresh each time, kept outside of git.

const folder = process.argv[2] ?? join(root, 'dist/screens');
const widths = [320, 1280];
const schemes = ['light', 'dark'] as const;

type Made = { title: string; files: string[] };

await using nodes = await demoNodes(process.env);
const told = await tellStory(nodes);
mkdirSync(folder, { recursive: true });
await using browser = await openBrowser();
const reduced = { reducedMotion: 'reduce' } as const;
const visitor = await browser.newContext(reduced);
const member = await browserOf(browser, told.ceiba.origin, told.ceiba.keyrings[0]!, reduced);
const made: Made[] = [];
for (const screen of screens) made.push(await picturesOf(screen, screen.member ? member : visitor, told));
writeFileSync(join(folder, 'index.html'), indexOf(made));
process.stdout.write(`${made.flatMap(({ files }) => files).length} pictures: ${join(folder, 'index.html')}\n`);

/** A page in every form; each route has the words and places of the story in it. */
async function picturesOf(screen: Screen, context: BrowserContext, { ceiba, own, partners }: Told): Promise<Made> {
  const path = screen.route.slice('GET '.length);
  const values = path.startsWith('/partners/') ? partners : own;
  const address = path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? `:${name}`);
  const title = `${path}${screen.query ? `?${screen.query}` : ''}${screen.member ? ' (member)' : ''}`;
  const name = title.replaceAll(/[^a-z]+/g, '-').replace(/^-|-$/g, '') || 'home';
  const page = await context.newPage();
  const files: string[] = [];
  for (const language of ['es', 'en']) {
    const answer = await page.goto(`${ceiba.origin}${address}?${screen.query ?? ''}&lang=${language}`);
    const expected = statusOf(screen);
    if (answer?.status() !== expected) throw new Error(`${title} answered ${answer?.status()}, not ${expected}`);
    for (const width of widths) files.push(...(await inBothSchemes(page, `${name}.${language}.${width}`, width)));
  }
  await page.close();
  return { title, files };
}

/** Members' pages answer whoever has not come in with 401; a first version has none before it to compare with. */
function statusOf({ route, member }: Screen): number {
  if (route === 'GET /nothing' || route.endsWith('/proposals/:number/changes')) return 404;
  return route === 'GET /agreements/writing' && !member ? 401 : 200;
}

async function inBothSchemes(page: Page, name: string, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 900 });
  const files = schemes.map((colorScheme) => ({ colorScheme, file: `${name}.${colorScheme}.png` }));
  for (const { colorScheme, file } of files) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, file), fullPage: true });
  }
  return files.map(({ file }) => file);
}

function indexOf(all: readonly Made[]): string {
  const sections = all.map(({ title, files }) => {
    const pictures = files.map((file) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${file}"></a>`);
    return `<h2>${title}</h2><div>${pictures.join('')}</div>`;
  });
  const style = 'div{display:flex;gap:1rem;overflow-x:auto;align-items:flex-start}img{max-height:40rem}';
  return `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>${sections.join('\n')}`;
}
