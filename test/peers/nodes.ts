import { type Context, Hono } from 'hono';
import { Refusal } from '../../schemas/codes.ts';
import { room as agreements } from '../../src/agreements/room.ts';
import { agreementsRoutes } from '../../src/agreements/routes.tsx';
import { acceptFirst } from '../../src/collective/found-collective.ts';
import { makeNodeKeys, nodeIdentity, nodeKeysReplaced } from '../../src/collective/node-keys.ts';
import { room as collective } from '../../src/collective/room.ts';
import { collectiveRoutes } from '../../src/collective/routes.tsx';
import { insertNode, insertNodeKeys, nodeKeyRows } from '../../src/collective/store.ts';
import { drainOnce } from '../../src/deliveries/worker.ts';
import { deliveriesOf, inboxOf, readDoors, sendersOf, supplied } from '../../src/doors.ts';
import { openFederation } from '../../src/federation/federation.ts';
import { room as following } from '../../src/following/room.ts';
import { removeFollower } from '../../src/following/store.ts';
import { homeRoutes } from '../../src/home/routes.tsx';
import { room as members } from '../../src/members/room.ts';
import { insertMember } from '../../src/members/store.ts';
import { room as notices } from '../../src/notices/room.ts';
import { room as peers } from '../../src/peers/room.ts';
import type { Egress } from '../../src/platform/egress.ts';
import { nodeKeys } from '../../src/platform/keys.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { type Chain, startChain } from '../../src/protocol/manifest.ts';
import type { Runtime } from '../../src/runtime.ts';
import { signedPost } from '../../src/way-out.ts';
import { answerError, answerNotFound } from '../../src/web/errors.tsx';
import type { PageNode } from '../../src/web/page.tsx';
import { statusOf } from '../../src/web/refusals.ts';
import { founders, manifestOf, type Person, signedBy } from '../protocol/cast.ts';
import { freshDatabase } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';

/** What answers under an origin. */
export type Server = (request: Request) => Promise<Response>;
/** Servers by origin, all in this process: real requests and real signatures, no socket. */
export type Network = Map<string, Server>;

