import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { adopt, attested, atWork, consented, type Party, sealed } from '../../src/commands/scripted-steps.ts';
import { openDatabase } from '../../src/database/database.ts';
import { owedAnswers, startSilentHosts } from '../attack/silent-hosts.ts';
import { alertWords } from '../support/alert-words.ts';
import { handedOver } from '../support/past-pause.ts';
import { quiet } from '../support/quiet.ts';
import { agreementText, trustForAlerts } from '../support/trust.ts';
import type { Server } from './accept.ts';
import { foundConvive } from './convive.ts';
import { count, newDatabase } from './counts.ts';
import { limited, type Row, rounded } from './rows.ts';

const mostMs = 1_000;
const hosts = 500;
const followers = 10_000;
const patienceMs = 300_000;

type Partner = { id: string; client: pg.Client };
/** Milliseconds until each partner had the alert, and until it had erased it. */
type Times = { stored: number[]; erased: number[] };

/**
 * P6b: one person's alerts go to so many partners and are taken back, while nobody else is there, and while followers
 * at hosts that never answer are owed an answer each.
 */
export async function floodRows(server: Server, rounds: number, partners: number): Promise<Row[]> {
  await using held = new AsyncDisposableStack();
  const ours = await newDatabase(held, server.url);
  const ceiba = await party(held, 'Ceiba', ours.url);
  await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  const met: Partner[] = [];
  for (let at = 0; at < partners; at++) {
    const { url, client } = await newDatabase(held, server.url);
    met.push({ id: await trustForAlerts(ceiba, await party(held, `Partner ${at}`, url)), client });
  }
  const alone: Times = { stored: [], erased: [] };
  const flooded: Times = { stored: [], erased: [] };
  for (let round = 0; round < rounds; round++) await shareAndTakeBack(ceiba, met, alone);
  const silent = held.use(await startSilentHosts(hosts));
  const database = held.use(await openDatabase({ url: ours.url, log: quiet }));
  await owedAnswers(database.db, silent.origins, followers);
  for (let round = 0; round < rounds; round++) {
    await ours.client.query('update lanes set next_at = now() where not peer and next_at > now()');
    await shareAndTakeBack(ceiba, met, flooded);
  }
  const meanwhile = `while ${followers} followers at ${hosts} hosts never answer`;
  const row = (what: string, times: keyof Times): Row =>
    limited(
      {
        row: 'P6b',
        what: `${what} ${meanwhile}, p95 on PostgreSQL`,
        value: p95(flooded[times]),
        unit: 'ms',
        beside: { what: 'while nobody else is there', value: p95(alone[times]) },
        note: `${flooded[times].length} each; longest ${rounded(Math.max(...flooded[times]))} ms`,
      },
      mostMs,
    );
  return [
    row(`withdrawal → erased at ${partners} partners`, 'erased'),
    row(`alert handed in → stored at ${partners} partners`, 'stored'),
  ];
}

async function party(held: AsyncDisposableStack, name: string, url: string): Promise<Party> {
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const node = held.use(await foundConvive(folder, url, {}, name));
  return { name, origin: node.origin, keyrings: node.people };
}

/** One person consents for each partner under the same words, all are handed in, and the words take all back. */
async function shareAndTakeBack(from: Party, partners: readonly Partner[], times: Times): Promise<void> {
  const draft = await attested(from, alertWords());
  let words: string | null = null;
  for (const { id } of partners) {
    words = await consented(from, draft, id, { words });
    // Three sign-ins for each partner, of two a second that the node lets through.
    await wait(1_500);
  }
  const { api } = await atWork(from, 0);
  for (const { id, client } of partners) {
    const file = await sealed(from, draft, id);
    const began = performance.now();
    await handedOver(from, file, api);
    times.stored.push(await until(client, 1, began));
  }
  const client = connect(from.origin);
  const code = await lookUp(client, String(words), new Date());
  const began = performance.now();
  const all = partners.map((partner) => until(partner.client, 0, began));
  await withdrawAll(client, code, new Date());
  times.erased.push(...(await Promise.all(all)));
}

async function until(client: pg.Client, wanted: number, began: number): Promise<number> {
  while ((await count(client, "incoming where kind = 'alert'")) !== wanted) {
    if (performance.now() - began > patienceMs) throw new Error(`not ${wanted} alerts after five minutes`);
    await wait(10);
  }
  return performance.now() - began;
}

const p95 = (values: readonly number[]): number =>
  rounded(values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN);
