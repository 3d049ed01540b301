import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { importAgreement, publishAgreement, signAgreement } from '../../src/client/agreements/agreements.ts';
import { atWork, type Party } from '../../src/commands/scripted-steps.ts';
import { root } from '../support/sources.ts';
import type { Server } from './accept.ts';
import { foundConvive } from './convive.ts';
import { newDatabase, untilCounted } from './counts.ts';
import { startFedify } from './fedify.ts';
import { childrenCpuMs, type Measured } from './measured.ts';
import { compared, limited, median, type Row, rounded } from './rows.ts';
import { type Sink, startSink } from './sink.ts';

const mostCpuMs = 1.5;
const file = 'hawthorn-v1.en.md';

/** CPU ms of one delivery, of the node's process and of PostgreSQL, and how many seconds all of them took. */
type Cost = { node: number; database: number; seconds: number };

/**
 * P3: one version to so many inboxes, each on a host of its own, from the request to publish it until all have answered
 * and the ledger says so; beside it Fedify with a queue on the same PostgreSQL.
 */
export async function deliverRows(server: Server, rounds: number, inboxes: number): Promise<Row[]> {
  await using held = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const [forOurs, forBare] = [await newDatabase(held, server.url), await newDatabase(held, server.url)];
  const sink = held.use(await startSink(inboxes));
  const ours = held.use(await foundConvive(folder, forOurs.url));
  const bare = held.use(await startFedify(forBare.url));
  await followedBy(forOurs.client, sink);

  const party: Party = { name: 'Ceiba', origin: ours.origin, keyrings: ours.people };
  const markdown = readFileSync(join(root, 'test/support/agreements', file), 'utf8');
  let series: string | null = null;
  const publish = async (version: number) => {
    const draft = await signed(party, `${markdown}\n`.replace('Hawthorn', `Hawthorn ${version}`), series);
    const { api } = await atWork(party, 0);
    // What is new is also told to be featured: twice as many are posted once.
    const posted = series === null ? 2 * inboxes : inboxes;
    const wanted = sink.got().count + posted;
    const cost = await costOf(server, ours, posted, async () => {
      series = (await publishAgreement(api, draft)).series;
      await arrived(sink, wanted);
      await untilCounted(forOurs.client, "deliveries where state <> 'sent'", 0);
    });
    return { ...cost, kilobytes: sink.got().bytes / 1000 };
  };
  const bareDelivers = async () => {
    const wanted = sink.got().count + inboxes;
    const body = JSON.stringify({ id: randomUUID(), content: 'x'.repeat(22_500), inboxes: sink.inboxes });
    const cost = await costOf(server, bare, inboxes, async () => {
      await fetch(`${bare.origin}/deliver`, { method: 'POST', body });
      await arrived(sink, wanted);
      await untilCounted(forBare.client, 'queue', 0);
    });
    return { ...cost, kilobytes: sink.got().bytes / 1000 };
  };
  await publish(1);
  await bareDelivers();
  const [own, theirs]: Awaited<ReturnType<typeof publish>>[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    own!.push(await publish(round + 2));
    theirs!.push(await bareDelivers());
  }
  const nodeCost = (costs: readonly Cost[]) => median(costs.map(({ node }) => node));
  const both = (costs: readonly Cost[]) => median(costs.map(({ node, database }) => node + database));
  const note = (costs: readonly Cost[]) => rounded(median(costs.map(({ seconds }) => seconds)));
  const what = `deliver one version to ${inboxes} inboxes on PostgreSQL, ${rounded(own![0]!.kilobytes)} kB`;
  const fedify = `Fedify and its queue, ${rounded(theirs![0]!.kilobytes)} kB`;
  return [
    limited(
      {
        row: 'P3',
        what,
        value: nodeCost(own!),
        unit: 'CPU ms',
        beside: { what: fedify, value: nodeCost(theirs!) },
        note: `each; all of them in ${note(own!)} s, Fedify ${note(theirs!)} s; ${rounds} rounds in turns`,
      },
      mostCpuMs,
    ),
    ...(server.pid === null
      ? []
      : [
          compared({
            row: 'P3',
            what: '– with the CPU of PostgreSQL',
            value: both(own!),
            unit: 'CPU ms',
            beside: { what: fedify, value: both(theirs!) },
          }),
        ]),
  ];
}

/** Everything that was used while `work` was done, by the number of deliveries. */
async function costOf({ pid }: Server, node: Measured, posts: number, work: () => Promise<void>): Promise<Cost> {
  const databaseMs = () => (pid === null ? Number.NaN : childrenCpuMs(pid));
  const before = { ...(await node.usage()), databaseMs: databaseMs(), at: performance.now() };
  await work();
  const seconds = (performance.now() - before.at) / 1000;
  const { cpuMs } = await node.usage();
  return { node: (cpuMs - before.cpuMs) / posts, database: (databaseMs() - before.databaseMs) / posts, seconds };
}

/** Other software follows from each of these inboxes. */
async function followedBy(client: pg.Client, { inboxes }: Sink): Promise<void> {
  const actors = inboxes.map((inbox) => inbox.replace('/inbox', '/actor'));
  await client.query(
    `insert into followers (actor, inbox, convive, follow, followed)
      select actor, inbox, false, actor || '#follow', now() from unnest($1::text[], $2::text[]) as f (actor, inbox)`,
    [actors, inboxes],
  );
}

/** The next version, signed by both stewards; nothing of this is measured. */
async function signed(party: Party, markdown: string, series: string | null): Promise<string> {
  const [first, second] = [await atWork(party, 0), await atWork(party, 1)];
  const chain = first.root.chain;
  const imported = await importAgreement({ api: first.api, chain }, { file, markdown, series, language: 'en' });
  if (!('draft' in imported)) throw new Error('the sample agreement no longer reads');
  await signAgreement({ ...second, chain }, await signAgreement({ ...first, chain }, imported.draft));
  return imported.draft.id;
}

async function arrived(sink: Sink, wanted: number): Promise<void> {
  const end = Date.now() + 120_000;
  while (sink.got().count < wanted) {
    if (Date.now() > end) throw new Error(`${sink.got().count} arrived instead of ${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
