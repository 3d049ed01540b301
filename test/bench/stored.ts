import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from './accept.ts';
import { type ConviveNode, foundConvive } from './convive.ts';
import { newDatabase } from './counts.ts';
import { percentiles } from './get-load.ts';
import { median, type Row, rounded, shared } from './rows.ts';
import { seedVersions, seriesCount, words } from './seed-versions.ts';

const timesFewer = 1.5;

type Stored = { node: ConviveNode; series: string[]; versions: number };
/** A page of one of the agreements; `turn` counts the requests. */
type Path = (stored: Stored, turn: number) => string;

/** Every agreement in turn, each time another version of it. */
const one: (stored: Stored, turn: number) => { series: string; version: number } = ({ series, versions }, turn) => ({
  series: series[(turn * 7) % series.length] ?? '',
  version: 1 + ((turn * 13) % (versions - 1)),
});
const pages: Record<string, { path: Path; share: number }> = {
  'version page': {
    path: (stored, turn) => {
      const { series, version } = one(stored, turn);
      return `/agreements/${series}/versions/${version}`;
    },
    share: 1,
  },
  'newest version': { path: (stored, turn) => `/agreements/${one(stored, turn).series}`, share: 1 },
  'what changed': {
    path: (stored, turn) => {
      const { series, version } = one(stored, turn);
      return `/agreements/${series}/changes/${version}..${version + 1}`;
    },
    share: 1,
  },
  search: {
    path: (_, turn) => `/agreements/search?q=${words[turn % words.length]}+convivimos`,
    share: 1 / 2,
  },
  // A thousand agreements on one page.
  list: { path: () => '/agreements', share: 1 / 10 },
};

/**
 * Search and version pages on PostgreSQL beside the same with a hundredth of the versions: how late 99 of 100 come,
 * none of them from memory, the two in turns.
 */
export async function storedRows(server: Server, rounds: number, requests: number, many: number): Promise<Row[]> {
  await using held = new AsyncDisposableStack();
  const few = await open(held, server, many / 100);
  const all = await open(held, server, many);
  const rows: Row[] = [];
  for (const [what, { path, share }] of Object.entries(pages)) {
    const took: Record<'few' | 'all', { p50: number; p99: number }[]> = { few: [], all: [] };
    let turn = 0;
    const round = async (times: number) => {
      const waited: Record<'few' | 'all', number[]> = { few: [], all: [] };
      for (const end = turn + times; turn < end; turn++) {
        waited.few.push(await ask(few, path(few, turn), turn));
        waited.all.push(await ask(all, path(all, turn), turn));
      }
      return { few: percentiles(waited.few), all: percentiles(waited.all) };
    };
    const times = Math.ceil(requests * share);
    await round(3 * times);
    for (let at = 0; at < rounds; at++) {
      const { few, all } = await round(times);
      took.few.push(few);
      took.all.push(all);
    }
    const half = (which: 'few' | 'all') => median(took[which].map(({ p50 }) => p50));
    // What else a machine does only adds to a time on the clock.
    const late = (which: 'few' | 'all') => rounded(Math.min(...took[which].map(({ p99 }) => p99)));
    rows.push(
      shared(
        {
          row: 'stored',
          what: `${what}, ${many} stored versions of ${seriesCount} agreements, 99 of 100 within`,
          value: late('all'),
          unit: 'ms',
          beside: { what: `${many / 100} versions`, value: late('few') },
          note:
            `best of ${rounds} rounds of ${times} in turns; ` +
            `half within ${half('all')} ms, beside it ${half('few')}`,
        },
        timesFewer,
      ),
    );
  }
  return rows;
}

/** A node of its own with so many versions. */
async function open(held: AsyncDisposableStack, server: Server, stored: number): Promise<Stored> {
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const { url, client } = await newDatabase(held, server.url);
  // Every request comes from another address behind one proxy: looking up is limited by address.
  const node = held.use(await foundConvive(folder, url, { PROXY: '127.0.0.1' }));
  const versions = stored / seriesCount;
  return { node, versions, series: await seedVersions(client, node.chain.collective, versions) };
}

/** Milliseconds until the whole page was there. A cookie keeps it from coming from memory. */
async function ask({ node }: Stored, path: string, turn: number): Promise<number> {
  const visitor = `10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`;
  const headers = { accept: 'text/html', 'accept-language': 'es', cookie: 'a=b', 'x-forwarded-for': visitor };
  const began = performance.now();
  const answer = await fetch(`${node.origin}${path}`, { headers });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return performance.now() - began;
}
