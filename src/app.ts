import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { Refusal } from '../schemas/codes.ts';
import { fetchAcknowledgements } from './agreements/acknowledgements/fetch.ts';
import { pullingAcknowledgements } from './agreements/acknowledgements/pull.ts';
import { acknowledgementSender } from './agreements/acknowledgements/sign.ts';
import { agreementsInbox } from './agreements/inbox.ts';
import { greetFollower } from './agreements/publishing/publish.ts';
import { pruneRounds } from './agreements/rounds/store.ts';
import { agreementsRoutes } from './agreements/routes.tsx';
import { readUnread } from './agreements/search/reindex.ts';
import { pruneRefused } from './agreements/versions/received-store.ts';
import { fetchPending } from './agreements/wire/fetch.ts';
import { agreementsOutbox, featuredAgreements } from './agreements/wire/outbox.ts';
import { agreementSenders } from './agreements/wire/send.ts';
import { ownProfile } from './collective/activity.ts';
import { prepareNode } from './collective/first-start.ts';
import { nodeKey, receiptSigner } from './collective/node-keys.ts';
import { collectiveRoutes } from './collective/routes.tsx';
import { ownNode } from './collective/store.ts';
import type { Settings } from './config.ts';
import { databaseTrouble, type OpenDatabase } from './database/database.ts';
import { pruneSettled } from './deliveries/store.ts';
import { startWorker, type WorkerParts } from './deliveries/worker.ts';
import { openFederation } from './federation/federation.ts';
import { pruneKeys } from './federation/key-store.ts';
import { pruneReceived } from './federation/received.ts';
import { signAndPost } from './federation/sign-and-post.ts';
import type { SigningKey } from './federation/signing.ts';
import { followingSenders } from './following/activity.ts';
import { followingInbox } from './following/receive.ts';
import { followingRoutes } from './following/routes.tsx';
import { countFollowers, countFollows, knownOrigin, removeFollower } from './following/store.ts';
import { memberLinks, publicLinks } from './home/home-page.tsx';
import { homeRoutes } from './home/routes.tsx';
import { enterRoutes } from './members/enter-routes.tsx';
import { membersRoutes } from './members/routes.tsx';
import { signOut, sweepSignIns, whoIs } from './members/sign-in.ts';
import { calledBy } from './members/two-word-name.ts';
import { listSender } from './notices/ours/lists.ts';
import { consentsRoutes } from './notices/ours/routes.tsx';
import { alertSender, dropSender, withdrawalSender } from './notices/ours/send.ts';
import { receiveDelivery } from './notices/receive.ts';
import { sweep } from './notices/sweep.ts';
import { receiptSender } from './notices/theirs/receipts.ts';
import { noticesRoutes } from './notices/theirs/routes.tsx';
import { peersInbox } from './peers/actor-changed.ts';
import { announceManifests, pullForUnknownKey } from './peers/manifest.ts';
import { pinnedKey } from './peers/pinned-key.ts';
import { type Refresh, refreshing } from './peers/refresh.ts';
import { peersRoutes } from './peers/routes.tsx';
import { peerSenders } from './peers/send.ts';
import { peerByOrigin } from './peers/store.ts';
import type { Clock } from './platform/clock.ts';
import type { Egress } from './platform/egress.ts';
import type { NodeKeys } from './platform/keys.ts';
import type { Log } from './platform/logging.ts';
import { parseDelivery } from './protocol/delivery.ts';
import { keepHead, signedHead } from './record/head.ts';
import { recordRoutes } from './record/routes.tsx';
import type { Runtime } from './runtime.ts';
import { upkeepRoutes } from './upkeep/routes.tsx';
import { startChores } from './upkeep/timer.ts';
import { answerError, answerNotFound } from './web/errors.tsx';
import { exitRoutes, quickExit } from './web/exit.tsx';
import { safeHeaders } from './web/headers.ts';
import { namespaceRoutes } from './web/namespace.ts';
import type { PageNode } from './web/page.tsx';
import { keepPages } from './web/page-cache.ts';
import { visitorKey } from './web/rate-limit-key.ts';
import { statusOf } from './web/refusals.ts';
import { refuseFromElsewhere, session } from './web/session.ts';
import { staticRoutes } from './web/static.ts';

