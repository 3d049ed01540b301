import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveArguments, serveEnvironment } from './convive.ts';
import { startMeasured, type Usage } from './measured.ts';
import { limited, median, type Row, rounded } from './rows.ts';

const restMs = 10_000;

type Start = { seconds: number; cpuMs: number; rest: Usage };

/** P9 of QUALITY §4: from the start of the process to the first page, on an empty folder and again, and memory at rest. */
export async function startRows(rounds: number): Promise<Row[]> {
  const [first, second]: Start[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
    try {
      first!.push(await start(folder));
      second!.push(await start(folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const seconds = (starts: Start[], what: string, most: number) => {
    const note = `${rounded(median(starts.map(({ cpuMs }) => cpuMs)) / 1000)} s of CPU; best ${rounded(Math.min(...starts.map((one) => one.seconds)))} s of ${rounds}`;
    const value = median(starts.map((one) => one.seconds));
    return limited({ row: 'P9', what, value, unit: 's', beside: null, note }, most);
  };
  const atRest = median([...first!, ...second!].map(({ rest }) => rest.rssMb));
  return [
    seconds(first!, 'npm start to first page, empty folder', 5),
    seconds(second!, 'npm start to first page, second start', 3),
    limited({ row: 'P9', what: 'memory at rest, embedded', value: atRest, unit: 'MB', beside: null }, 400),
  ];
}

/** What tsx translates is kept beside the data, so that the first start is one on a machine that never ran it. */
async function start(folder: string): Promise<Start> {
  const kept = join(folder, 'translated');
  mkdirSync(kept, { recursive: true });
  const began = performance.now();
  const node = startMeasured(serveArguments, { ...serveEnvironment(join(folder, 'data'), null), TMPDIR: kept });
  try {
    const origin = await node.says(/answers at (http\S+)/);
    const page = await fetch(`${origin}/`);
    if (page.status !== 200) throw new Error(`the first page answered ${page.status}`);
    await page.text();
    const seconds = (performance.now() - began) / 1000;
    const { cpuMs } = await node.usage();
    await new Promise((resolve) => setTimeout(resolve, restMs));
    return { seconds, cpuMs, rest: await node.usage() };
  } finally {
    await node[Symbol.asyncDispose]();
  }
}
