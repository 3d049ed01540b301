import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { announcements } from './articles.ts';
import { type ConviveNode, followStranger, foundConvive, trust } from './convive.ts';
import { count, newDatabase, untilCounted } from './counts.ts';
import { type BareFedify, startFedify } from './fedify.ts';
import { post, type Ready, readyAll } from './load.ts';
import { type Stranger, startStranger } from './loopback.ts';
import { childrenCpuMs, type Measured } from './measured.ts';
import { foundPeer, type PeerNode, sealedDeliveries } from './peer.ts';
import { compared, median, type Row, rounded, shared } from './rows.ts';

const atOnce = 8;
/** Announcements of one actor that may wait are 50: so many actors share the work. */
const strangers = 10;
/** A peer may have 3,000 items here: several peers share the work too. */
const peers = 4;
const warmUps = 3;

/** How often in turns, and how many requests each time. */
export type Size = { rounds: number; requests: number };
/** `pid` of a server of our own, so that its CPU is known too. */
export type Server = { url: string; pid: number | null };

/** CPU ms per request: of the node's process, and of PostgreSQL. */
type Cost = { node: number; database: number };
type Run = () => Promise<Cost>;
type Stage = {
  server: Server;
  ours: ConviveNode;
  bare: BareFedify;
  inOurs: pg.Client;
  inBare: pg.Client;
  peers: PeerNode[];
  others: Stranger[];
};

/** P1 and P2 on that PostgreSQL server, ours and the bare one in turns. */
export async function acceptRows(server: Server, size: Size): Promise<Row[]> {
  await using held = new AsyncDisposableStack();
  const stage = await prepare(held, server);
  const sealed = await sealedCosts(stage, size);
  const open = await publicCosts(stage, size);
  const { ours, theirs } = sealed;
  const p1 = { row: 'P1', value: nodeCost(ours), unit: 'CPU ms' as const };
  const accepting = (what: string, costs: Cost[]) => ({ what: `bare Fedify, ${what}`, value: nodeCost(costs) });
  const same = accepting('the same activity', theirs);
  const what = `accept one sealed delivery on PostgreSQL, ${sealed.kilobytes} kB`;
  const p2 = {
    row: 'P2',
    what: `accept one public activity on PostgreSQL, ${open.kilobytes} kB`,
    value: nodeCost(open.ours),
    unit: 'CPU ms' as const,
    beside: accepting('the same activity', open.theirs),
    note: spread(open.ours, open.theirs),
  };
  return [
    shared({ ...p1, what, beside: same, note: spread(ours, theirs) }, 1 / 8),
    ...(server.pid === null ? [] : [compared(together(ours, theirs))]),
    compared({ ...p1, what: '– beside a public activity', beside: accepting('the activity of P2', open.theirs) }),
    compared({ ...p1, what: '– beside a shared inbox', beside: accepting('at its shared inbox', sealed.atShared) }),
    compared({ ...p1, what: '– its receipt signed and sent too', value: nodeCost([sealed.withReceipt]), beside: same }),
    shared(p2, 1 / 2),
  ];
}

/** The same with PostgreSQL's own CPU on both sides. */
function together(ours: readonly Cost[], theirs: readonly Cost[]) {
  const both = (costs: readonly Cost[]) => median(costs.map(({ node, database }) => node + database));
  const beside = { what: 'bare Fedify and PostgreSQL, the same activity', value: both(theirs) };
  return { row: 'P1', what: '– with the CPU of PostgreSQL', value: both(ours), unit: 'CPU ms' as const, beside };
}

async function prepare(held: AsyncDisposableStack, server: Server): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const [forOurs, forBare] = [await newDatabase(held, server.url), await newDatabase(held, server.url)];
  const bare = held.use(await startFedify(forBare.url));
  const ours = held.use(await foundConvive(folder, forOurs.url));
  const trusted: PeerNode[] = [];
  for (let at = 0; at < peers; at++) {
    const peer = await foundPeer(`Peer${at}`);
    held.use(peer.server);
    await trust(ours, peer.server);
    trusted.push(peer);
  }
  const others: Stranger[] = [];
  for (let at = 0; at < strangers; at++) {
    const other = held.use(await startStranger(`Other${at}`));
    await followStranger(ours, other);
    others.push(other);
  }
  return { server, ours, bare, inOurs: forOurs.client, inBare: forBare.client, peers: trusted, others };
}