/** What main.ts opened for one node. */
export type AppParts = {
  settings: Pick<Settings, 'folder' | 'exitSite' | 'proxies'>;
  database: OpenDatabase;
  keys: NodeKeys;
  log: Log;
  clock: Clock;
  egress: Egress;
  origin: string;
  version: string;
  announce: (code: string) => void;
};

/** A node without a port. Disposing it finishes what is being sent and signs the record's head. */
export type App = AsyncDisposable & {
  fetch: (request: Request, bindings?: object) => Response | Promise<Response>;
  runtime: Runtime;
};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const rememberedMs = 366 * day;
/** Pages and documents for everybody, which are asked for more often than they change. */
const forEverybody =
  /^\/(?:actor|actors\/self\/(?:outbox|followers|following|featured)|(?:agreements|partners|acknowledgements)(?:\/.*)?)?$/;
/** Kinds of items that, once sent, say nothing more: their rows go after a day. A `follow-reject` says to whom no later version goes. */
const saidOnce = ['receipt', 'follow-accept', 'follow-block', 'follow-unblock', 'featured-add', 'featured-remove'];

/** Puts every room together: what each kind of item, activity and token means is said here and nowhere else. */
export async function openApp(parts: AppParts): Promise<App> {
  const { database, keys, log, clock, egress, origin, settings } = parts;
  let wake = (): void => {};
  const runtime: Runtime = { db: database.db, clock, keys, log, egress, origin, wake: () => wake() };
  const { setUpCode } = await prepareNode(runtime);
  if (setUpCode !== null) parts.announce(setUpCode);

  // Made before this process first answers, and the same as long as it runs.
  let key: SigningKey | undefined;
  const signingKey = async (): Promise<SigningKey> => {
    key ??= await nodeKey(runtime, 'http');
    return key;
  };
  const signer = () => receiptSigner(runtime);
  let heartbeat = clock.now();
  const worker = startWorker(runtime, {
    senders: {
      ...followingSenders(origin),
      ...peerSenders(runtime),
      ...agreementSenders(runtime),
      acknowledgement: acknowledgementSender(runtime),
      alert: alertSender(runtime),
      withdrawal: withdrawalSender(runtime),
      drop: dropSender(runtime),
      live: listSender(runtime),
      receipt: receiptSender(runtime),
    } satisfies WorkerParts['senders'],
    post: async (inbox, body) => signAndPost(egress, { inbox, body, ...(await signingKey()) }, clock.now()),
    followerGone: async (tx, actor) => void (await removeFollower(tx, actor)),
    beat: () => {
      heartbeat = clock.now();
    },
  });
  wake = worker.wake;

  const keep = async () => {
    const head = await signedHead(runtime.db, signer, clock.now());
    if (head) await keepHead(settings.folder, head);
  };
  const refresh = refreshing(runtime);
  const before = (ms: number) => new Date(clock.now().getTime() - ms);
  const upkeep = startChores(
    {
      'fetch-agreements': { everyMs: second, work: () => fetchPending(runtime) },
      'fetch-acknowledgements': { everyMs: second, work: () => fetchAcknowledgements(runtime) },
      'pull-acknowledgements': { everyMs: 5 * second, work: pullingAcknowledgements(runtime) },
      'agreement-words': { everyMs: minute, work: () => readUnread(runtime) },
      sweep: { everyMs: hour, work: () => sweep(runtime) },
      'sign-ins': { everyMs: hour, work: () => sweepSignIns(runtime) },
      dedupe: { everyMs: day, work: () => pruneReceived(runtime.db, before(rememberedMs)) },
      receipts: { everyMs: hour, work: () => pruneSettled(runtime.db, saidOnce, before(day)) },
      refused: { everyMs: day, work: () => pruneRefused(runtime.db, before(30 * day)) },
      rounds: { everyMs: day, work: () => pruneRounds(runtime.db, before(rememberedMs)) },
      keys: { everyMs: day, work: () => pruneKeys(runtime.db, clock.now()) },
      manifests: { everyMs: hour, work: () => catchUp(runtime, refresh) },
      'record-head': { everyMs: hour, work: keep },
    },
    log,
  );

  const federation = openFederation({
    origin,
    version: parts.version,
    db: runtime.db,
    clock,
    egress,
    log,
    pinned: async (actor, keyId) => {
      const pinned = await pinnedKey(runtime.db, actor, keyId);
      if (pinned !== 'unknown-key') return pinned;
      // The sender's retry passes once its chain, asked from its own node at most hourly, lists the key.
      const peer = await peerByOrigin(runtime.db, new URL(actor).origin);
      return peer && (await pullForUnknownKey(runtime, peer.peer)) ? pinnedKey(runtime.db, actor, keyId) : pinned;
    },
    known: async (of) => (await knownOrigin(runtime.db, of)) || (await peerByOrigin(runtime.db, of)) !== null,
    signingKey: async () => ((await ownNode(runtime.db))?.collective ? signingKey() : null),
    inbox: {
      ...peersInbox(runtime),
      ...followingInbox(runtime, { greet: (tx, follower, now) => greetFollower(tx, origin, follower, now) }),
      ...agreementsInbox(runtime, { wake: () => upkeep.soon('fetch-agreements') }),
    },
    receiveDelivery: async ({ content, activity }, { peer, actor }) =>
      receiveDelivery(runtime, { peer, actor, activity, delivery: parseDelivery(content) }),
    statusOf: (code) => statusOf[code],
    profile: () => ownProfile(runtime),
    followers: () => countFollowers(runtime.db),
    following: () => countFollows(runtime.db),
    featured: () => featuredAgreements(runtime),
    outbox: agreementsOutbox(runtime),
  });

  const addressOf = (c: Context) =>
    visitorKey({ remote: getConnInfo(c).remote.address, forwarded: c.req.header('x-forwarded-for') }, settings.proxies);
  const node: PageNode = { name: null, links: publicLinks, members: { origin, links: memberLinks, called: calledBy } };
  const app = new Hono();
  app.use(compress());
  app.use(safeHeaders(origin));
  // Before anything that asks the database: whoever watches must get an answer when it is away, and whoever leaves must get out.
  app.route('/', upkeepRoutes(runtime, { folder: settings.folder, heartbeat: () => heartbeat }));
  app.route('/', quickExit({ neutralSite: settings.exitSite, leave: (token) => signOut(runtime, token) }));
  app.use(async (_c, next) => {
    // Asked until set-up; afterwards the name does not change.
    node.name ??= (await ownNode(runtime.db))?.name ?? null;
    await next();
  });
  app.use(session((token, via) => whoIs(runtime, token, via), origin));
  app.get('/notices/*', async (c, next) => {
    if (c.get('signedIn')) await refresh.beforeShowing();
    await next();
  });
  app.use(async (c, next) => {
    const answer = await federation.handle(c.req.raw);
    if (answer) return answer;
    return next();
  });
  app.use(refuseFromElsewhere);
  const answer = answerError(node, (error) => log.error('web.failed', { error }));
  app.onError((error, c) => {
    if (!databaseTrouble(error)) return answer(error, c);
    log.error('web.no-database', { error });
    return answer(new Refusal('database'), c);
  });
  app.notFound(answerNotFound(node));
  for (const routes of [
    staticRoutes(),
    namespaceRoutes(),
    exitRoutes({ node, neutralSite: settings.exitSite }),
    recordRoutes(runtime, signer),
    collectiveRoutes(runtime),
    peersRoutes(runtime),
    followingRoutes(runtime, node),
    membersRoutes(runtime, { announce: parts.announce, addressOf }),
    enterRoutes(runtime, node, addressOf),
    agreementsRoutes(runtime, node, addressOf),
    noticesRoutes(runtime),
    consentsRoutes(runtime, addressOf),
    homeRoutes(runtime, node),
  ])
    app.route('/', routes);

  return {
    fetch: keepPages({
      origin,
      paths: forEverybody,
      written: database.written,
      now: () => clock.now(),
      answer: app.fetch,
    }),
    runtime,
    async [Symbol.asyncDispose]() {
      await upkeep[Symbol.asyncDispose]();
      await worker[Symbol.asyncDispose]();
      await keep();
    },
  };
}

/** After an outage: each peer's newest chain is asked for, and ours is told to who has not heard it. */
async function catchUp(runtime: Runtime, refresh: Refresh): Promise<void> {
  await refresh.all();
  await announceManifests(runtime);
}
