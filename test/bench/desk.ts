import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, chromium as playwright } from 'playwright-core';
import { browserScripts } from '../../src/browser-scripts.js';
import { listNotices } from '../../src/client/alerts/open-notice.ts';
import { adopt, atWork, type Party } from '../../src/commands/scripted-steps.ts';
import { typeWords } from '../browser/browser.ts';
import { movedIn } from '../support/moved-in.ts';
import { chromium } from '../support/needs.ts';
import { root } from '../support/sources.ts';
import { agreementText } from '../support/trust.ts';
import { eventually } from '../support/world.ts';
import { type ConviveNode, foundConvive, trust } from './convive.ts';
import { post, readyAll } from './load.ts';
import { foundPeer, sealedDeliveries } from './peer.ts';
import { limited, median, type Row, rounded, shared } from './rows.ts';

/** What somebody at a desk waits for: seconds, and the longest that the page stood still. */
type Waited = { unlock: number; ten: number; all: number; still: number };

const kilobytes = (bytes: number) => rounded(bytes / 1000);

/**
 * P5 at the desk and P10: how long unlocking and a list of so many sealed items take in a browser, with JavaScript's
 * JIT and without; what a cold page weighs and when it is painted on a slow line; the size of what the desk loads.
 */
export async function deskRows(rounds: number, items: number): Promise<Row[]> {
  if (chromium === undefined) throw new Error('no chromium on this machine');
  await using held = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const node = held.use(await foundConvive(join(folder, 'data'), null));
  const party: Party = { name: 'Ceiba', origin: node.origin, keyrings: node.people };
  const { series } = await adopt(party, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  const peer = await foundPeer('Maguey');
  held.use(peer.server);
  await trust(node, peer.server);
  await receive(node, party, await sealedDeliveries(peer, node.chain, items), peer.server.key);
  const words = await movedIn(party, 0);
  const desk = `${node.origin.replace('localhost', 'desk.localhost')}/en`;
  const waits = (flags: string[], times: number) => waited(flags, times, { desk, words, items });
  const pages = ['/', '/agreements', `/agreements/${series}`, '/agreements/compare', '/something-happened', '/my-code'];
  return [
    ...deskWaits(await waits([], rounds), await waits(['--js-flags=--jitless'], Math.ceil(rounds / 2)), items),
    ...(await coldRows(
      desk,
      pages.map((path) => `${node.origin}${path}`),
    )),
    await sizeRow(),
  ];
}

async function receive(
  node: ConviveNode,
  party: Party,
  sealed: readonly string[],
  key: Parameters<typeof readyAll>[2],
): Promise<void> {
  const answers = await post(await readyAll(node.inbox, sealed, key), 8);
  const refused = answers.filter(({ status }) => status === null || status >= 300);
  if (refused.length > 0) throw new Error(`${refused.length} were refused: ${refused[0]?.status}`);
  const { desk } = await atWork(party, 0);
  await eventually(
    () => listNotices(desk),
    ({ length }) => length === sealed.length,
    120_000,
  );
}

type At = { desk: string; words: string; items: number };

async function waited(flags: string[], times: number, at: At): Promise<Waited[]> {
  const args = ['--no-sandbox', '--disable-gpu', ...flags];
  const browser = await playwright.launch({ executablePath: chromium!, args });
  try {
    const found: Waited[] = [];
    for (let round = 0; round < times; round++) {
      const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
      context.setDefaultTimeout(300_000);
      found.push(await waitedOnce(await context.newPage(), at));
      await context.close();
    }
    return found;
  } finally {
    await browser.close();
  }
}

async function waitedOnce(page: Page, { desk, words, items }: At): Promise<Waited> {
  await page.addInitScript({ path: join(root, 'test/bench/watch.js') });
  await page.goto(desk);
  await typeWords(page, words);
  const until = (press: string, selector: string, counts: number[]) =>
    page.evaluate<number[]>(`watch.until(${JSON.stringify(press)}, ${JSON.stringify(selector)}, [${counts}])`);
  const [unlock = 0] = await until('Open my keyring', '.doors', [1]);
  const [ten = 0, all = 0] = await until('What partners sent you', '.cards > li', [Math.min(10, items), items]);
  await page.waitForTimeout(500);
  return { unlock, ten, all, still: await page.evaluate<number>('watch.still') };
}

function deskWaits(usual: readonly Waited[], jitless: readonly Waited[], items: number): Row[] {
  const best = (some: readonly Waited[], what: keyof Waited) => rounded(Math.min(...some.map((one) => one[what])));
  const note = (some: readonly Waited[], what: keyof Waited) =>
    `best of ${some.length}, median ${median(some.map((one) => one[what]))}`;
  const row = (what: string, key: keyof Waited, some: readonly Waited[], most: number | null, unit: 's' | 'ms' = 's') =>
    limited({ row: 'P5', what, value: best(some, key), unit, beside: null, note: note(some, key) }, most);
  const without = (what: string, key: keyof Waited) =>
    shared(
      {
        row: 'P5',
        what: `– ${what}, without JIT`,
        value: best(jitless, key),
        unit: 's',
        beside: { what: 'with it', value: best(usual, key) },
        note: note(jitless, key),
      },
      8,
    );
  return [
    row('desk: unlocked by twelve words', 'unlock', usual, null),
    without('unlocked by twelve words', 'unlock'),
    row('desk: first ten sealed items listed', 'ten', usual, 1),
    row(`desk: all of ${items} listed`, 'all', usual, 10),
    without(`all of ${items} listed`, 'all'),
    row('desk: longest that the page stood still', 'still', usual, 100, 'ms'),
    row('– without JIT', 'still', jitless, 100, 'ms'),
  ];
}

const line = { latency: 700, downloadThroughput: 60_000 / 8, uploadThroughput: 60_000 / 8, offline: false };

/** Bytes as they came over the line, without scripts, which come after the paint; and when that was. */
async function coldRows(desk: string, pages: readonly string[]): Promise<Row[]> {
  const browser = await playwright.launch({ executablePath: chromium!, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const rows: Row[] = [];
    for (const address of [...pages, desk]) {
      const page = await browser.newPage();
      const { before, whole, painted } = await cold(page, address);
      await page.close();
      const isDesk = address === desk;
      const name = isDesk ? 'desk' : new URL(address).pathname.replace(/[\w-]{22}/, ':series');
      const note = `${kilobytes(whole)} kB with its scripts`;
      const weighs = { row: 'P10', what: `cold ${name}`, value: kilobytes(before), unit: 'kB' as const, beside: null };
      rows.push(limited({ ...weighs, note }, 30));
      const seen = { row: 'P10', what: '– painted', value: painted, unit: 's' as const, beside: null };
      rows.push(limited(seen, isDesk ? null : 3));
    }
    return rows;
  } finally {
    await browser.close();
  }
}

async function cold(page: Page, address: string): Promise<{ before: number; whole: number; painted: number }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', line);
  const came: { at: number; bytes: number; script: boolean }[] = [];
  const scripts = new Set<string>();
  cdp.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength, timestamp }) => {
    came.push({ at: timestamp, bytes: encodedDataLength, script: scripts.has(requestId) });
  });
  await page.goto(address, { timeout: 120_000 });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  const sum = (some: typeof came) => some.reduce((total, { bytes }) => total + bytes, 0);
  return { before: sum(came.filter(({ script }) => !script)), whole: sum(came), painted: rounded(painted / 1000) };
}

async function sizeRow(): Promise<Row> {
  const scripts = [...(await browserScripts())].filter(([name]) => /^desk(-worker)?\.es\.js$/.test(name));
  const bytes = scripts.reduce((total, [, { brotli }]) => total + brotli.length, 0);
  return limited({ row: 'P10', what: 'desk: scripts, brotli', value: kilobytes(bytes), unit: 'kB', beside: null }, 150);
}