async function sealedCosts({ server, ours, bare, inOurs, inBare, peers }: Stage, { rounds, requests }: Size) {
  const receipts = "deliveries where kind = 'receipt'";
  const each = Math.ceil(requests / peers.length);
  const some = (url: string) =>
    byTurns(peers, async (peer) => readyAll(url, await sealedDeliveries(peer, ours.chain, each), peer.server.key));
  const accept = async (settledIn = 'incoming') => {
    const sent = await some(ours.inbox);
    const wanted = (await count(inOurs, 'incoming')) + sent.length;
    return costOf(server, ours, sent, () => untilCounted(inOurs, settledIn, wanted));
  };
  const acceptBare = async (url: string) => costOfBare(server, bare, inBare, await some(url));

  await accept(`${receipts} and state = 'sent'`);
  const withReceipt = await accept(`${receipts} and state = 'sent'`);
  // From now on their inboxes ask to wait: receipts are enqueued, as P1 says, and sent another day.
  for (const { server } of peers) server.inboxAnswer = { status: 503, headers: { 'retry-after': '36000' } };
  await accept();
  for (let at = 0; at < warmUps; at++) await acceptBare(bare.inbox);
  const [own, theirs, atShared] = await inTurns(rounds, [
    () => accept(),
    () => acceptBare(bare.inbox),
    () => acceptBare(bare.sharedInbox),
  ]);
  await untilCounted(inOurs, receipts, await count(inOurs, 'incoming'));
  return { ours: own!, theirs: theirs!, atShared: atShared!, withReceipt, kilobytes: await size(some(ours.inbox)) };
}

async function publicCosts({ server, ours, bare, inOurs, inBare, others }: Stage, { rounds, requests }: Size) {
  const noted = 'agreements_received';
  const each = Math.ceil(requests / others.length);
  const some = (url: string) =>
    byTurns(others, async (other) => readyAll(url, await announcements(other, each), other.key));
  const accept = async () => {
    const sent = await some(ours.inbox);
    const wanted = (await count(inOurs, noted)) + sent.length;
    const cost = await costOf(server, ours, sent, () => untilCounted(inOurs, noted, wanted));
    // What was announced is fetched and judged later; the next round begins when nothing waits.
    await untilCounted(inOurs, `${noted} where state = 'pending'`, 0);
    return cost;
  };
  const acceptBare = async () => costOfBare(server, bare, inBare, await some(bare.inbox));
  for (let at = 0; at < warmUps; at++) {
    await accept();
    await acceptBare();
  }
  const [own, theirs] = await inTurns(rounds, [accept, acceptBare]);
  return { ours: own!, theirs: theirs!, kilobytes: await size(some(ours.inbox)) };
}

/** What each of them sends, one after the other. */
async function byTurns<T>(senders: readonly T[], of: (sender: T) => Promise<Ready[]>): Promise<Ready[]> {
  const lists: Ready[][] = [];
  for (const sender of senders) lists.push(await of(sender));
  return lists[0]?.flatMap((_, at) => lists.flatMap((list) => list[at] ?? [])) ?? [];
}

async function inTurns(rounds: number, runs: readonly Run[]): Promise<Cost[][]> {
  const costs: Cost[][] = runs.map(() => []);
  for (let round = 0; round < rounds; round++) for (const [at, run] of runs.entries()) costs[at]!.push(await run());
  return costs;
}

async function costOfBare(server: Server, bare: BareFedify, client: pg.Client, sent: readonly Ready[]): Promise<Cost> {
  const wanted = (await count(client, 'accepted')) + sent.length;
  return costOf(server, bare, sent, () => untilCounted(client, 'accepted', wanted));
}

/** Everything that was used from the first request until `settled`, by the number of requests. */
async function costOf({ pid }: Server, node: Measured, sent: readonly Ready[], settled: () => Promise<void>) {
  const databaseMs = () => (pid === null ? Number.NaN : childrenCpuMs(pid));
  const before = { ...(await node.usage()), databaseMs: databaseMs() };
  const refused = (await post(sent, atOnce)).find(({ status }) => status !== 202);
  if (refused) throw new Error(`answered ${refused.status} where 202 was due`);
  await settled();
  const { cpuMs } = await node.usage();
  return {
    node: (cpuMs - before.cpuMs) / sent.length,
    database: (databaseMs() - before.databaseMs) / sent.length,
  };
}

const nodeCost = (costs: readonly Cost[]) => median(costs.map(({ node }) => node));

function spread(own: readonly Cost[], theirs: readonly Cost[]): string {
  const side = (costs: readonly Cost[]) => {
    const all = costs.map(({ node }) => node);
    const database = median(costs.map((one) => one.database));
    const beside = Number.isNaN(database) ? '' : ` and ${database} in PostgreSQL`;
    return `${rounded(Math.min(...all))}–${rounded(Math.max(...all))}${beside}`;
  };
  return `ours ${side(own)}; bare ${side(theirs)}; ${own.length} rounds in turns`;
}

async function size(some: Promise<Ready[]>): Promise<number> {
  return rounded(((await some)[0]?.body.length ?? 0) / 1000);
}
