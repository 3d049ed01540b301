import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import '../support/catalogues.ts';
import { hasPostgres } from '../support/needs.ts';
import { startServer } from '../support/postgres.ts';
import { acceptRows, type Server } from './accept.ts';
import { attackRows } from './attacks.ts';
import { deliverRows } from './deliver.ts';
import { deskRows } from './desk.ts';
import { floodRows } from './flood.ts';
import { followerRows } from './followers.ts';
import { growthRows } from './growth.ts';
import { memoryRows } from './memory.ts';
import { pageRows } from './pages.ts';
import { protocolRows } from './protocol.ts';
import { type Row, table } from './rows.ts';
import { startRows } from './start.ts';
import { storedRows } from './stored.ts';

/*
 * `npm run bench`: rows P1 to P5, P6b, P9 and P10, pages over a million stored versions, and
 * the attacks, as a table and in results.json, each part with the command that measured it last. `-- --only PART`
 * measures one part; `--quick` only looks whether it works, and writes nothing.
 */

const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const { only, quick } = values;
const size = quick ? { rounds: 2, requests: 60 } : { rounds: 5, requests: 400 };

const parts: Record<string, () => Promise<Row[]>> = {
  start: () => startRows(quick ? 1 : 5),
  memory: () => memoryRows(quick ? 0.2 : 8),
  accept: () => onPostgres(['P1', 'P2'], (server) => acceptRows(server, size)),
  deliver: () => onPostgres(['P3'], (server) => deliverRows(server, quick ? 1 : 3, quick ? 100 : 1_000)),
  flood: () => onPostgres(['P6b'], (server) => floodRows(server, quick ? 1 : 3, quick ? 2 : 10)),
  growth: () => growthRows(quick ? 0.3 : 15),
  followers: () => onPostgres(['followers'], (server) => followerRows(server, quick ? 900 : 30_000)),
  stored: () =>
    onPostgres(['stored'], (server) =>
      quick ? storedRows(server, 2, 40, 200_000) : storedRows(server, 5, 100, 1_000_000),
    ),
  pages: () => pageRows(quick ? 1 : 5, quick ? 4_000 : 20_000),
  protocol: () => protocolRows(quick ? 2 : 5, quick ? 20 : 60),
  desk: () => deskRows(quick ? 1 : 5, quick ? 100 : 1_000),
  attacks: () => attackRows(),
};
if (only !== undefined && !Object.hasOwn(parts, only)) throw new Error(`--only ${Object.keys(parts).join('|')}`);

const place = new URL('results.json', import.meta.url);
const results = JSON.parse(readFileSync(place, 'utf8')) as Record<string, object>;
for (const [part, measure] of Object.entries(parts)) {
  if (only !== undefined && only !== part) continue;
  const rows = await measure();
  process.stdout.write(`${table(rows)}\n`);
  const command = only === undefined ? 'npm run bench' : `npm run bench -- --only ${only}`;
  const machine = { cores: availableParallelism(), node: process.versions.node, platform: process.platform };
  results[part] = { command, date: new Date().toISOString().slice(0, 10), machine, rows };
}
if (!quick) writeFileSync(place, `${JSON.stringify(results, null, 2)}\n`);

async function onPostgres(rows: string[], measure: (server: Server) => Promise<Row[]>): Promise<Row[]> {
  if (!hasPostgres) return rows.map(lacking);
  const { TEST_DATABASE_URL: url } = process.env;
  if (url) return measure({ url, pid: null });
  const server = await startServer();
  try {
    return await measure({ url: server.url, pid: server.process.pid ?? null });
  } finally {
    await server.stop();
  }
}

function lacking(row: string): Row {
  const what = 'not measured: no TEST_DATABASE_URL, and pg_config finds no server';
  return { row, what, value: null, unit: 'CPU ms', beside: null, ratio: null, demand: null, met: null };
}