export type Node = AsyncDisposable & {
  name: string;
  runtime: Runtime;
  people: Record<'rosa' | 'marisol' | 'tono' | 'lu' | 'itzel', Person>;
  chain: Chain;
  id: string;
  actor: string;
  /** How far this node's clock is ahead of the machine's, in milliseconds. */
  ahead: { ms: number };
  /** Addresses that were fetched or posted to. */
  asked: string[];
  /** Asks the node as anybody would; each time as another visitor, unless the header `x-visitor` names one. */
  get(path: string, accept: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends what is due now. */
  drain(): Promise<void>;
  /** Forgets everything but who we are, and answers again under its origin. */
  reset(): Promise<void>;
};

/** The rooms that these tests are about. */
const rooms = [collective, peers, following, members, agreements, notices];
const day = 86_400_000;
let count = 0;
const tables = [
  'peer_statements',
  'peer_manifests',
  'peers',
  'followers',
  'follows',
  'agreement_drafts',
  'agreements',
  'agreement_withdrawals',
  'agreements_taken_down',
  'agreements_received',
  'acknowledgements',
  'acknowledgement_drafts',
  'acknowledgements_pending',
  'agreement_words',
  'received_activities',
  'kv',
  'deliveries',
  'lanes',
] as const;

/** A collective that stands, with its own database, keys, people and clock, on that network. */
export async function openNode(name: string, network: Network, open = freshDatabase): Promise<Node> {
  const database = await open();
  const origin = `https://${name}${count++}.test`;
  const ahead = { ms: 0 };
  const asked: string[] = [];
  const runtime: Runtime = {
    db: database.db,
    clock: { now: () => new Date(Date.now() + ahead.ms) },
    keys: nodeKeys({ bytes: new Uint8Array(32).fill(7), source: 'environment' }),
    log: quiet,
    egress: egressOn(network, asked),
    origin,
    wake: () => {},
  };
  const people = founders();
  const now = new Date();
  await runtime.db.transaction().execute(async (tx) => {
    await insertNode(tx, origin, now);
    await makeNodeKeys(tx, runtime, now);
  });
  const recent = timeOf(new Date(now.getTime() - 60_000));
  const { statement } = await manifestOf(name, people, {
    issuedAt: recent,
    expires: timeOf(new Date(now.getTime() + 300 * day)),
    node: await nodeIdentity(runtime),
  });
  for (const box of statement.box) box.notBefore = recent;
  const chain = startChain(signedBy(draftEnvelope('manifest', statement), ...Object.values(people)), now);
  const profile = { name, handle: name, summary: `${name}.`, language: 'es' };
  await runtime.db.transaction().execute(async (tx) => {
    await acceptFirst(tx, chain, profile, now);
    for (const { member, roles, sign } of statement.members)
      await insertMember(tx, { member, public_key: sign[0]!, roles }, now);
  });
  const serve = serverOf(runtime, { name, links: () => [] });
  const keys = await nodeKeyRows(runtime.db);
  network.set(origin, serve);
  const senders = sendersOf(rooms, runtime);
  return {
    name,
    runtime,
    people,
    chain,
    id: chain.collective,
    actor: `${origin}/actor`,
    ahead,
    asked,
    get: (path, accept, headers) => serve(new Request(`${origin}${path}`, { headers: { ...headers, accept } })),
    async drain() {
      const post = signedPost(runtime, supplied(rooms, runtime));
      const followerGone = async (tx: Parameters<typeof removeFollower>[0], actor: string) =>
        void (await removeFollower(tx, actor));
      while (await drainOnce(runtime, { senders, post, followerGone }));
    },
    async reset() {
      for (const table of tables) await runtime.db.deleteFrom(table).execute();
      await runtime.db.deleteFrom('manifests').where('version', '>', 1).execute();
      await runtime.db.deleteFrom('node_keys').execute();
      await insertNodeKeys(runtime.db, keys);
      nodeKeysReplaced(runtime);
      network.set(origin, serve);
      ahead.ms = 0;
      asked.length = 0;
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

function serverOf(runtime: Runtime, node: PageNode): Server {
  const { db, origin, clock } = runtime;
  const house = supplied(rooms, runtime);
  const said = readDoors(rooms);
  const addressOf = (c: Context) => c.req.header('x-visitor') ?? `visitor ${count++}`;
  const federation = openFederation({
    ...house,
    origin,
    version: '0.0.0',
    db,
    clock,
    egress: runtime.egress,
    log: runtime.log,
    known: house.knownFollower,
    inbox: inboxOf(rooms, {
      runtime,
      settings: { folder: '', exitSite: origin, proxies: [], followersPerDomain: 500 },
      node,
      desk: null,
      addressOf,
      flood: { refused: () => {}, lasts: () => null },
      heartbeat: () => clock.now(),
      soon: () => {},
      readers: said.readers,
      saidOnce: said.saidOnce,
      house,
    }),
    receiveDelivery: deliveriesOf(said, runtime),
    statusOf: (code) => statusOf[code],
  });
  const app = new Hono();
  app.onError(answerError(node, (error) => console.error(error)));
  app.notFound(answerNotFound(node));
  app.use(async (c, next) => {
    c.set('signedIn', null);
    await next();
  });
  app.route('/', collectiveRoutes(runtime));
  app.route('/', agreementsRoutes(runtime, node, addressOf));
  app.route('/', homeRoutes(runtime, node));
  return async (request) => (await federation.handle(request)) ?? app.fetch(request);
}

/** A way out that reaches the network's servers alone, with the real one's limits and refusals. */
function egressOn(network: Network, asked: string[]): Egress {
  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    asked.push(url);
    const server = network.get(new URL(url).origin);
    if (!server) throw new Refusal('unreachable', 'connect');
    return server(new Request(url, init));
  };
  const plain = (answer: Response) => ({ status: answer.status, headers: Object.fromEntries(answer.headers) });
  return {
    async get(url, { accept, headers, maxBytes = 256 * 1024 }) {
      const answer = await ask(url, { headers: { ...headers, accept } });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (bytes.length > maxBytes) throw new Refusal('unreachable', 'too-large');
      return { ...plain(answer), bytes, url: answer.headers.get('x-came-from') ?? url };
    },
    async post(url, { headers, body }) {
      const answer = await ask(url, { method: 'POST', headers, body: body as BodyInit });
      return { ...plain(answer), text: await answer.text() };
    },
  };
}
