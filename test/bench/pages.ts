import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { adopt } from '../../src/commands/scripted-steps.ts';
import { activityType } from '../../src/federation/sign-and-post.ts';
import { root } from '../support/sources.ts';
import { foundConvive } from './convive.ts';
import { startFedify } from './fedify.ts';
import { type Got, getAgain, type Load } from './get-load.ts';
import { type Measured, startMeasured } from './measured.ts';
import { atLeast, compared, limited, median, type Row, rounded, shared } from './rows.ts';

const demand = { perSecond: 5_000, p99Ms: 20, timesBare: 5 };

/** What was measured of one server in one round. */
type Round = Got & { cpuMs: number };
type Server = { node: Measured; url: string; headers: Record<string, string> };

const browser = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'es-MX,es;q=0.8,en-US;q=0.5,en;q=0.3',
  'accept-encoding': 'gzip, deflate, br',
};
const software = { accept: activityType, 'accept-encoding': 'gzip' };

/**
 * P4: the actor and a whole agreement over 20 connections, beside bare Hono with the same bytes and bare Fedify's own
 * actor.
 */
export async function pageRows(rounds: number, requests: number): Promise<Row[]> {
  await using held = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const node = held.use(await foundConvive(join(folder, 'data'), null));
  const markdown = readFileSync(join(root, 'test/support/agreements/hawthorn-v1.en.md'), 'utf8');
  const party = { name: 'Ceiba', origin: node.origin, keyrings: node.people };
  const { series } = await adopt(party, 'agreement.md', markdown);

  const ours: Record<string, Server> = {
    'GET actor': { node, url: `${node.origin}/actor`, headers: software },
    'GET agreement page': { node, url: `${node.origin}/agreements/${series}`, headers: browser },
  };
  const fedify = held.use(await startFedify(null));
  const beside: Record<string, Server> = {
    fedify: { node: fedify, url: `${fedify.origin}/users/self`, headers: software },
  };
  for (const [what, server] of Object.entries(ours)) {
    const bare = held.use(await startBare(server, join(folder, `${what}.body`)));
    beside[what] = { node: bare, url: `${await bare.says(/answers at (http\S+)/)}/`, headers: server.headers };
  }

  const load = { connections: 20, requests };
  // What answers from memory does ten times as much in the same time.
  const few = { ...load, requests: Math.ceil(requests / 10) };
  const all = Object.entries({
    ...ours,
    ...Object.fromEntries(Object.entries(beside).map(([k, v]) => [`bare ${k}`, v])),
  });
  const measured: Record<string, Round[]> = Object.fromEntries(all.map(([name]) => [name, []]));
  for (const [name, server] of all) await round(server, name.endsWith('fedify') ? few : load);
  for (let at = 0; at < rounds; at++)
    for (const [name, server] of all) measured[name]?.push(await round(server, name.endsWith('fedify') ? few : load));
  const theirs = best(measured['bare fedify'] ?? []);
  const anew: number[] = [];
  for (let at = 0; at < rounds; at++) anew.push(await cpuAnew(ours['GET agreement page']!, few.requests / 10));
  return [
    ...Object.keys(ours).flatMap((what) => rowsOf(what, measured[what] ?? [], measured[`bare ${what}`] ?? [], theirs)),
    compared({
      row: 'P4',
      what: '– CPU of one that is made anew',
      value: median(anew),
      unit: 'CPU ms',
      beside: null,
      note: 'after a write, after 5 s, and for members',
    }),
  ];
}

function rowsOf(what: string, own: readonly Round[], bare: readonly Round[], fedify: Round): Row[] {
  const cpu = (rounds: readonly Round[]) => median(rounds.map(({ cpuMs }) => cpuMs));
  const { perSecond, p50, p99, bytes } = best(own);
  const all = median(own.map((one) => one.perSecond));
  const bareBest = rounded(best(bare).perSecond);
  const note = `best of ${own.length}, median ${all} /s; ${rounded(bytes / 1000)} kB each; bare Hono ${bareBest} /s`;
  const row = 'P4';
  return [
    atLeast(
      {
        row,
        what: `${what}, 20 connections`,
        value: rounded(perSecond),
        unit: '/s',
        beside: { what: "bare Fedify's own actor", value: rounded(fedify.perSecond) },
        note,
      },
      demand.perSecond,
    ),
    limited(
      {
        row,
        what: '– 99 of 100 answered within',
        value: rounded(p99),
        unit: 'ms',
        beside: { what: "bare Fedify's own actor", value: rounded(fedify.p99) },
        note: `half within ${rounded(p50)} ms`,
      },
      demand.p99Ms,
    ),
    shared(
      {
        row,
        what: '– CPU of one',
        value: cpu(own),
        unit: 'CPU ms',
        beside: { what: 'bare Hono, the same bytes', value: cpu(bare) },
        note: `bare Fedify ${rounded(fedify.cpuMs)}`,
      },
      demand.timesBare,
    ),
  ];
}

/** The one that was disturbed least by what else the machine does. */
const best = (rounds: readonly Round[]): Round => rounds.toSorted((a, b) => b.perSecond - a.perSecond)[0]!;

async function round({ node, url, headers }: Server, load: Load): Promise<Round> {
  const before = await node.usage();
  const got = await getAgain(url, headers, load);
  return { ...got, cpuMs: ((await node.usage()).cpuMs - before.cpuMs) / load.requests };
}

/** CPU of a page that is not in memory: who brings a cookie gets one of their own. */
async function cpuAnew({ node, url, headers }: Server, requests: number): Promise<number> {
  const before = await node.usage();
  for (let at = 0; at < requests; at++)
    await (await fetch(url, { headers: { ...headers, cookie: 'a=b' } })).arrayBuffer();
  return ((await node.usage()).cpuMs - before.cpuMs) / requests;
}

/** Bare Hono, answering exactly the bytes that ours answers. */
async function startBare({ url, headers }: Server, file: string): Promise<Measured> {
  const answer = await fetch(url, { headers });
  const type = answer.headers.get('content-type') ?? '';
  const encoding = answer.headers.get('content-encoding') ?? '';
  const body = Buffer.from(await answer.arrayBuffer());
  const sent = encoding === 'gzip' ? await compressed(body) : body;
  writeFileSync(file, sent);
  const script = fileURLToPath(import.meta.resolve('./bare-hono.ts'));
  return startMeasured(['--import', 'tsx', script, file, type, encoding], {});
}

async function compressed(body: Buffer<ArrayBuffer>): Promise<Buffer> {
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return Buffer.from(await new Response(stream).arrayBuffer());
}
