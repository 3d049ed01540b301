import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { greetFollower } from '../../src/agreements/publishing/publish.ts';
import { adopt, type Party } from '../../src/commands/scripted-steps.ts';
import { openDatabase } from '../../src/database/database.ts';
import type { Database } from '../../src/database/schema.ts';
import { actorUrls } from '../../src/federation/actor-document.ts';
import { activityStreams } from '../../src/federation/contexts.ts';
import type { Receive } from '../../src/federation/inbox.ts';
import { followingTakes } from '../../src/following/receive.ts';
import type { Egress } from '../../src/platform/egress.ts';
import { nodeKeys } from '../../src/platform/keys.ts';
import { readNodeSecret } from '../../src/platform/node-secret.ts';
import type { Runtime } from '../../src/runtime.ts';
import { quiet } from '../support/quiet.ts';
import { agreementText } from '../support/trust.ts';
import type { Server } from './accept.ts';
import { foundConvive, serveArguments, serveEnvironment } from './convive.ts';
import { count, newDatabase } from './counts.ts';
import { childrenCpuMs, startMeasured } from './measured.ts';
import { type Row, rounded, shared } from './rows.ts';
import { type Sink, startSink } from './sink.ts';

const agreements = 5;
const mostTimes = 1.5;

/**
 * What one more follower costs when many follow already, the cap raised, on PostgreSQL: taking the Follow once its
 * signature was judged, and sending one of the things that all of them are then owed. Those who follow first stand
 * beside those who follow last, and few that are owed something beside many.
 */
export async function followerRows(server: Server, followers: number): Promise<Row[]> {
  await using held = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const { url, client } = await newDatabase(held, server.url);
  const node = await foundConvive(folder, url);
  const party: Party = { name: 'Ceiba', origin: node.origin, keyrings: node.people };
  for (let at = 0; at < agreements; at++)
    await adopt(party, `a${at}.md`, agreementText('ceiba-v1.es.md').replace('Ceiba', `Ceiba ${at}`));
  await node[Symbol.asyncDispose]();

  const group = followers / 30;
  const sink = held.use(await startSink(group));
  const database = await openDatabase({ url, log: quiet });
  const cpuMs = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 + databaseMs(server);
  const costs: number[] = [];
  const follow = followsAt({ db: database.db, origin: node.origin, folder });
  for (let at = 0; at < followers; at += group) {
    const before = cpuMs();
    for (let one = at; one < at + group; one++) await follow(`${sink.inboxes[one % group]}/${one}`);
    costs.push((cpuMs() - before) / group);
  }
  await database[Symbol.asyncDispose]();
  const owed = await count(client, "deliveries where state = 'due'");
  if (owed !== followers * (agreements + 1)) throw new Error(`${owed} are owed`);

  const many = await sendingCost(server, sink, { folder, url, origin: node.origin, posts: group * 3 });
  await client.query(
    `delete from deliveries where state = 'due' and id not in
      (select id from deliveries where state = 'due' order by next_at, id limit $1)`,
    [group * 5],
  );
  const few = await sendingCost(server, sink, { folder, url, origin: node.origin, posts: group * 3 });
  const row = { row: 'followers', unit: 'CPU ms' as const };
  const what = `follow where ${followers - group} follow already, ${agreements} agreements, with PostgreSQL`;
  const first = { what: `the first ${group}`, value: rounded(costs[0]!) };
  return [
    shared(
      { ...row, what, value: rounded(costs.at(-1)!), beside: first, note: costs.map(rounded).join(' ') },
      mostTimes,
    ),
    shared(
      {
        ...row,
        what: `send one of ${owed} things that are owed, with PostgreSQL`,
        value: rounded(many),
        beside: { what: `one of ${group * 5}`, value: rounded(few) },
      },
      mostTimes,
    ),
  ];
}

const databaseMs = ({ pid }: Server): number => (pid === null ? 0 : childrenCpuMs(pid));

/** Takes a Follow of an actor at that address, as the room does; nobody is asked for the actor's document. */
function followsAt({ db, origin, folder }: { db: Kysely<Database>; origin: string; folder: string }) {
  const { actor: us } = actorUrls(origin);
  const egress: Pick<Egress, 'get'> = {
    async get(actor) {
      const document = { '@context': activityStreams, id: actor, type: 'Person', inbox: `${actor}/inbox` };
      const publicKey = { id: `${actor}#main-key`, owner: actor, publicKeyPem: '-----BEGIN PUBLIC KEY-----' };
      const bytes = Buffer.from(JSON.stringify({ ...document, publicKey }));
      return { status: 200, headers: { 'content-type': 'application/activity+json' }, bytes, url: actor };
    },
  };
  const runtime: Runtime = {
    db,
    origin,
    clock: { now: () => new Date() },
    keys: nodeKeys(readNodeSecret({}, folder)),
    log: quiet,
    egress: egress as Egress,
    wake: () => {},
  };
  const takes = followingTakes(runtime, {
    hasRoom: async () => true,
    greet: (tx, follower, now) => greetFollower(tx, origin, follower, now),
  });
  const receive = takes.find(({ activity }) => activity === 'Follow')?.receive as Receive;
  return (actor: string) => {
    const id = `${actor}#follow`;
    return receive(
      { '@context': activityStreams, id, type: 'Follow', actor, object: us },
      { actor, peer: null, key: null, signature: id },
    );
  };
}

/** CPU ms of each of the next posts of a node that is started for it, of its process and of PostgreSQL. */
async function sendingCost(
  server: Server,
  sink: Sink,
  { folder, url, origin, posts }: { folder: string; url: string; origin: string; posts: number },
): Promise<number> {
  await using node = startMeasured(serveArguments, {
    ...serveEnvironment(folder, url),
    PORT: new URL(origin).port,
  });
  await node.says(/answers at (http\S+)/);
  // What was loaded at the start is no part of it.
  const until = async (wanted: number) => {
    const end = Date.now() + 300_000;
    while (sink.got().count < wanted) {
      if (Date.now() > end) throw new Error(`${sink.got().count} arrived instead of ${wanted}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await until(sink.got().count + posts / 3);
  const [from, before] = [sink.got().count, (await node.usage()).cpuMs + databaseMs(server)];
  await until(from + posts);
  const after = (await node.usage()).cpuMs + databaseMs(server);
  return (after - before) / (sink.got().count - from);
}
