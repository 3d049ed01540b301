import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adopt } from '../../src/commands/scripted-steps.ts';
import { root } from '../support/sources.ts';
import { foundConvive } from './convive.ts';
import { getAgain } from './get-load.ts';
import { limited, type Row, rounded } from './rows.ts';

const restMs = 10_000;
const connections = 16;

/** P9: memory of a node with the embedded database after set-up, and while visitors read its pages. */
export async function memoryRows(minutes: number): Promise<Row[]> {
  await using held = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const node = held.use(await foundConvive(join(folder, 'data'), null));
  const markdown = readFileSync(join(root, 'test/support/agreements/hawthorn-v1.en.md'), 'utf8');
  const { series } = await adopt({ name: 'Ceiba', origin: node.origin, keyrings: node.people }, 'a.md', markdown);
  await new Promise((resolve) => setTimeout(resolve, restMs));
  const { rssMb: setUp } = await node.usage();

  const browser = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br' };
  // Who brings a cookie gets a page made anew; compressed, it does not say how long it is.
  const anew = { accept: 'text/html', cookie: 'a=b' };
  const pages = ['/', '/agreements', `/agreements/${series}`, '/agreements/compare'];
  const until = performance.now() + minutes * 60_000;
  let [most, asked] = [0, 0];
  while (performance.now() < until)
    for (const headers of [browser, anew])
      for (const page of pages) {
        const requests = headers === anew ? 200 : 2_000;
        await getAgain(`${node.origin}${page}`, headers, { connections, requests });
        asked += requests;
        most = Math.max(most, (await node.usage()).rssMb);
      }
  await new Promise((resolve) => setTimeout(resolve, restMs));
  const after = rounded((await node.usage()).rssMb);
  const note = `${minutes} min, ${asked} requests, none failed; ${after} MB ten seconds later`;
  const memory = (what: string, value: number, more: { note?: string }, limit: number) =>
    limited({ row: 'P9', what, value: rounded(value), unit: 'MB', beside: null, ...more }, limit);
  return [
    memory('memory at rest after set-up, embedded', setUp, {}, 250),
    memory(`most memory under ${connections} connections on public pages`, most, { note }, 350),
  ];
}
