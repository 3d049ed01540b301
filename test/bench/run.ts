import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { hasPostgres } from '../support/needs.ts';
import { startServer } from '../support/postgres.ts';
import { acceptRows, type Server } from './accept.ts';
import { attackRows } from './attacks.ts';
import { deliverRows } from './deliver.ts';
import { pageRows } from './pages.ts';
import { protocolRows } from './protocol.ts';
import { type Row, table } from './rows.ts';
import { startRows } from './start.ts';
import { storedRows } from './stored.ts';

/*
 * `npm run bench`: rows P1 to P4, P5 (first half) and P9 of QUALITY §4, pages over a million stored versions, and the attacks of its §3, as a table and in
 * results.json. With `--only accept|attacks|deliver|pages|protocol|start|stored` or `--quick` it prints and writes nothing.
 */

const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const wants = (part: string) => (values.only ?? part) === part;
const size = values.quick ? { rounds: 2, requests: 60 } : { rounds: 5, requests: 400 };

const rows: Row[] = [];
if (wants('start')) rows.push(...(await startRows(values.quick ? 1 : 5)));
if (wants('accept')) rows.push(...(await onPostgres(['P1', 'P2'], (server) => acceptRows(server, size))));
if (wants('deliver'))
  rows.push(
    ...(await onPostgres(['P3'], (server) => deliverRows(server, values.quick ? 1 : 3, values.quick ? 100 : 1_000))),
  );
if (wants('stored'))
  rows.push(
    ...(await onPostgres(['stored'], (server) =>
      values.quick ? storedRows(server, 2, 40, 200_000) : storedRows(server, 5, 100, 1_000_000),
    )),
  );
if (wants('pages')) rows.push(...(await pageRows(values.quick ? 1 : 5, values.quick ? 4_000 : 20_000)));
if (wants('protocol')) rows.push(...(await protocolRows(values.quick ? 2 : 5, values.quick ? 20 : 60)));
if (wants('attacks')) rows.push(...(await attackRows()));
process.stdout.write(`${table(rows)}\n`);
if (!values.only && !values.quick) {
  const machine = { cores: availableParallelism(), node: process.versions.node, platform: process.platform };
  const results = { command: 'npm run bench', date: new Date().toISOString().slice(0, 10), machine, rows };
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
}

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
