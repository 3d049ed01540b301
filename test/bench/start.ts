import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/sources.ts';
import { serveArguments, serveEnvironment } from './convive.ts';
import { childrenCpuMs, startMeasured } from './measured.ts';
import { limited, median, type Row, rounded } from './rows.ts';

const restMs = 10_000;

/** `cpuMs` until the first page, with what it started for it; `restMb` where it was waited for. */
type Start = { seconds: number; cpuMs: number; restMb: number | null };

/** P9: from the start of the process to the first page, on an empty folder and again; memory at rest. */
export async function startRows(rounds: number): Promise<Row[]> {
  execFileSync(process.execPath, ['src/installed.js'], { cwd: root });
  const [first, second]: Start[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
    try {
      first!.push(await start(folder, round === 0));
      second!.push(await start(folder, round === 0));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const atRest = [...first!, ...second!].flatMap(({ restMb }) => restMb ?? []);
  return [
    secondsOf(first!, 'npm start to first page, empty folder', 4),
    secondsOf(second!, 'npm start to first page, second start', 1),
    limited(
      { row: 'P9', what: 'memory at rest, embedded', value: rounded(Math.max(...atRest)), unit: 'MB', beside: null },
      250,
    ),
  ];
}

/** The best counts: what else a machine does only adds to a time on the clock. */
function secondsOf(starts: readonly Start[], what: string, most: number): Row {
  const seconds = starts.map((one) => one.seconds);
  const cpu = rounded(median(starts.map(({ cpuMs }) => cpuMs)) / 1000);
  const note = `best of ${starts.length}, median ${median(seconds)} s; ${cpu} s of CPU`;
  return limited({ row: 'P9', what, value: rounded(Math.min(...seconds)), unit: 's', beside: null, note }, most);
}

/** The bundle is there, as after an install. */
async function start(folder: string, rest: boolean): Promise<Start> {
  const began = performance.now();
  const node = startMeasured(serveArguments, serveEnvironment(join(folder, 'data'), null));
  try {
    const origin = await node.says(/answers at (http\S+)/);
    const page = await fetch(`${origin}/`);
    if (page.status !== 200) throw new Error(`the first page answered ${page.status}`);
    await page.text();
    const seconds = (performance.now() - began) / 1000;
    const { cpuMs } = await node.usage();
    const started = childrenCpuMs(node.process.pid ?? 0) || 0;
    if (rest) await new Promise((resolve) => setTimeout(resolve, restMs));
    return { seconds, cpuMs: cpuMs + started, restMb: rest ? (await node.usage()).rssMb : null };
  } finally {
    await node[Symbol.asyncDispose]();
  }
}
